package dev.sekisho.policy.acl;

import dev.sekisho.dataplane.Policy;
import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyType;
import dev.sekisho.policy.Stage;
import java.util.ArrayList;
import java.util.List;

/** {@code acl}: which consumers and groups may ask. */
public final class Acl implements PolicyType<AclConfig> {

    @Override
    public String name() {
        return "acl";
    }

    @Override
    public Class<AclConfig> configType() {
        return AclConfig.class;
    }

    @Override
    public Stage stage() {
        return Stage.AUTHORISATION;
    }

    @Override
    public Policy create(AclConfig config, PolicyContext context) {
        Members allow = new Members(config.allow(), config.allowConsumers());
        Members deny = new Members(config.deny(), config.denyConsumers());
        if (allow.isEmpty() && deny.isEmpty()) {
            throw new IllegalArgumentException("allow and deny: both empty (expected: at least one group or consumer)");
        }
        known("allowConsumers", config.allowConsumers(), context);
        known("denyConsumers", config.denyConsumers(), context);
        return new AclPolicy(allow, deny);
    }

    /** A name that nobody bears is a mistake, and in a list of refused ones a hole; groups may come from tokens. */
    private static void known(String setting, List<String> names, PolicyContext context) {
        for (String name : names) {
            if (context.consumers().named(name).isEmpty()) {
                throw new IllegalArgumentException(
                        setting + ": " + FieldNames.printable(name) + " (expected: name of a consumer)");
            }
        }
    }

    @Override
    public String describe(AclConfig config) {
        List<String> parts = new ArrayList<>();
        if (!config.deny().isEmpty() || !config.denyConsumers().isEmpty()) {
            parts.add("refuses " + list(config.deny(), config.denyConsumers()));
        }
        boolean all = config.allow().isEmpty() && config.allowConsumers().isEmpty();
        parts.add(
                all
                        ? "lets everybody else who is known ask"
                        : "lets only " + list(config.allow(), config.allowConsumers()) + " ask");
        return String.join(", ", parts);
    }

    private static String list(List<String> groups, List<String> consumers) {
        List<String> parts = new ArrayList<>();
        if (!groups.isEmpty()) {
            parts.add("groups " + String.join(", ", groups));
        }
        if (!consumers.isEmpty()) {
            parts.add("consumers " + String.join(", ", consumers));
        }
        return String.join(" and ", parts);
    }
}
