package dev.sekisho.policy.ratelimit.shared;

import dev.sekisho.policy.Script;
import dev.sekisho.policy.Sha256;
import dev.sekisho.policy.ratelimit.algorithm.Algorithm;
import dev.sekisho.policy.ratelimit.algorithm.LimitKey;
import dev.sekisho.policy.ratelimit.algorithm.LimitRule;
import dev.sekisho.policy.ratelimit.algorithm.Period;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The limits of a policy as the script takes them, and the names of keys. A key's name holds a digest of the limits, so that limits that
 * were changed begin anew, and one of whose requests are counted, which gives nothing of it away. Immutable, thread-safe.
 */
final class SharedRules {

    /** Decides and counts in one step. */
    static final Script SCRIPT = Script.of(text());

    private static final int FIRST = 2; // arguments before those of the limits
    private static final int WIDTH = 9; // arguments of a limit
    private static final int DIGEST = 16; // bytes of a SHA-256 in names: as many as keep two from being alike
    private static final long NANOS = 1_000; // in a microsecond
    private static final long EXACT = 1L << 52; // half of what Lua's numbers count exactly
    private static final byte[] NO = ascii("0");
    private static final byte[] YES = ascii("1");

    private final String prefix;
    private final List<LimitRule> rules;
    private final byte[][] fixed; // arguments; those of calendar windows are filled in for each call
    private final boolean calendar;
    private final int logs;
    private final InstantSource clock;

    /**
     * For limits.
     *
     * @param scope what else tells keys apart, such as the name of a route
     * @param clock says which calendar windows there are; which of them it is, the server's clock says
     */
    SharedRules(String scope, List<LimitRule> rules, InstantSource clock) {
        String described = rules.stream().map(LimitRule::toString).collect(Collectors.joining(";", scope + ";", ""));
        this.prefix = "sekisho:limit:" + digest(described.getBytes(StandardCharsets.UTF_8)) + ":{";
        this.rules = List.copyOf(rules);
        this.fixed = new byte[FIRST + WIDTH * rules.size()][];
        this.calendar = rules.stream().anyMatch(SharedRules::isCalendar);
        this.logs = (int) rules.stream()
                .filter(rule -> rule.algorithm() == Algorithm.SLIDING_LOG)
                .count();
        this.clock = clock;
        for (int i = 0; i < rules.size(); i++) {
            List<Object> arguments = arguments(rules.get(i));
            for (int j = 0; j < WIDTH; j++) {
                fixed[FIRST + WIDTH * i + j] =
                        ascii(j < arguments.size() ? arguments.get(j).toString() : "0");
            }
        }
    }

    private static String text() {
        try (InputStream in = SharedRules.class.getResourceAsStream("limits.lua")) {
            if (in == null) {
                throw new IllegalStateException("limits.lua: none (expected: a resource of this class)");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String digest(byte[] bytes) {
        byte[] sum = Sha256.of(bytes, 0, bytes.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(sum, DIGEST));
    }

    private static boolean isCalendar(LimitRule rule) {
        return rule.period().kind() != Period.Kind.FIXED
                && (rule.algorithm() == Algorithm.FIXED_WINDOW || rule.algorithm() == Algorithm.SLIDING_WINDOW);
    }

    private static List<Object> arguments(LimitRule rule) {
        long period = rule.period().nanos() / NANOS;
        return switch (rule.algorithm()) {
            case TOKEN_BUCKET, LEAKY_BUCKET -> bucket(rule, period);
            case FIXED_WINDOW -> List.of("f", rule.requests(), isCalendar(rule) ? 0 : period);
            case SLIDING_WINDOW -> List.of("s", rule.requests(), isCalendar(rule) ? 0 : period);
            case SLIDING_LOG -> List.of("l", rule.requests(), period);
        };
    }

    /** In parts of a microsecond so small that the interval is whole, or as small as numbers allow; then it is rounded up. */
    private static List<Object> bucket(LimitRule rule, long period) {
        long divisor = gcd(period, rule.requests());
        long requests = rule.requests() / divisor;
        double flow = (double) rule.capacity() * period / rule.requests(); // microseconds from full to empty
        long parts = Math.max(1, Math.min(requests, (long) (EXACT / flow)));
        long interval = Math.ceilDiv(period / divisor * parts, requests);
        long free = rule.algorithm() == Algorithm.LEAKY_BUCKET ? rule.delay() * interval : -1;
        return List.of("b", interval, parts, rule.capacity() * interval, free);
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    List<LimitRule> rules() {
        return rules;
    }

    /** The name that stands for whose requests they are. */
    String name(LimitKey key) {
        byte[] sum = Sha256.of(key.bytes(), 0, key.length());
        return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(sum, DIGEST)) + "}";
    }

    /** The keys that the script touches; all of one cluster slot, that of the part in braces. */
    String[] keys(String name) {
        String[] keys = new String[1 + logs];
        keys[0] = name;
        for (int i = 1; i < keys.length; i++) {
            keys[i] = name + ":" + i;
        }
        return keys;
    }

    /** The arguments of the script. */
    byte[][] arguments(long cost, boolean forced) {
        byte[][] arguments = fixed.clone();
        arguments[0] = cost == 1 ? YES : ascii(Long.toString(cost));
        arguments[1] = forced ? YES : NO;
        if (calendar) {
            YearMonth month = YearMonth.from(clock.instant().atZone(ZoneOffset.UTC));
            for (int i = 0; i < rules.size(); i++) {
                if (isCalendar(rules.get(i))) {
                    edges(rules.get(i).period().kind(), month, arguments, FIRST + WIDTH * i + 3);
                }
            }
        }
        return arguments;
    }

    private static void edges(Period.Kind kind, YearMonth month, byte[][] to, int at) {
        List<YearMonth> edges = new ArrayList<>();
        for (int i = -2; i <= 3; i++) {
            edges.add(kind == Period.Kind.MONTH ? month.plusMonths(i) : YearMonth.of(month.getYear() + i, 1));
        }
        for (int i = 0; i < edges.size(); i++) {
            long seconds = edges.get(i).atDay(1).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
            to[at + i] = ascii(seconds + "000000");
        }
    }
}
