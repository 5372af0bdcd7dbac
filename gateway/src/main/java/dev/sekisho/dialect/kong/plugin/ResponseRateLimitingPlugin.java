package dev.sekisho.dialect.kong.plugin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code response-ratelimiting}: how much of what services count themselves a client may use in windows of the clock. */
final class ResponseRateLimitingPlugin implements Plugin {

    private static final Schema SCHEMA = Schema.of(
                    Field.records("limits", Counters.periods()),
                    Field.text("header_name", "x-kong-limit"),
                    Field.text("limit_by", "consumer").oneOf("consumer", "credential", "ip"),
                    Counters.policy(),
                    Field.flag("fault_tolerant", true)
                            .refused("while Redis is down each gateway counts by itself", "leave it at true"),
                    Redis.field(),
                    Field.flag("block_on_first_violation", false),
                    Field.flag("hide_client_headers", false))
            .aliases(Redis.aliases());

    @Override
    public String name() {
        return "response-ratelimiting";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public String by() {
        return "policy `response-rate-limit`; with Redis, gateways tell one another what they have counted ten times a"
                + " second";
    }

    @Override
    public void translate(Settings settings, Translation into) {
        Map<String, List<Map<String, Object>>> limits = new LinkedHashMap<>();
        settings.parts("limits").forEach((name, periods) -> limits.put(name, uses(periods, into)));
        if (limits.isEmpty()) {
            into.wrong(settings, "limits", "none", "at least one name with its limits");
        }
        Map<String, Object> values = new HashMap<>();
        values.put("limits", limits);
        values.put("header", settings.text("header_name").orElse("x-kong-limit"));
        values.put("key", key(settings, into));
        values.put("zone", Optional.of(into.scope()));
        values.put("refuseFirst", settings.flag("block_on_first_violation"));
        values.put("hideHeaders", settings.flag("hide_client_headers"));
        if (Counters.isShared(settings, into)) {
            values.put("store", Redis.store(settings, into));
        }
        into.policy("response-rate-limit", values);
    }

    private static List<Map<String, Object>> uses(Settings periods, Translation into) {
        List<Map<String, Object>> uses = new ArrayList<>();
        for (Map<String, Object> limit : Counters.limits(periods, into)) {
            uses.add(Map.of("uses", limit.get("requests"), "per", limit.get("per")));
        }
        return uses;
    }

    private static String key(Settings settings, Translation into) {
        String by = settings.text("limit_by").orElse("consumer");
        return by.equals("ip") || !into.knowsClients() ? "address" : by;
    }
}
