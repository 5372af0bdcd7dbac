package dev.sekisho.dialect.yaml;

import dev.sekisho.model.Property;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A component of a record.
 *
 * @param index place among the components
 * @param property its description; empty for what documents do not hold
 * @param origin whether it is the place of the record
 * @param initial its value where a document has none; empty where it is required
 */
record Field(
        String name,
        int index,
        Codec codec,
        Optional<Property> property,
        boolean origin,
        Optional<Object> initial,
        Method accessor) {

    boolean written() {
        return property.isPresent();
    }

    boolean required() {
        return written() && initial.isEmpty();
    }

    Object get(Object instance) {
        try {
            return accessor.invoke(instance);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(accessor + " cannot be read", e);
        }
    }

    Map<String, Object> schema(Map<String, Object> definitions) {
        Map<String, Object> schema = new LinkedHashMap<>();
        property.ifPresent(p -> schema.put("description", description(p)));
        Schemas.ordered(codec.schema(definitions)).forEach((key, value) -> schema.put(key.toString(), value));
        property.map(Property::defaultValue)
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> schema.put("default", json(text)));
        property.map(Property::example)
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> schema.put("examples", List.of(Schemas.example(text))));
        return schema;
    }

    /** Bounds of durations and sizes have no keyword in JSON Schema, so they stand in the description. */
    private String description(Property p) {
        boolean inWords = !p.min().isEmpty()
                && !codec.form().equals("integer")
                && !codec.form().equals("number");
        return inWords
                ? p.value() + " " + p.min() + (p.max().isEmpty() ? " or more." : " to " + p.max() + ".")
                : p.value();
    }

    private Object json(String text) {
        return switch (codec.form()) {
            case "integer", "number", "boolean" -> initial.orElseThrow();
            default -> text.equals("{}") ? Map.of() : text;
        };
    }
}
