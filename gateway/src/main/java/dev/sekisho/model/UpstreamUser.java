package dev.sekisho.model;

import java.util.List;
import java.util.Set;

/** Settings of a policy that asks upstreams, beside the one of its route. */
public interface UpstreamUser {

    /** Names of the upstreams. */
    List<String> upstreams();

    /** Whether these are settings that name one of those upstreams. */
    static boolean names(Record config, Set<String> upstreams) {
        return config instanceof UpstreamUser user && user.upstreams().stream().anyMatch(upstreams::contains);
    }
}
