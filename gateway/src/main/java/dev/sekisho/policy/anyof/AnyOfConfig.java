package dev.sekisho.policy.anyof;

import dev.sekisho.model.PolicyGroup;
import dev.sekisho.model.PolicyUse;
import dev.sekisho.model.Property;
import java.util.List;

/** Settings of the {@code any-of} policy. */
public record AnyOfConfig(
        @Property(
                value =
                        "Two or more policies of authentication, or ip, asked in this order until one lets the request pass. No any-of among them.",
                example = "[ { jwt: { consumers: true } }, { key-auth: {} } ]")
        List<PolicyUse> policies)
        implements PolicyGroup {

    /** Takes a copy. */
    public AnyOfConfig {
        policies = List.copyOf(policies);
    }

    @Override
    public AnyOfConfig withPolicies(List<PolicyUse> uses) {
        return new AnyOfConfig(uses);
    }
}
