package dev.sekisho.policy.ratelimit.algorithm;

import dev.sekisho.policy.ratelimit.algorithm.Windows.Span;

/** A count that begins anew with each window. Time never runs back for a key: a loop that is late counts in the newest window. */
final class FixedWindow extends Counter {

    private final LimitRule rule;
    private final Windows windows;

    FixedWindow(LimitRule rule, Windows windows) {
        this.rule = rule;
        this.windows = windows;
    }

    /** The window that counts at that time for a key with that state. */
    private Span span(long state, long now) {
        Span span = windows.at(now);
        return Windows.number(state) > span.number() ? windows.numbered(Windows.number(state)) : span;
    }

    /** How much of a window is used. A function of its arguments. */
    static long used(long state, long window) {
        return Windows.number(state) == window ? Windows.count(state) : 0;
    }

    @Override
    int size() {
        return 1;
    }

    @Override
    boolean fits(long[] words, int at, long now, long cost) {
        long state = get(words, at);
        return used(state, span(state, now).number()) + cost <= rule.requests();
    }

    @Override
    long take(long[] words, int at, long now, long cost) {
        while (true) {
            long state = get(words, at);
            if (state < 0) {
                return FROZEN;
            }
            long window = span(state, now).number();
            long used = used(state, window) + cost;
            if (used > rule.requests()) {
                return REFUSED;
            }
            if (set(words, at, state, Windows.word(window, used))) {
                return 0;
            }
        }
    }

    @Override
    boolean giveBack(long[] words, int at, long now, long cost) {
        while (true) {
            long state = get(words, at);
            if (state < 0 || used(state, windows.at(now).number()) < cost) {
                return false;
            }
            if (set(words, at, state, state - cost)) {
                return true;
            }
        }
    }

    /** Nothing while one clock has begun a window that the other one has not. */
    @Override
    void lower(long[] words, int at, long now, long left, long reset, long own) {
        while (true) {
            long state = get(words, at);
            Span span = span(state, now);
            long used = Math.min(rule.requests(), rule.requests() - left + own);
            boolean same = Math.abs(span.end() - now - reset) < (span.end() - span.start()) / 2;
            if (state < 0
                    || !same
                    || used <= used(state, span.number())
                    || set(words, at, state, Windows.word(span.number(), used))) {
                return;
            }
        }
    }

    @Override
    long left(long[] words, int at, long now) {
        long state = get(words, at);
        return Math.max(0, rule.requests() - used(state, span(state, now).number()));
    }

    @Override
    long capacity() {
        return rule.requests();
    }

    @Override
    long reset(long[] words, int at, long now) {
        return span(get(words, at), now).end() - now;
    }

    @Override
    long retryAfter(long[] words, int at, long now, long cost) {
        return fits(words, at, now, cost) ? 0 : span(get(words, at), now).end() - now;
    }

    @Override
    long freshAt(long[] words, int at) {
        long state = get(words, at);
        return Windows.count(state) == 0
                ? 0
                : windows.numbered(Windows.number(state)).end();
    }
}
