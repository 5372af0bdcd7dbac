package dev.sekisho.dialect.nginx.route;

import dev.sekisho.model.HostPattern;
import java.util.List;

/**
 * A part of the requests that a server gets: those for names of equal weight.
 *
 * @param hosts the names; none for what no other server is named for
 * @param listeners names of the listeners they come in by
 * @param band what weighs more than another's has a higher one
 */
record HostScope(List<HostPattern> hosts, List<String> listeners, int band) {

    /** Copies the lists. */
    HostScope {
        hosts = List.copyOf(hosts);
        listeners = List.copyOf(listeners);
    }
}
