package dev.sekisho.model;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * An upper bound of the program that a regular expression compiles to, made without compiling it. RE2 matches in linear
 * time, but a counted repetition is compiled by copying: {@code ((a{1000}){1000}){1000}} takes all memory.
 */
public final class RegexCost {

    /** Most instructions an expression may need; a few hundred bytes each. */
    public static final long MAX = 20_000;

    /** Groups inside each other; the compiler calls itself for each. */
    private static final int MAX_DEPTH = 200;

    private final String text;
    private final Deque<Long> open = new ArrayDeque<>();
    private long total;
    private long last;
    private int at;

    private RegexCost(String text) {
        this.text = text;
    }

    /** The bound, in instructions; {@link Long#MAX_VALUE} where it is beyond all reason. Never throws. */
    public static long of(String expression) {
        RegexCost cost = new RegexCost(expression);
        while (cost.at < expression.length() && cost.total < Long.MAX_VALUE) {
            cost.step(expression.charAt(cost.at));
        }
        long sum = cost.total;
        for (long outer : cost.open) {
            sum = saturate(sum + (double) outer);
        }
        return sum;
    }

    private void step(char c) {
        at++;
        switch (c) {
            case '\\' -> escape();
            case '[' -> characterClass();
            case '(' -> {
                open.push(total);
                total = open.size() > MAX_DEPTH ? Long.MAX_VALUE : 2;
                last = 0;
            }
            case ')' -> {
                last = total;
                total = saturate(last + (double) (open.isEmpty() ? 0 : open.pop()));
            }
            case '{' -> repetition();
            case '*', '+', '?', '|' -> total += 2;
            default -> atom();
        }
    }

    private void atom() {
        last = 2;
        total += last;
    }

    private void escape() {
        if (text.startsWith("Q", at)) {
            int end = text.indexOf("\\E", at);
            int stop = end < 0 ? text.length() : end;
            total += 2L * (stop - at);
            last = 2;
            at = end < 0 ? stop : stop + 2;
        } else {
            at++;
            atom();
        }
    }

    private void characterClass() {
        if (text.startsWith("^", at)) {
            at++;
        }
        if (text.startsWith("]", at)) {
            at++;
        }
        while (at < text.length() && text.charAt(at) != ']') {
            int posix = text.startsWith("[:", at) ? text.indexOf(":]", at) : -1;
            at = posix > 0 ? posix + 2 : at + (text.charAt(at) == '\\' ? 2 : 1);
        }
        at++;
        atom();
    }

    /** {@code {n}}, {@code {n,}}, {@code {n,m}}: the last atom, so many times. Anything else is a literal brace. */
    private void repetition() {
        int end = text.indexOf('}', at);
        String inside = end < 0 ? "" : text.substring(at, Math.min(end, at + 12));
        if (!inside.matches("\\d{1,5}(,\\d{0,5})?")) {
            atom();
            return;
        }
        String[] bounds = inside.split(",");
        long times = Long.parseLong(bounds[bounds.length - 1]) + 1;
        long repeated = saturate((double) last * times);
        total = saturate((double) total + repeated);
        last = repeated;
        at = end + 1;
    }

    private static long saturate(double value) {
        return value >= 1e15 ? Long.MAX_VALUE : (long) value;
    }
}
