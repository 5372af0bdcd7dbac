package dev.sekisho.policy.anyof;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.policy.Identity;

/**
 * One of the policies.
 *
 * @param type its type, for explanations
 * @param policy the policy
 * @param identifies whether it is there to find out who the client is
 */
record Alternative(String type, Policy policy, boolean identifies) {

    /** Whether its consent is the last word: it knows the client, or does not look at who the client is. */
    boolean settles(Exchange x) {
        return !identifies || Identity.isIdentified(x);
    }
}
