package dev.sekisho.dialect.kong.plugin;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code rate-limiting}: how many requests of a client are admitted in windows of the clock, told by Kong's response fields. */
final class RateLimitingPlugin implements Plugin {

    private static final double LEAST_SYNC = 0.02; // seconds

    private static final Schema SCHEMA = Schema.of(
                    Field.text("limit_by", "consumer")
                            .oneOf("consumer", "credential", "ip", "service", "header", "path", "consumer-group"),
                    Field.text("header_name"),
                    Field.text("path"),
                    Counters.policy(),
                    Field.flag("fault_tolerant", true),
                    Redis.field(),
                    Field.flag("hide_client_headers", false),
                    Field.number("error_code", 429).between(400, 599),
                    Field.text("error_message", "API rate limit exceeded"),
                    Field.number("sync_rate", -1).between(-1, 60))
            .and(Counters.periods())
            .aliases(Redis.aliases());

    @Override
    public String name() {
        return "rate-limiting";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public String by() {
        return "policy `rate-limit` with fixed windows and the fields of family `kong`";
    }

    @Override
    public void translate(Settings settings, Translation into) {
        Map<String, Object> values = new HashMap<>();
        values.put("limits", Counters.limits(settings, into));
        values.put("algorithm", "fixed-window");
        values.put("key", key(settings, into));
        values.put("addressPrefix", Map.of("ipv6", 128));
        values.put("zone", Optional.of(into.scope()));
        values.put("headers", List.of("kong"));
        values.put("hideHeaders", settings.flag("hide_client_headers"));
        values.put("status", settings.number("error_code").orElse(429.0).intValue());
        values.put("message", settings.text("error_message"));
        store(settings, into, values);
        into.policy("rate-limit", values);
    }

    private static void store(Settings settings, Translation into, Map<String, Object> values) {
        double sync = settings.number("sync_rate").orElse(-1.0);
        if (sync != -1 && sync < LEAST_SYNC) {
            into.wrong(settings, "sync_rate", Double.toString(sync), "-1, or 0.02 to 60");
        }
        if (!Counters.isShared(settings, into)) {
            return;
        }
        values.put("store", Redis.store(settings, into));
        values.put("mode", sync < 0 ? "atomic" : "hybrid");
        values.put("onStoreFailure", settings.flag("fault_tolerant") ? "pass" : "refuse");
        if (sync > 0) {
            values.put("syncInterval", Duration.ofMillis(Math.round(sync * 1000)));
        }
    }

    /** Where a request has no such key, Kong counts it by its address; so does the policy. */
    private static String key(Settings settings, Translation into) {
        return switch (settings.text("limit_by").orElse("consumer")) {
            case "credential" -> into.knowsClients() ? "credential" : "address";
            case "ip" -> "address";
            case "service" -> "{service}";
            case "header" -> "header:" + needed("header_name", settings, into);
            case "path" -> "path:" + needed("path", settings, into);
            case "consumer-group" -> into.isOfGroup() ? "global" : "address";
            default -> into.knowsClients() ? "consumer" : "address";
        };
    }

    private static String needed(String field, Settings settings, Translation into) {
        return settings.text(field).filter(text -> !text.isEmpty()).orElseGet(() -> {
            into.wrong(
                    settings,
                    field,
                    "none",
                    "a value, for limit_by: " + settings.text("limit_by").orElse(""));
            return "/";
        });
    }
}
