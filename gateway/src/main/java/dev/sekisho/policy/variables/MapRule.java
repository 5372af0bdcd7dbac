package dev.sekisho.policy.variables;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Variables;
import dev.sekisho.model.Lookup;
import dev.sekisho.policy.CapturingPattern;
import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.FieldValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table of texts, in the order of nginx's map: exact texts, names below {@code *.}, names before {@code .*}, expressions in their order,
 * the value of all others. A text costs a look into a table, a name of a host one for each of its dots, an expression a search. Immutable,
 * thread-safe.
 */
final class MapRule implements Variables.Rule {

    private final FieldValue from;
    private final boolean hosts;
    private final Map<String, FieldValue> exact = new HashMap<>();
    private final Map<String, FieldValue> below = new HashMap<>(); // by the rest behind *, dot included
    private final Map<String, FieldValue> before = new HashMap<>(); // by what stands before *, dot included
    private final List<Expression> expressions = new ArrayList<>();
    private final FieldValue otherwise;

    private record Expression(CapturingPattern pattern, FieldValue value) {}

    private MapRule(Lookup.MapLookup settings) {
        this.from = VariableRules.text("map.from", settings.from());
        this.hosts = settings.hosts();
        this.otherwise =
                VariableRules.text("map.otherwise", settings.otherwise().orElse(""));
        settings.values().forEach((key, text) -> {
            String setting = "map.values." + FieldNames.printable(key);
            add(setting, key, VariableRules.text(setting, text));
        });
    }

    static Variables.Rule of(Lookup.MapLookup settings) {
        return new MapRule(settings);
    }

    private void add(String setting, String key, FieldValue value) {
        if (key.startsWith("~*")) {
            expressions.add(new Expression(CapturingPattern.of(setting, key.substring(2), true), value));
            return;
        }
        if (key.startsWith("~")) {
            expressions.add(new Expression(CapturingPattern.of(setting, key.substring(1), false), value));
            return;
        }
        String text = (key.startsWith("\\") ? key.substring(1) : key).toLowerCase(Locale.ROOT);
        if (hosts && text.startsWith("*.")) {
            once(setting, below, text.substring(1), value);
        } else if (hosts && text.startsWith(".")) {
            once(setting, below, text, value);
            once(setting, exact, text.substring(1), value);
        } else if (hosts && text.endsWith(".*")) {
            once(setting, before, text.substring(0, text.length() - 1), value);
        } else {
            once(setting, exact, text, value);
        }
    }

    private static void once(String setting, Map<String, FieldValue> table, String key, FieldValue value) {
        if (table.putIfAbsent(key, value) != null) {
            throw new IllegalArgumentException(setting + ": twice (expected: each text once, case aside)");
        }
    }

    @Override
    public String value(Exchange x) {
        String text = from.text(x);
        String key = text.toLowerCase(Locale.ROOT);
        if (hosts && key.endsWith(".")) {
            key = key.substring(0, key.length() - 1);
        }
        FieldValue found = exact.get(key);
        if (found == null && hosts) {
            found = host(key);
        }
        if (found == null) {
            found = expression(x, text);
        }
        return (found == null ? otherwise : found).text(x);
    }

    private @Nullable FieldValue host(String name) {
        for (int dot = name.indexOf('.'); dot >= 0 && !below.isEmpty(); dot = name.indexOf('.', dot + 1)) {
            FieldValue found = below.get(name.substring(dot));
            if (found != null) {
                return found;
            }
        }
        for (int dot = name.lastIndexOf('.'); dot > 0 && !before.isEmpty(); dot = name.lastIndexOf('.', dot - 1)) {
            FieldValue found = before.get(name.substring(0, dot + 1));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private @Nullable FieldValue expression(Exchange x, String text) {
        for (Expression expression : expressions) {
            if (expression.pattern.matches(x, text)) {
                return expression.value;
            }
        }
        return null;
    }
}
