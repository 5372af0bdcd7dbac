package dev.sekisho.telemetry.accesslog;

import dev.sekisho.dataplane.Exchange;

/** What one event loop owns of the access log: its ring, and its way of writing lines. */
final class Lane {

    private final ByteRing ring;
    private final LogLine line = new LogLine();

    Lane(int capacity) {
        ring = new ByteRing(capacity, LogLine.LONGEST);
    }

    /** Writes the line of the exchange into the ring, or drops it; on the loop. Returns whether to wake the writer. */
    boolean log(Exchange x, long now) {
        int begin = ring.begin(LogLine.bound(x));
        if (begin >= 0) {
            ring.commit(begin, line.write(x, now, ring.bytes(), begin));
        }
        return ring.isPressing();
    }

    ByteRing ring() {
        return ring;
    }
}
