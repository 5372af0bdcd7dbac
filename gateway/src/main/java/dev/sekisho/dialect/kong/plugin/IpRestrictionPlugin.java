package dev.sekisho.dialect.kong.plugin;

import dev.sekisho.model.Cidr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code ip-restriction}: which addresses may ask. */
final class IpRestrictionPlugin implements Plugin {

    private static final Schema SCHEMA = Schema.of(
                    Field.texts("allow"),
                    Field.texts("deny"),
                    Field.number("status", 403).between(400, 499),
                    Field.text("message"))
            .alias("whitelist", "allow")
            .alias("blacklist", "deny");

    @Override
    public String name() {
        return "ip-restriction";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public String by() {
        return "policy `ip`";
    }

    @Override
    public void translate(Settings settings, Translation into) {
        List<Cidr> allow = blocks("allow", settings, into);
        List<Cidr> deny = blocks("deny", settings, into);
        if (settings.texts("allow").isEmpty() && settings.texts("deny").isEmpty()) {
            into.wrong(settings, "allow", "none, nor deny", "at least one of allow and deny");
        }
        Map<String, Object> values = new HashMap<>();
        values.put("allow", allow);
        values.put("deny", deny);
        values.put("status", settings.number("status").orElse(403.0).intValue());
        values.put("message", settings.text("message"));
        into.policy("ip", values);
    }

    private static List<Cidr> blocks(String field, Settings settings, Translation into) {
        List<Cidr> blocks = new ArrayList<>();
        for (String text : settings.texts(field)) {
            try {
                blocks.add(Cidr.parse(text));
            } catch (IllegalArgumentException e) {
                into.wrong(settings, field, text, "an address or block, such as 10.0.0.0/8");
            }
        }
        return blocks;
    }
}
