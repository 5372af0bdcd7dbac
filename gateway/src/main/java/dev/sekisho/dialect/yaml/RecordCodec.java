package dev.sekisho.dialect.yaml;

import dev.sekisho.dialect.document.Node;
import dev.sekisho.dialect.document.Node.Entry;
import dev.sekisho.dialect.document.Node.Mapping;
import dev.sekisho.dialect.document.Shown;
import dev.sekisho.model.Nearest;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A record, written as a mapping of its components that have a {@code @Property}. A component of type {@code Origin} is
 * the place of the mapping. What cannot be read takes its default, so that the rest can be checked too.
 */
final class RecordCodec implements Codec {

    private final Constructor<?> constructor;
    private final List<Field> fields;
    private final Map<String, Field> byName = new LinkedHashMap<>();
    private final String label;

    RecordCodec(Class<?> type, String label, List<Field> fields) {
        this.fields = fields;
        this.label = label;
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(java.lang.reflect.RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            this.constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(type + " (expected: a record)", e);
        }
        fields.stream().filter(Field::written).forEach(field -> byName.put(field.name(), field));
    }

    /** The fields that a document may hold, in the order of the components. */
    List<Field> written() {
        return List.copyOf(byName.values());
    }

    @Override
    public @Nullable Object read(Node node, Scope scope) {
        if (!(node instanceof Mapping mapping)) {
            String keys = String.join(", ", byName.keySet());
            boolean none = node instanceof Node.Scalar scalar && scalar.isNull();
            String name = Character.toLowerCase(label.charAt(0)) + label.substring(1);
            String fix = none ? "write {} for no settings, or remove the key" : "";
            scope.wrongType(node, name, byName.isEmpty() ? "{}" : "a mapping with " + keys, fix);
            return null;
        }
        @Nullable Object[] values = new @Nullable Object[fields.size()];
        boolean[] given = new boolean[fields.size()];
        for (Entry entry : mapping.entries()) {
            entry(entry, values, given, scope);
        }
        boolean complete = true;
        for (int i = 0; i < values.length; i++) {
            complete &= complete(fields.get(i), i, values, given[i], node, scope);
        }
        return complete ? construct(values, node, scope) : null;
    }

    private void entry(Entry entry, @Nullable Object[] values, boolean[] given, Scope scope) {
        String name = entry.key().text();
        Field field = byName.get(name);
        if (field == null) {
            String message = Shown.text(name) + " (expected: a key of " + label + ")";
            scope.error(entry.key(), "unknown-key", message, Nearest.fix(name, byName.keySet()));
            return;
        }
        given[field.index()] = true;
        values[field.index()] = field.codec().read(entry.value(), scope);
    }

    private static boolean complete(
            Field field, int i, @Nullable Object[] values, boolean given, Node node, Scope scope) {
        if (values[i] != null) {
            return true;
        }
        Optional<Object> fallback = field.origin() ? Optional.of(scope.origin(node)) : field.initial();
        if (fallback.isEmpty()) {
            if (!given) {
                String message =
                        field.name() + " is missing (expected: " + field.codec().form() + ")";
                scope.error(node, "missing", message, "");
            }
            return false;
        }
        values[i] = fallback.get();
        return true;
    }

    private @Nullable Object construct(@Nullable Object[] values, Node node, Scope scope) {
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException cause) {
                scope.error(node, "value", Shown.text(String.valueOf(cause.getMessage())), "");
                return null;
            }
            throw new IllegalStateException(label + " cannot be made", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(label + " cannot be made", e);
        }
    }

    @Override
    public Node write(Object value) {
        List<Entry> entries = new ArrayList<>();
        for (Field field : fields) {
            Object part = field.get(value);
            if (field.written() && !field.initial().equals(Optional.of(part))) {
                entries.add(new Entry(
                        Node.Scalar.quoted(field.name()), field.codec().write(part)));
            }
        }
        return new Mapping(entries, 0, 0);
    }

    @Override
    public Map<String, Object> schema(Map<String, Object> definitions) {
        if (!definitions.containsKey(label)) {
            Map<String, Object> schema = new LinkedHashMap<>();
            definitions.put(label, schema);
            Map<String, Object> properties = new LinkedHashMap<>();
            byName.forEach((name, field) -> properties.put(name, field.schema(definitions)));
            schema.put("type", "object");
            schema.put("properties", properties);
            List<String> required = byName.values().stream()
                    .filter(Field::required)
                    .map(Field::name)
                    .toList();
            if (!required.isEmpty()) {
                schema.put("required", required);
            }
            schema.put("additionalProperties", false);
        }
        return Map.of("$ref", "#/$defs/" + label);
    }

    @Override
    public String form() {
        return label;
    }

    @Override
    public boolean scalar() {
        return false;
    }

    @Override
    public List<RecordCodec> records() {
        return List.of(this);
    }
}
