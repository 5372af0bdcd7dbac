package dev.sekisho.telemetry.shadow;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Finds where two JSON values differ. The order of names means nothing, 1 and 1.0 are equal. */
final class JsonComparison {

    private static final int MAX = 100; // differences of one pair; more tell nothing new

    private final List<List<String>> ignored;
    private final Values values;
    private final List<Difference> found = new ArrayList<>();
    private final List<String> path = new ArrayList<>();

    private JsonComparison(List<List<String>> ignored, Values values) {
        this.ignored = ignored;
        this.values = values;
    }

    /** The differences; {@code ignored} are pointers as their parts, where * is any. */
    static List<Difference> of(JsonNode answer, JsonNode shadow, List<List<String>> ignored, Values values) {
        JsonComparison comparison = new JsonComparison(ignored, values);
        comparison.compare(answer, shadow);
        return comparison.found;
    }

    private void compare(JsonNode one, JsonNode other) {
        if (found.size() >= MAX || isIgnored()) {
            return;
        }
        if (one.isObject() && other.isObject()) {
            Set<String> names = new LinkedHashSet<>(one.propertyNames());
            names.addAll(other.propertyNames());
            for (String name : names) {
                inside(name, one.path(name), other.path(name));
            }
        } else if (one.isArray() && other.isArray()) {
            int size = Math.max(one.size(), other.size());
            for (int i = 0; i < size && found.size() < MAX; i++) {
                inside(Integer.toString(i), one.path(i), other.path(i));
            }
        } else if (!equal(one, other)) {
            found.add(new Difference(Difference.Kind.BODY, pointer(), values.json(one), values.json(other)));
        }
    }

    private void inside(String name, JsonNode one, JsonNode other) {
        path.add(name);
        compare(one, other);
        path.removeLast();
    }

    private static boolean equal(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue()) == 0;
        }
        return one.equals(other);
    }

    private boolean isIgnored() {
        for (List<String> pointer : ignored) {
            if (pointer.size() == path.size() && matches(pointer)) {
                return true;
            }
        }
        return false;
    }

    private boolean matches(List<String> pointer) {
        for (int i = 0; i < pointer.size(); i++) {
            if (!pointer.get(i).equals("*") && !pointer.get(i).equals(path.get(i))) {
                return false;
            }
        }
        return true;
    }

    private String pointer() {
        StringBuilder text = new StringBuilder();
        for (String part : path) {
            text.append('/').append(part.replace("~", "~0").replace("/", "~1"));
        }
        return text.toString();
    }
}
