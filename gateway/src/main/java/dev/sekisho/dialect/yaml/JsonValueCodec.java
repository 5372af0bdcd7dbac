package dev.sekisho.dialect.yaml;

import dev.sekisho.dialect.document.Node;
import dev.sekisho.dialect.document.Node.Entry;
import dev.sekisho.dialect.document.Node.Mapping;
import dev.sekisho.dialect.document.Node.Scalar;
import dev.sekisho.dialect.document.Node.Sequence;
import dev.sekisho.model.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Any JSON value: what stands without quotes may be a number, true, false or null, everything else is a text. */
record JsonValueCodec(String label) implements Codec {

    private static final int DEEPEST = 32; // levels

    @Override
    public @Nullable Object read(Node node, Scope scope) {
        return read(node, 1, scope);
    }

    private @Nullable JsonValue read(Node node, int depth, Scope scope) {
        if (depth > DEEPEST) {
            scope.error(node, "value", label + ": deeper than " + DEEPEST + " levels (expected: fewer)", "");
            return null;
        }
        return switch (node) {
            case Scalar scalar -> scalar(scalar);
            case Sequence sequence -> array(sequence, depth, scope);
            case Mapping mapping -> members(mapping, depth, scope);
        };
    }

    private static JsonValue scalar(Scalar scalar) {
        if (scalar.isNull()) {
            return new JsonValue.Literal("null");
        }
        return scalar.plain() && JsonValue.Literal.isLiteral(scalar.text())
                ? new JsonValue.Literal(scalar.text())
                : new JsonValue.Text(scalar.text());
    }

    private @Nullable JsonValue array(Sequence sequence, int depth, Scope scope) {
        List<JsonValue> elements = new ArrayList<>();
        for (Node item : sequence.items()) {
            JsonValue element = read(item, depth + 1, scope);
            if (element == null) {
                return null;
            }
            elements.add(element);
        }
        return new JsonValue.Array(elements);
    }

    private @Nullable JsonValue members(Mapping mapping, int depth, Scope scope) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        for (Entry entry : mapping.entries()) {
            JsonValue value = read(entry.value(), depth + 1, scope);
            if (value == null) {
                return null;
            }
            members.put(entry.key().text(), value);
        }
        return new JsonValue.Members(members);
    }

    @Override
    public Node write(Object value) {
        return switch ((JsonValue) value) {
            case JsonValue.Text(String text) -> Scalar.quoted(text);
            case JsonValue.Literal(String literal) -> Scalar.plain(literal);
            case JsonValue.Array(List<JsonValue> elements) ->
                new Sequence(elements.stream().map(this::write).toList(), 0, 0);
            case JsonValue.Members(Map<String, JsonValue> members) -> {
                List<Entry> entries = new ArrayList<>();
                members.forEach((name, member) -> entries.add(new Entry(Scalar.quoted(name), write(member))));
                yield new Mapping(entries, 0, 0);
            }
        };
    }

    @Override
    public Map<String, Object> schema(Map<String, Object> definitions) {
        return Map.of();
    }

    @Override
    public String form() {
        return "JSON";
    }

    @Override
    public boolean scalar() {
        return true;
    }
}
