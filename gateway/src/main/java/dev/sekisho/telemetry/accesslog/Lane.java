package dev.sekisho.telemetry.accesslog;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.stream.StreamConnection;
import dev.sekisho.telemetry.lines.ByteRing;

/** What one event loop owns of the access log: its ring, and its way of writing lines. */
final class Lane {

    private final ByteRing ring;
    private final LogLine line;
    private final StreamLine streamLine = new StreamLine();

    Lane(int capacity, boolean withSubject) {
        line = new LogLine(withSubject);
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

    /** The same for the connection of a stream. */
    boolean log(StreamConnection connection, long now) {
        int begin = ring.begin(StreamLine.LONGEST);
        if (begin >= 0) {
            ring.commit(begin, streamLine.write(connection, now, ring.bytes(), begin));
        }
        return ring.isPressing();
    }

    ByteRing ring() {
        return ring;
    }
}
