package dev.sekisho.policy.variables;

import dev.sekisho.dataplane.Variables;
import dev.sekisho.model.Lookup;
import dev.sekisho.model.Variable;
import dev.sekisho.policy.FieldNames.Head;
import dev.sekisho.policy.FieldValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the rules of variables out of what a configuration declares. */
public final class VariableRules {

    private VariableRules() {}

    /**
     * The rules of these variables.
     *
     * @throws IllegalArgumentException where one cannot work, such as for an unknown placeholder
     */
    public static Variables of(List<Variable> variables) {
        if (variables.isEmpty()) {
            return Variables.NONE;
        }
        Map<String, Variables.Rule> rules = new HashMap<>();
        for (Variable variable : variables) {
            try {
                rules.put(variable.name(), rule(variable.by()));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        variable.origin() + ": variable " + variable.name() + ": " + e.getMessage(), e);
            }
        }
        return new Variables(rules);
    }

    private static Variables.Rule rule(Lookup by) {
        return switch (by) {
            case Lookup.MapLookup map -> MapRule.of(map);
            case Lookup.GeoLookup geo -> GeoRule.of(geo);
            case Lookup.ShareLookup share -> ShareRule.of(share);
        };
    }

    /** A text with placeholders; those of the response are empty as long as there is none. */
    static FieldValue text(String setting, String text) {
        return FieldValue.template(setting, text, Head.RESPONSE);
    }
}
