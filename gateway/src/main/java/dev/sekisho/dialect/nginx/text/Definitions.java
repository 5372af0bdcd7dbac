package dev.sekisho.dialect.nginx.text;

import dev.sekisho.dialect.nginx.config.Lookup;
import dev.sekisho.dialect.nginx.config.NginxConfig;
import dev.sekisho.dialect.nginx.syntax.Directive;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The variables that a configuration defines itself: by map, geo and split_clients, and by set. Immutable. */
final class Definitions {

    private static final Set<String> SETTERS = Set.of("set", "auth_request_set");

    private final Map<String, Lookup> lookups = new HashMap<>();
    private final Set<String> set = new HashSet<>();

    Definitions(NginxConfig.Part part) {
        part.lookups().forEach(lookup -> lookups.put(lookup.variable(), lookup));
        part.servers().servers().forEach(server -> look(server.directive()));
    }

    private void look(Directive directive) {
        if (SETTERS.contains(directive.name()) && !directive.args().isEmpty()) {
            set.add(directive.arg(0).substring(1).toLowerCase(Locale.ROOT));
        }
        directive.inside().forEach(this::look);
    }

    /** How the value of a variable is looked up; nothing where it is not. */
    Optional<Lookup> lookup(String name) {
        return Optional.ofNullable(lookups.get(name));
    }

    /** Whether it is looked up or set. */
    boolean has(String name) {
        return lookups.containsKey(name) || set.contains(name);
    }
}
