package dev.sekisho.policy.ratelimit.algorithm;

import dev.sekisho.policy.ratelimit.algorithm.Windows.Span;

/**
 * The count of this window, and that of the one before, weighted by what is left of this one. The two counts stand in two words that take
 * turns, by the window's number. Whoever opens a window closes the one before first, so that its count changes no more and a loop that is
 * late finds the new one; so the sum that is decided by is the sum that counts.
 */
final class SlidingWindow extends Counter {

    private final LimitRule rule;
    private final Windows windows;

    SlidingWindow(LimitRule rule, Windows windows) {
        this.rule = rule;
        this.windows = windows;
    }

    /** Whether a request fits. A function of its arguments: exact, for products of 128 bits. */
    static boolean fits(long limit, long previous, long used, long left, long length) {
        if (used > limit) {
            return false;
        }
        long high = Math.multiplyHigh(previous, left);
        long roomHigh = Math.multiplyHigh(limit - used, length);
        return high != roomHigh ? high < roomHigh : Long.compareUnsigned(previous * left, (limit - used) * length) <= 0;
    }

    private static int word(int at, long number) {
        return at + (int) (number & 1);
    }

    /** The newest window of a key, which a loop that is late has not reached. */
    private Span span(long[] words, int at, long now) {
        Span span = windows.at(now);
        long number = Math.max(newest(get(words, at)), newest(get(words, at + 1)));
        return number > span.number() ? windows.numbered(number) : span;
    }

    private static long newest(long word) {
        return Windows.isClosed(word) ? Windows.number(word) + 1 : Windows.number(word);
    }

    private boolean fits(long[] words, int at, Span span, long now, long cost) {
        long used = FixedWindow.used(get(words, word(at, span.number())), span.number());
        return fits(
                rule.requests(), previous(words, at, span), used + cost, left(span, now), span.end() - span.start());
    }

    private static long previous(long[] words, int at, Span span) {
        return FixedWindow.used(get(words, word(at, span.number() - 1)), span.number() - 1);
    }

    private static long left(Span span, long now) {
        return span.end() - Math.max(now, span.start());
    }

    @Override
    int size() {
        return 2;
    }

    @Override
    boolean fits(long[] words, int at, long now, long cost) {
        return fits(words, at, span(words, at, now), now, cost);
    }

    @Override
    long take(long[] words, int at, long now, long cost) {
        return take(words, at, now, cost, false);
    }

    private long take(long[] words, int at, long now, long cost, boolean forced) {
        while (true) {
            Span span = span(words, at, now);
            int here = word(at, span.number());
            int there = word(at, span.number() - 1);
            long state = get(words, here);
            long before = get(words, there);
            if (state < 0 || before < 0) {
                return FROZEN;
            }
            if (newest(state) > span.number() || !isOpen(words, there, before, span.number())) {
                continue; // another loop has opened a window since
            }
            long used = FixedWindow.used(state, span.number()) + cost;
            long length = span.end() - span.start();
            if (!forced && !fits(rule.requests(), Windows.count(before), used, left(span, now), length)) {
                return REFUSED;
            }
            if (set(words, here, state, Windows.word(span.number(), Math.min(used, rule.requests())))) {
                return 0;
            }
        }
    }

    /** Whether the window before that one is closed; else closes it, and it has to be read anew. */
    private static boolean isOpen(long[] words, int there, long before, long window) {
        if (Windows.number(before) == window - 1 && Windows.isClosed(before)) {
            return true;
        }
        if (Windows.number(before) < window) {
            long count = FixedWindow.used(before, window - 1);
            set(words, there, before, Windows.closed(Windows.word(window - 1, count)));
        }
        return false;
    }

    @Override
    boolean giveBack(long[] words, int at, long now, long cost) {
        long number = windows.at(now).number();
        int here = word(at, number);
        while (true) {
            long state = get(words, here);
            if (state < 0 || FixedWindow.used(state, number) < cost) {
                return false;
            }
            if (set(words, here, state, state - cost)) {
                return true;
            }
        }
    }

    @Override
    void lower(long[] words, int at, long now, long left, long reset, long own) {
        long more = left(words, at, now) - (left - own);
        if (more > 0) {
            take(words, at, now, more, true);
        }
    }

    @Override
    long left(long[] words, int at, long now) {
        Span span = span(words, at, now);
        long used = FixedWindow.used(get(words, word(at, span.number())), span.number());
        double part = (double) left(span, now) / (span.end() - span.start());
        long left = (long) Math.max(0, rule.requests() - used - previous(words, at, span) * part);
        while (left > 0 && !fits(words, at, span, now, left)) {
            left--;
        }
        return left < rule.requests() && fits(words, at, span, now, left + 1) ? left + 1 : left;
    }

    @Override
    long capacity() {
        return rule.requests();
    }

    @Override
    long reset(long[] words, int at, long now) {
        return Math.max(0, freshAt(words, at) - now);
    }

    @Override
    long retryAfter(long[] words, int at, long now, long cost) {
        Span span = span(words, at, now);
        if (fits(words, at, span, now, cost)) {
            return 0;
        }
        long previous = previous(words, at, span);
        long used = FixedWindow.used(get(words, word(at, span.number())), span.number());
        if (cost > rule.requests()) {
            return Math.max(0, freshAt(words, at) - now);
        }
        if (used + cost <= rule.requests()) {
            return moment(span, previous, used + cost) - now;
        }
        return moment(windows.numbered(span.number() + 1), used, cost) - now;
    }

    /** The first moment of a window at which that much fits beside what is left of the one before. */
    private long moment(Span span, long previous, long used) {
        long length = span.end() - span.start();
        long left = (long) Math.min((double) length, (double) (rule.requests() - used) * length / previous);
        while (left > 0 && !fits(rule.requests(), previous, used, left, length)) {
            left--; // what rounding has added, a few nanoseconds at most
        }
        while (left < length && fits(rule.requests(), previous, used, left + 1, length)) {
            left++;
        }
        return span.end() - left;
    }

    @Override
    long freshAt(long[] words, int at) {
        long newest = 0;
        for (int i = 0; i < 2; i++) {
            long word = get(words, at + i);
            newest = Windows.count(word) == 0 ? newest : Math.max(newest, Windows.number(word));
        }
        return newest == 0 ? 0 : windows.numbered(newest + 1).end();
    }
}
