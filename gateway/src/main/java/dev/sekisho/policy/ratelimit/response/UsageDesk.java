package dev.sekisho.policy.ratelimit.response;

import dev.sekisho.policy.ratelimit.algorithm.LimitKey;
import dev.sekisho.policy.ratelimit.algorithm.Verdict;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.Arrays;

/** What is written on one event loop while a request or a response is looked at, used again for each. Not thread-safe. */
final class UsageDesk {

    private static final FastThreadLocal<UsageDesk> DESKS = new FastThreadLocal<>() {
        @Override
        protected UsageDesk initialValue() {
            return new UsageDesk();
        }
    };

    final LimitKey key = new LimitKey();
    final Verdict verdict = new Verdict(1);

    /** How long what is used up stays so, nanoseconds. */
    long wait;

    private long[] used = new long[4];

    private UsageDesk() {}

    /** That of this thread. */
    static UsageDesk get() {
        return DESKS.get();
    }

    /** Numbers for so many names, all 0. */
    long[] used(int names) {
        if (used.length < names) {
            used = new long[names];
        }
        Arrays.fill(used, 0, names, 0);
        return used;
    }
}
