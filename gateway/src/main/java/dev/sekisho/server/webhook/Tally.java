package dev.sekisho.server.webhook;

import java.util.concurrent.atomic.LongAdder;

/**
 * What became of the events of a webhook.
 *
 * @param delivered answered with 2xx
 * @param failed given up
 * @param dropped never tried, for want of room or time
 */
record Tally(LongAdder delivered, LongAdder failed, LongAdder dropped) {

    Tally() {
        this(new LongAdder(), new LongAdder(), new LongAdder());
    }
}
