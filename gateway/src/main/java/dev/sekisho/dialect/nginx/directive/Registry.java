package dev.sekisho.dialect.nginx.directive;

import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.variables.VariableTable;
import dev.sekisho.model.Origin;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the directives of {@code http}, or of {@code stream}, define and use, while they are checked. For one thread. */
final class Registry {

    private final VariableTable builtIn;
    private final Set<String> defined = new HashSet<>();
    private final Map<String, Origin> used = new LinkedHashMap<>();
    private final Map<String, Zone> zones;
    private final Map<String, Directive> upstreams = new LinkedHashMap<>();
    private final List<PassedTo> passes = new ArrayList<>();
    private final Set<String> formats = new HashSet<>();
    private final Map<String, Listening> listening = new LinkedHashMap<>();

    Registry(VariableTable builtIn, Map<String, Zone> zones) {
        this.builtIn = builtIn;
        this.zones = zones;
    }

    /**
     * A zone of shared memory.
     *
     * @param use what for; zones are not shared by different uses
     * @param size its bytes; 0 where it is only referred to so far
     * @param key what it counts by, for messages
     * @param at where it stands first
     */
    record Zone(String use, long size, String key, Origin at) {}

    /**
     * A host that requests are passed to.
     *
     * @param host as nginx compares it with the names of upstreams
     * @param port whether a port is written
     * @param directive where
     */
    record PassedTo(String host, int port, Directive directive) {}

    /** An address that servers listen on. */
    static final class Listening {
        final Set<Scope> servers = new HashSet<>(); // scopes are equal to themselves only
        boolean options;
        boolean defaulted;
        boolean secure;
    }

    VariableTable builtIn() {
        return builtIn;
    }

    void define(String variable) {
        defined.add(variable);
    }

    void use(String variable, Origin at) {
        used.putIfAbsent(variable, at);
    }

    /** Variables that are used, in the order of their first use, with its place. */
    Map<String, Origin> used() {
        return used;
    }

    boolean knows(String variable) {
        return defined.contains(variable) || builtIn.find(variable).isPresent();
    }

    Map<String, Zone> zones() {
        return zones;
    }

    /** Defines a zone, or refers to it where the size is 0, as nginx's shared memory does. */
    Zone zone(String name, Zone asked, Origin at) throws Refusal {
        Zone known = zones.get(name);
        if (known == null) {
            zones.put(name, asked);
            return asked;
        }
        if (!known.use().equals(asked.use())) {
            throw new Refusal("the shared memory zone \"" + name + "\" is already declared for a different use", at);
        }
        if (known.size() != 0 && asked.size() != 0 && known.size() != asked.size()) {
            throw new Refusal(
                    "the size " + asked.size() + " of shared memory zone \"" + name
                            + "\" conflicts with already declared size " + known.size(),
                    at);
        }
        Zone both = known.size() == 0 ? asked : known;
        zones.put(name, both);
        return known;
    }

    Map<String, Directive> upstreams() {
        return upstreams;
    }

    List<PassedTo> passes() {
        return passes;
    }

    Set<String> formats() {
        return formats;
    }

    Map<String, Listening> listening() {
        return listening;
    }
}
