package dev.sekisho.server.redis;

import java.util.concurrent.atomic.LongAdder;

/**
 * What is counted of the commands to one store. Thread-safe.
 *
 * @param answered commands that were answered, errors of the server included
 * @param late commands that were not answered in time, or lost with their connection
 * @param kept commands that did not go, since there was no connection or the server did not answer those before
 * @param nanos time that answered and late commands took
 */
record Measures(LongAdder answered, LongAdder late, LongAdder kept, LongAdder nanos) {

    Measures() {
        this(new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder());
    }
}
