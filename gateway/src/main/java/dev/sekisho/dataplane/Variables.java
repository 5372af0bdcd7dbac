package dev.sekisho.dataplane;

import java.util.HashMap;
import java.util.Map;

/** The variables that a configuration declares: how each is found out. Immutable, thread-safe. */
public final class Variables {

    /** None. */
    public static final Variables NONE = new Variables(Map.of());

    private final Map<String, Rule> rules;

    /** How the value of a variable is found out; thread-safe, and asks nobody. */
    @FunctionalInterface
    public interface Rule {

        /** The value for an exchange; empty for none. May ask for other variables, as long as that leads to no circle. */
        String value(Exchange exchange);
    }

    /** Variables by name. */
    public Variables(Map<String, ? extends Rule> rules) {
        this.rules = new HashMap<>(rules); // copies of Map.of look names up more slowly
    }

    /** The value of a variable for an exchange; empty where none of that name is declared. */
    String evaluate(Exchange exchange, String name) {
        Rule rule = rules.get(name);
        return rule == null ? "" : rule.value(exchange);
    }
}
