package dev.sekisho.policy.introspection;

import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.policy.AccessRules;
import dev.sekisho.policy.ClaimFields;
import java.util.List;
import java.util.Optional;

/**
 * What a policy makes of an active token. Immutable.
 *
 * @param rules what stands for the rules by which it was made; not these themselves, so that a verdict that is kept keeps no configuration
 * @param principal who bears it
 * @param fields what the backend is told
 * @param until end of its validity, wall clock in milliseconds, tolerance included
 * @param denial why it does not allow the request; empty where it does
 */
record Verdict(
        Object rules,
        Principal principal,
        List<ClaimFields.Field> fields,
        long until,
        Optional<AccessRules.Denial> denial) {

    /** Whether it is by these rules and still holds, by the wall clock in milliseconds. */
    boolean holds(Object own, long now) {
        return rules == own && now < until;
    }
}
