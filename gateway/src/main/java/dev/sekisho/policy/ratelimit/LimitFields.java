package dev.sekisho.policy.ratelimit;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.policy.ratelimit.RateLimitConfig.Family;
import dev.sekisho.policy.ratelimit.algorithm.LimitRule;
import dev.sekisho.policy.ratelimit.algorithm.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The fields by which responses tell clients of their limits. Immutable, thread-safe; writing allocates nothing. */
final class LimitFields {

    private static final int NUMBER = 20; // bytes

    private final LimitNames names;
    private final List<LimitRule> rules;
    private final long[] capacities;
    private final byte[][] draft; // each limit's name in quotes
    private final byte[] policy; // value of RateLimit-Policy

    /** Of limits. */
    LimitFields(List<Family> families, boolean hidden, List<LimitRule> rules) {
        this.names = LimitNames.of(families, hidden, rules);
        this.rules = rules;
        this.capacities = rules.stream().mapToLong(LimitRule::capacity).toArray();
        List<byte[]> quoted = new ArrayList<>();
        List<String> policies = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            String name = '"' + name(i) + '"';
            quoted.add(Ascii.bytes(name));
            policies.add(name + ";q=" + capacities[i] + ";w=" + seconds(window(rules.get(i))));
        }
        draft = quoted.toArray(byte[][]::new);
        policy = Ascii.bytes(String.join(", ", policies));
    }

    /** The period of a limit; of the second of the same period with a number. */
    private String name(int limit) {
        String period = rules.get(limit).period().toString();
        long before = rules.stream()
                .limit(limit)
                .filter(rule -> rule.period().toString().equals(period))
                .count();
        return before == 0 ? period : period + "-" + (before + 1);
    }

    /** In which time the capacity comes back. */
    private static long window(LimitRule rule) {
        return (long) Math.ceil(
                (double) rule.capacity() / rule.requests() * rule.period().nanos());
    }

    /** Whether responses are told anything. */
    boolean isTelling() {
        return names.isTelling() && !rules.isEmpty();
    }

    /** Takes out what a backend says under the same names. */
    void strip(Headers response) {
        for (int i = 0; i < names.all().size(); i++) {
            response.remove(names.all().get(i));
        }
    }

    /** Writes what a verdict says, in place of what is there. */
    void write(Headers response, Verdict verdict) {
        strip(response);
        int tightest = tightest(verdict);
        if (names.x()) {
            put(response, LimitNames.LIMIT, capacities[tightest]);
            put(response, LimitNames.REMAINING, verdict.remaining(tightest));
            put(response, LimitNames.RESET, seconds(verdict.resetNanos(tightest)));
        }
        if (names.kong()) {
            kong(response, verdict, tightest);
        }
        if (names.draft()) {
            response.addChecked(LimitNames.DRAFT_POLICY, policy, 0, policy.length);
            draft(response, verdict);
        }
    }

    /** The limit that refuses, or else the one with the smallest part left. */
    int tightest(Verdict verdict) {
        if (!verdict.admitted()) {
            return verdict.refusing();
        }
        int tightest = 0;
        for (int i = 1; i < capacities.length; i++) {
            double part = (double) verdict.remaining(i) / capacities[i];
            tightest = part < (double) verdict.remaining(tightest) / capacities[tightest] ? i : tightest;
        }
        return tightest;
    }

    private void kong(Headers response, Verdict verdict, int tightest) {
        for (int i = 0; i < capacities.length; i++) {
            HeaderName limit = names.limit(i);
            if (!limit.equals(LimitNames.NONE)) {
                put(response, limit, capacities[i]);
                put(response, names.remaining(i), verdict.remaining(i));
            }
        }
        put(response, LimitNames.KONG_LIMIT, capacities[tightest]);
        put(response, LimitNames.KONG_REMAINING, verdict.remaining(tightest));
        put(response, LimitNames.KONG_RESET, seconds(verdict.resetNanos(tightest)));
    }

    private void draft(Headers response, Verdict verdict) {
        int start = response.begin(LimitNames.DRAFT, 0);
        for (int i = 0; i < draft.length; i++) {
            response.reserve(draft[i].length + 2 * NUMBER + 12);
            text(response, i == 0 ? Parts.NOTHING : Parts.COMMA);
            text(response, draft[i]);
            text(response, Parts.REMAINING);
            digits(response, verdict.remaining(i));
            text(response, Parts.RESET);
            digits(response, seconds(verdict.resetNanos(i)));
        }
        response.reserve(2);
        response.finish(LimitNames.DRAFT, start);
    }

    /** Bytes between numbers. */
    private static final class Parts {
        static final byte[] NOTHING = {};
        static final byte[] COMMA = Ascii.bytes(", ");
        static final byte[] REMAINING = Ascii.bytes(";r=");
        static final byte[] RESET = Ascii.bytes(";t=");
    }

    private static void put(Headers response, HeaderName name, long value) {
        int start = response.begin(name, NUMBER);
        digits(response, value);
        response.finish(name, start);
    }

    private static void text(Headers response, byte[] text) {
        System.arraycopy(text, 0, response.bytes(), response.end(), text.length);
        response.advance(response.end() + text.length);
    }

    /** Writes a number that is not negative. */
    private static void digits(Headers response, long value) {
        int length = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            length++;
        }
        byte[] bytes = response.bytes();
        int end = response.end() + length;
        long rest = value;
        for (int i = end - 1; i >= response.end(); i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        response.advance(end);
    }

    /** Whole seconds, rounded up. */
    static long seconds(long nanos) {
        return Math.ceilDiv(nanos, TimeUnit.SECONDS.toNanos(1));
    }
}
