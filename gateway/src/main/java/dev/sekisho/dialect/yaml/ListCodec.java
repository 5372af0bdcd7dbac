package dev.sekisho.dialect.yaml;

import dev.sekisho.dialect.document.Node;
import dev.sekisho.dialect.document.Node.Entry;
import dev.sekisho.dialect.document.Node.Mapping;
import dev.sekisho.dialect.document.Node.Scalar;
import dev.sekisho.dialect.document.Node.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A list; a single scalar is a list of one. What cannot be read is left out and reported. */
record ListCodec(Codec element, String label) implements Codec {

    @Override
    public @Nullable Object read(Node node, Scope scope) {
        if (node instanceof Sequence sequence) {
            List<Object> values = new ArrayList<>(sequence.items().size());
            for (Node item : sequence.items()) {
                Object value = item(element, item, scope);
                if (value != null) {
                    values.add(value);
                }
            }
            return List.copyOf(values);
        }
        if (node instanceof Scalar scalar && element.scalar() && !scalar.isNull()) {
            Object value = element.read(scalar, scope);
            return value == null ? null : List.of(value);
        }
        scope.wrongType(node, label, form(), "");
        return null;
    }

    /** Reads one item; where it cannot be read, remembers its name, so that references to it are not reported as well. */
    static @Nullable Object item(Codec element, Node item, Scope scope) {
        Object value = element.read(item, scope);
        if (value == null && item instanceof Mapping mapping) {
            markBroken(mapping.entries(), scope);
        }
        return value;
    }

    private static void markBroken(List<Entry> entries, Scope scope) {
        for (Entry entry : entries) {
            if (entry.key().text().equals("name") && entry.value() instanceof Scalar name) {
                scope.broken.add(name.text());
            }
        }
    }

    @Override
    public Node write(Object value) {
        List<Node> items = ((List<?>) value).stream().map(element::write).toList();
        boolean one = items.size() == 1 && items.getFirst() instanceof Scalar;
        return one ? items.getFirst() : new Sequence(items, 0, 0);
    }

    @Override
    public Map<String, Object> schema(Map<String, Object> definitions) {
        Map<String, Object> item = element.schema(definitions);
        Map<String, Object> list = Map.of("type", "array", "items", item);
        return element.scalar() ? Map.of("anyOf", List.of(item, list)) : list;
    }

    @Override
    public String form() {
        return "list of " + element.form();
    }

    @Override
    public boolean scalar() {
        return false;
    }

    @Override
    public List<RecordCodec> records() {
        return element.records();
    }
}
