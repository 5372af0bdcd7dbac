package dev.sekisho.policy.onstatus;

import dev.sekisho.model.Property;
import dev.sekisho.model.RouteUser;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Settings of the {@code on-status} policy. */
public record OnStatusConfig(
        @Property(
                value = "Rules; of those that an answer fits, the first counts. At least one.",
                example = "[{ statuses: [502-504], to: { path: /50x.html } }]")
        List<OnStatusRule> rules,

        @Property(
                value =
                        "Whether rules are for errors of what has come in place of an error too, as with nginx's recursive_error_pages.",
                defaultValue = "false")
        boolean recursive)
        implements RouteUser {

    /** Takes a copy. */
    public OnStatusConfig {
        rules = List.copyOf(rules);
    }

    @Override
    public Set<String> routes() {
        Set<String> found = new HashSet<>();
        for (OnStatusRule rule : rules) {
            if (rule.to() instanceof Instead.RouteInstead to) {
                found.add(to.route());
            }
        }
        return found;
    }
}
