package dev.sekisho.server.shipping;

import dev.sekisho.policy.LogShipper;
import dev.sekisho.telemetry.lines.ByteRing;
import java.util.concurrent.locks.LockSupport;

/** What policies hold of a destination: writes records into the ring of their loop. Thread-safe, allocates nothing. */
public final class LogHandle implements LogShipper {

    private final int number; // of the destination
    private final ByteRing[] rings;
    private final Thread gatherer;
    private final Tally tally;

    LogHandle(int number, ByteRing[] rings, Thread gatherer, Tally tally) {
        this.number = number;
        this.rings = rings;
        this.gatherer = gatherer;
        this.tally = tally;
    }

    @Override
    public void ship(int loop, byte[] bytes, int start, int end) {
        ByteRing ring = rings[loop];
        int length = end - start;
        int begin = ring.begin(Framing.HEAD + length + 1);
        if (begin < 0) {
            tally.burst().increment();
        } else {
            byte[] into = ring.bytes();
            int at = Framing.put(number, length, into, begin);
            System.arraycopy(bytes, start, into, at, length);
            into[at + length] = '\n';
            ring.commit(begin, at + length + 1);
        }
        if (ring.isPressing()) {
            LockSupport.unpark(gatherer);
        }
    }
}
