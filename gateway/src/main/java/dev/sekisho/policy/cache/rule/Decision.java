package dev.sekisho.policy.cache.rule;

import java.util.List;
import java.util.Set;

/**
 * What becomes of a response.
 *
 * @param store whether it is kept
 * @param why in a few words
 * @param lifetime how long it may be used
 * @param vary fields of the request that it depends on, in lower case and sorted
 * @param omit fields that are not kept, in lower case
 * @param audience the most personal requests that it may be used for
 */
public record Decision(
        boolean store, String why, Lifetime lifetime, List<String> vary, Set<String> omit, Personal audience) {

    /** Takes copies. */
    public Decision {
        vary = List.copyOf(vary);
        omit = Set.copyOf(omit);
    }

    /** It is not kept. */
    public static Decision no(String why) {
        return new Decision(false, why, Lifetime.CHECK_ALWAYS, List.of(), Set.of(), Personal.NO);
    }
}
