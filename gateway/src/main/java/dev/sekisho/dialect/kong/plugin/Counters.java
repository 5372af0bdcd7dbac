package dev.sekisho.dialect.kong.plugin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the two plugins that limit by periods have in common. */
final class Counters {

    /** The periods, from short to long. */
    static final List<String> PERIODS = List.of("second", "minute", "hour", "day", "month", "year");

    private static final double MOST = 1_000_000_000;

    private Counters() {}

    /** Field {@code policy}. */
    static Field policy() {
        return Field.text("policy", "local").oneOf("local", "cluster", "redis");
    }

    /** A field for each period. */
    static List<Field> periods() {
        return PERIODS.stream().map(name -> Field.number(name).between(1, MOST)).toList();
    }

    /** The limits that are given, from short to long; each longer one must be the higher, as in Kong. */
    static List<Map<String, Object>> limits(Settings settings, Translation into) {
        List<Map<String, Object>> limits = new ArrayList<>();
        double last = 0;
        for (String period : PERIODS) {
            Optional<Double> limit = settings.number(period);
            if (limit.isEmpty()) {
                continue;
            }
            if (limit.get() != Math.rint(limit.get())) {
                into.wrong(settings, period, limit.get().toString(), "a whole number");
            }
            if (limit.get() < last) {
                into.wrong(
                        settings, period, plain(limit.get()), "at least the " + plain(last) + " of a shorter period");
            }
            last = limit.get();
            limits.add(Map.of("requests", limit.get().intValue(), "per", period));
        }
        if (limits.isEmpty()) {
            into.wrong(settings, "minute", "no limit", "at least one of " + String.join(", ", PERIODS));
        }
        return limits;
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    /** Whether counters are in Redis; {@code cluster} is an error, since it counts in Kong's database. */
    static boolean isShared(Settings settings, Translation into) {
        String policy = settings.text("policy").orElse("local");
        if (policy.equals("cluster")) {
            into.refuse(
                    settings,
                    "policy",
                    "it counts in the database of Kong, which a file of configuration does without",
                    "use redis to count together, or local to count in each process");
        }
        return policy.equals("redis");
    }
}
