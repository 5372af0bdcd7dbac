package dev.sekisho.model;

import java.util.Set;

/** Settings of a policy that asks an upstream, beside the one of its route. */
public interface UpstreamUser {

    /** Name of the upstream. */
    String upstream();

    /** Whether these are settings that name that upstream. */
    static boolean names(Record config, Set<String> upstreams) {
        return config instanceof UpstreamUser user && upstreams.contains(user.upstream());
    }
}
