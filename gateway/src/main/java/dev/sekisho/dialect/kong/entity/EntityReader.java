package dev.sekisho.dialect.kong.entity;

import dev.sekisho.dialect.document.Node;
import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.document.Shown;
import dev.sekisho.model.Nearest;
import dev.sekisho.model.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads nodes by tables. What cannot be read is told and left out, so that the rest can be read too. Belongs to one thread.
 */
public final class EntityReader {

    private static final Set<String> TRUE = Set.of("true", "True", "TRUE", "yes", "on");
    private static final Set<String> FALSE = Set.of("false", "False", "FALSE", "no", "off");
    private static final List<String> KEYS = List.of("name", "username", "id", "custom_id");

    private final String source;
    private final Report report;

    /** A reader of one document. */
    public EntityReader(String source, Report report) {
        this.source = source;
        this.report = report;
    }

    /** The entity of a node; empty where it is no mapping. */
    public Optional<Entity> read(Node node, Schema schema) {
        return read(node, schema, true);
    }

    /** The same for defaults of an entity, where nothing is required. */
    public Optional<Entity> readPart(Node node, Schema schema) {
        return read(node, schema, false);
    }

    private Optional<Entity> read(Node node, Schema schema, boolean whole) {
        if (!(node instanceof Node.Mapping mapping)) {
            String message = schema.label() + ": " + Shown.node(node) + " (expected: a mapping)";
            report.add(ReaderKinds.TYPE, at(node), message, "");
            return Optional.empty();
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (Node.Entry entry : mapping.entries()) {
            entry(entry, schema, values);
        }
        for (Field field : schema.fields().values()) {
            if (whole && field.required() && !values.containsKey(field.name()) && !stands(mapping, field.name())) {
                String message = field.name() + " is missing (expected: a " + schema.label() + " with it)";
                report.add(ReaderKinds.MISSING, at(node), message, "");
            }
        }
        return Optional.of(new Entity(schema, mapping, source, values, Optional.empty()));
    }

    private static boolean stands(Node.Mapping mapping, String name) {
        return mapping.get(name).filter(value -> !isNull(value)).isPresent();
    }

    private void entry(Node.Entry entry, Schema schema, Map<String, Object> values) {
        String name = entry.key().text();
        Field field = schema.fields().get(name);
        if (field == null) {
            String message = Shown.text(name) + " (expected: a key of " + schema.label() + ")";
            report.add(
                    ReaderKinds.UNKNOWN_KEY,
                    at(entry.key()),
                    message,
                    Nearest.fix(name, schema.fields().keySet()));
            return;
        }
        if (isNull(entry.value())) {
            return;
        }
        Object value = value(name, entry.value(), field.type());
        if (value != null) {
            values.put(name, value);
            excuse(field, value, at(entry.key()));
        }
    }

    private void excuse(Field field, Object value, Origin at) {
        if (field.excuse().isPresent() && asks(field, field.excuse().get(), value)) {
            Field.Excuse excuse = field.excuse().get();
            report.add(excuse.kind(), at, field.name() + ": " + excuse.message(), excuse.fix());
        }
    }

    /** Whether a value asks for more than the default does. */
    private static boolean asks(Field field, Field.Excuse excuse, Object value) {
        String text = value instanceof List<?> list
                ? String.join(",", list.stream().map(String::valueOf).toList())
                : String.valueOf(value);
        boolean usual =
                field.fallback().equals(Optional.of(text)) || field.fallback().equals(Optional.of(value));
        boolean nothing = value instanceof List<?> list && list.isEmpty()
                || value instanceof Map<?, ?> map && map.isEmpty()
                || value instanceof Node.Sequence sequence && sequence.items().isEmpty()
                || value instanceof Node.Mapping mapping && mapping.entries().isEmpty();
        return !usual && !nothing && !excuse.harmless().contains(text);
    }

    private @Nullable Object value(String name, Node node, Type type) {
        return switch (type) {
            case Type.Raw _ -> node;
            case Type.Fields fields -> read(node, fields.schema().get()).orElse(null);
            case Type.ListOf list -> list(name, node, list.element());
            case Type.MapOf map -> map(name, node, map.value());
            case Type.Reference _ -> reference(name, node);
            case Type.Text _ -> text(name, node);
            case Type.Truth _ -> truth(name, node);
            case Type.Choice choice -> choice(name, node, choice.words());
            case Type.Whole whole -> whole(name, node, whole);
            case Type.Decimal decimal -> decimal(name, node, decimal);
        };
    }

    private @Nullable List<Object> list(String name, Node node, Type element) {
        if (!(node instanceof Node.Sequence sequence)) {
            boolean emptyObject =
                    node instanceof Node.Mapping mapping && mapping.entries().isEmpty(); // Lua's empty table
            if (!emptyObject) {
                wrong(name, node, "a list");
            }
            return emptyObject ? List.of() : null;
        }
        List<Object> items = new ArrayList<>();
        for (Node item : sequence.items()) {
            Object value = value(name, item, element);
            if (value != null) {
                items.add(value);
            }
        }
        return items;
    }

    private @Nullable Map<String, Object> map(String name, Node node, Type type) {
        if (!(node instanceof Node.Mapping mapping)) {
            wrong(name, node, "a mapping");
            return null;
        }
        Map<String, Object> map = new LinkedHashMap<>();
        for (Node.Entry entry : mapping.entries()) {
            Object value = value(name + "." + Shown.text(entry.key().text()), entry.value(), type);
            if (value != null) {
                map.put(entry.key().text(), value);
            }
        }
        return map;
    }

    private @Nullable Link reference(String name, Node node) {
        if (node instanceof Node.Mapping mapping) {
            for (String key : KEYS) {
                if (mapping.get(key).orElse(null) instanceof Node.Scalar scalar && !scalar.isNull()) {
                    return new Link(scalar.text(), at(scalar));
                }
            }
        } else if (node instanceof Node.Scalar scalar) {
            return new Link(scalar.text(), at(scalar));
        }
        wrong(name, node, "a name, or a mapping with name or id");
        return null;
    }

    private @Nullable String text(String name, Node node) {
        if (node instanceof Node.Scalar scalar && !scalar.isNull()) {
            return scalar.text();
        }
        wrong(name, node, "text");
        return null;
    }

    private @Nullable Boolean truth(String name, Node node) {
        if (node instanceof Node.Scalar scalar && scalar.plain()) {
            if (TRUE.contains(scalar.text())) {
                return true;
            }
            if (FALSE.contains(scalar.text())) {
                return false;
            }
        }
        wrong(name, node, "true or false");
        return null;
    }

    private @Nullable String choice(String name, Node node, List<String> words) {
        String text = text(name, node);
        if (text != null && !words.contains(text)) {
            String message = name + ": " + Shown.text(text) + " (expected: " + String.join(", ", words) + ")";
            report.add(ReaderKinds.VALUE, at(node), message, Nearest.fix(text, words));
            return null;
        }
        return text;
    }

    private @Nullable Long whole(String name, Node node, Type.Whole bounds) {
        if (!(node instanceof Node.Scalar scalar)
                || !scalar.plain()
                || !scalar.text().matches("[-+]?[0-9]{1,18}(\\.0)?")) {
            wrong(name, node, "a whole number");
            return null;
        }
        long number = Long.parseLong(scalar.text().replaceFirst("\\.0$", ""));
        if (number < bounds.min() || number > bounds.max()) {
            String message = name + ": " + number + " (expected: " + bounds.min() + " to " + bounds.max() + ")";
            report.add(ReaderKinds.VALUE, at(node), message, "");
            return null;
        }
        return number;
    }

    private @Nullable Double decimal(String name, Node node, Type.Decimal bounds) {
        if (!(node instanceof Node.Scalar scalar)
                || !scalar.plain()
                || !scalar.text().matches("[-+]?[0-9]{1,18}(\\.[0-9]{1,18})?([eE][-+]?[0-9]{1,2})?")) {
            wrong(name, node, "a number");
            return null;
        }
        double number = Double.parseDouble(scalar.text());
        if (number < bounds.min() || number > bounds.max()) {
            String message = name + ": " + scalar.text() + " (expected: " + bounds.min() + " to " + bounds.max() + ")";
            report.add(ReaderKinds.VALUE, at(node), message, "");
            return null;
        }
        return number;
    }

    private void wrong(String name, Node node, String expected) {
        report.add(ReaderKinds.TYPE, at(node), name + ": " + Shown.node(node) + " (expected: " + expected + ")", "");
    }

    private static boolean isNull(Node node) {
        return node instanceof Node.Scalar scalar && scalar.isNull();
    }

    private Origin at(Node node) {
        return new Origin(source, node.line(), node.column());
    }
}
