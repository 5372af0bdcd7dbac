package dev.sekisho.policy.acl;

import dev.sekisho.dataplane.identity.Principal;
import java.util.List;
import java.util.Set;

/** Groups and consumers of a list. Immutable, thread-safe; looking allocates nothing. */
final class Members {

    private final String[] groups;
    private final Set<String> consumers;

    Members(List<String> groups, List<String> consumers) {
        this.groups = groups.toArray(String[]::new);
        this.consumers = Set.copyOf(consumers);
    }

    /** Whether the list has no entry. */
    boolean isEmpty() {
        return groups.length == 0 && consumers.isEmpty();
    }

    /** Whether the client is one of them. */
    boolean contains(Principal principal) {
        for (String group : groups) {
            if (principal.groups().contains(group)) {
                return true;
            }
        }
        return principal.consumer().isPresent()
                && consumers.contains(principal.consumer().get().name());
    }
}
