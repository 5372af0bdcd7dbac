package dev.sekisho.policy.jwt;

import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.policy.AccessRules;
import dev.sekisho.policy.ClaimFields;
import java.util.List;
import java.util.Optional;

/**
 * A token whose signature and claims were found valid. Immutable.
 *
 * @param principal who bears it
 * @param fields what the backend is told
 * @param until end of its validity, wall clock in milliseconds, tolerance included
 * @param source where the key came from
 * @param version of the keys of that source
 * @param denial why it does not allow the request; empty where it does
 */
record VerifiedToken(
        Principal principal,
        List<ClaimFields.Field> fields,
        long until,
        KeySource source,
        long version,
        Optional<AccessRules.Denial> denial) {

    /** Whether that still holds, by the wall clock in milliseconds. */
    boolean holds(long now) {
        return now < until && version == source.version();
    }
}
