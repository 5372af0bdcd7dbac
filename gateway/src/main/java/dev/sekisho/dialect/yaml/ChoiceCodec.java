package dev.sekisho.dialect.yaml;

import dev.sekisho.dialect.document.Node;
import dev.sekisho.dialect.document.Node.Entry;
import dev.sekisho.dialect.document.Node.Mapping;
import dev.sekisho.dialect.document.Node.Scalar;
import dev.sekisho.dialect.document.Shown;
import dev.sekisho.model.Nearest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One of the records of a sealed type, written as a mapping with one key that says which: the record's name without that of the type at its
 * end. A record of one component may be written as that component. Filled once, then immutable.
 */
final class ChoiceCodec implements Codec {

    private final String type;
    private final Map<String, RecordCodec> choices = new LinkedHashMap<>();
    private final Map<Class<?>, String> keys = new LinkedHashMap<>();

    ChoiceCodec(Class<?> sealed) {
        this.type = sealed.getSimpleName();
    }

    /** Adds a record, while the codecs are made. */
    void add(Class<?> choice, RecordCodec codec) {
        String name = choice.getSimpleName();
        if (!name.endsWith(type) || name.equals(type)) {
            throw new IllegalArgumentException(name + " (expected: a name that ends in " + type + ")");
        }
        String key = name.substring(0, name.length() - type.length()).toLowerCase(Locale.ROOT);
        choices.put(key, codec);
        keys.put(choice, key);
    }

    @Override
    public @Nullable Object read(Node node, Scope scope) {
        if (!(node instanceof Mapping mapping) || mapping.entries().isEmpty()) {
            scope.wrongType(node, label(), "a mapping with " + form(), "");
            return null;
        }
        Entry entry = mapping.entries().getFirst();
        String key = entry.key().text();
        RecordCodec codec = choices.get(key);
        if (codec == null) {
            String message = label() + ": " + Shown.text(key) + " (expected: " + form() + ")";
            scope.error(entry.key(), "unknown-key", message, Nearest.fix(key, choices.keySet()));
            return null;
        }
        if (mapping.entries().size() > 1) {
            Scalar other = mapping.entries().get(1).key();
            String message = label() + ": " + Shown.text(key) + " and " + Shown.text(other.text()) + " (expected: "
                    + form() + ", exactly one)";
            scope.error(other, "one-of", message, "");
            return null;
        }
        return codec.read(whole(codec, entry.value()), scope);
    }

    /** The component alone as the record that it stands for. */
    private static Node whole(RecordCodec codec, Node node) {
        if (node instanceof Mapping || codec.written().size() != 1) {
            return node;
        }
        Scalar name = new Scalar(codec.written().getFirst().name(), true, node.line(), node.column());
        return new Mapping(List.of(new Entry(name, node)), node.line(), node.column());
    }

    @Override
    public Node write(Object value) {
        String key = keys.getOrDefault(value.getClass(), "");
        RecordCodec codec = choices.get(key);
        if (codec == null) {
            throw new IllegalArgumentException(value.getClass() + " (expected: one of " + keys.keySet() + ")");
        }
        Node node = codec.write(value);
        boolean one = codec.written().size() == 1
                && node instanceof Mapping mapping
                && mapping.entries().size() == 1
                && !(mapping.entries().getFirst().value() instanceof Mapping);
        Node shown = one ? ((Mapping) node).entries().getFirst().value() : node;
        return new Mapping(List.of(new Entry(Scalar.quoted(key), shown)), 0, 0);
    }

    @Override
    public Map<String, Object> schema(Map<String, Object> definitions) {
        return Map.of(
                "anyOf",
                choices.entrySet().stream()
                        .map(choice -> Schemas.only(choice.getKey(), schema(choice.getValue(), definitions)))
                        .toList());
    }

    private static Map<String, Object> schema(RecordCodec codec, Map<String, Object> definitions) {
        Map<String, Object> whole = codec.schema(definitions);
        return codec.written().size() == 1
                ? Map.of("anyOf", List.of(codec.written().getFirst().schema(definitions), whole))
                : whole;
    }

    private String label() {
        return type.toLowerCase(Locale.ROOT);
    }

    @Override
    public String form() {
        return "one of " + String.join(", ", choices.keySet());
    }

    @Override
    public boolean scalar() {
        return false;
    }

    @Override
    public List<RecordCodec> records() {
        return List.copyOf(choices.values());
    }
}
