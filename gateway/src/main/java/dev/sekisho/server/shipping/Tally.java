package dev.sekisho.server.shipping;

import java.util.concurrent.atomic.LongAdder;

/**
 * What became of the records for a destination, and of tries to send them. Thread-safe.
 *
 * @param shipped handed over, as far as the protocol tells
 * @param burst dropped, since more came at once than the memory between loops and queue holds
 * @param full dropped as the oldest of a full queue
 * @param givenUp tried for too long, or refused for good
 * @param left not sent when the destination went, or the gateway
 * @param errors tries that failed
 */
record Tally(LongAdder shipped, LongAdder burst, LongAdder full, LongAdder givenUp, LongAdder left, LongAdder errors) {

    Tally() {
        this(new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder());
    }
}
