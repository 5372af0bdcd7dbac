package dev.sekisho.dataplane.router;

import com.google.re2j.Pattern;
import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.RequestHead;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The regular expressions of the paths of one host, best first. They are tried one by one; what every path must begin
 * with, where an expression tells it, is compared before the expression is run.
 *
 * <p>Changed by one thread while it is built, and only read, by any thread, once it is published.
 */
final class RegexPaths {

    private record Entry(byte[] beginning, Pattern pattern, int candidate) {}

    private final List<Entry> reversed;

    RegexPaths() {
        this(new ArrayList<>());
    }

    private RegexPaths(List<Entry> reversed) {
        this.reversed = reversed;
    }

    /** The same expressions, to be changed. */
    RegexPaths copy() {
        return new RegexPaths(new ArrayList<>(reversed));
    }

    /** Puts an expression before those whose candidates are not better. */
    void insert(String expression, Pattern pattern, int candidate, IntPredicate better) {
        int at = reversed.size();
        while (at > 0 && better.test(reversed.get(at - 1).candidate)) {
            at--;
        }
        reversed.add(at, new Entry(Ascii.bytes(beginning(expression)), pattern, candidate));
    }

    /** Takes the expressions of a route out. */
    void remove(int place, Candidates candidates) {
        reversed.removeIf(entry -> {
            boolean gone = candidates.entry(entry.candidate) == place;
            if (gone) {
                candidates.drop(entry.candidate);
            }
            return gone;
        });
    }

    /**
     * What every text begins with in which the expression finds something; empty where that is not plain to see: the
     * literal characters behind {@code ^}, but for the last one where a repetition follows it.
     */
    static String beginning(String expression) {
        if (!expression.startsWith("^") || expression.indexOf('|') >= 0) {
            return "";
        }
        int end = 1;
        while (end < expression.length() && isLiteral(expression.charAt(end))) {
            end++;
        }
        boolean repeated = end < expression.length() && "?*{+".indexOf(expression.charAt(end)) >= 0;
        return expression.substring(1, repeated ? Math.max(1, end - 1) : end);
    }

    private static boolean isLiteral(char c) {
        return c > ' ' && c < 0x7F && "\\.[](){}*+?^$|".indexOf(c) < 0;
    }

    /**
     * The candidate of the first expression that finds something in the path and goes before another one, its conditions
     * fulfilled; else that other one.
     *
     * @param best the other candidate, or 0 for none; one of the same rank does not go before it
     */
    int find(Exchange x, Candidates candidates, int best) {
        RequestHead request = x.request();
        byte[] bytes = request.headers().bytes();
        String path = "";
        for (int i = reversed.size() - 1; i >= 0; i--) {
            Entry entry = reversed.get(i);
            if (!candidates.beats(entry.candidate, best, false)) {
                return best;
            }
            boolean begins = begins(bytes, request.pathStart(), request.pathEnd(), entry.beginning);
            if (!begins || !candidates.fits(entry.candidate, x)) {
                continue;
            }
            path = path.isEmpty() ? request.pathText() : path;
            if (entry.pattern.matcher(path).find()) {
                return entry.candidate;
            }
        }
        return best;
    }

    private static boolean begins(byte[] bytes, int start, int end, byte[] beginning) {
        return end - start >= beginning.length && Ascii.equals(bytes, start, start + beginning.length, beginning);
    }
}
