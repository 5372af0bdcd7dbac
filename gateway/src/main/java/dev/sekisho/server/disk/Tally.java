package dev.sekisho.server.disk;

import java.util.concurrent.atomic.LongAdder;

/** What happened in a store, counted from any thread. */
final class Tally {
    final LongAdder hits = new LongAdder();
    final LongAdder misses = new LongAdder();
    final LongAdder written = new LongAdder();
    final LongAdder dropped = new LongAdder();
    final LongAdder evicted = new LongAdder();
    final LongAdder expired = new LongAdder();
    final LongAdder damaged = new LongAdder();
    final LongAdder busy = new LongAdder();
    final LongAdder readErrors = new LongAdder();
    final LongAdder writeErrors = new LongAdder();
}
