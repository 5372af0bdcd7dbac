package dev.sekisho.dialect.yaml;

import dev.sekisho.dialect.document.Node;
import dev.sekisho.dialect.document.NodeReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Pieces of JSON Schema that several codecs need. */
final class Schemas {

    private Schemas() {}

    /** The map in its own order, or by name where it has none, so that the text is the same every time. */
    static <V> Map<?, V> ordered(Map<?, V> map) {
        return map instanceof LinkedHashMap ? map : new TreeMap<>(map);
    }

    /** An example as JSON: it is written as in a document, and scalars stay text. */
    static Object example(String text) {
        boolean collection = text.startsWith("[") || text.startsWith("{");
        Scope scope = new Scope("example", SecretSource.system());
        List<Node> roots = collection ? NodeReader.read(text, 1, scope).roots() : List.of();
        return roots.isEmpty() ? text : json(roots.getFirst());
    }

    private static Object json(Node node) {
        return switch (node) {
            case Node.Scalar scalar -> scalar.text();
            case Node.Sequence sequence ->
                sequence.items().stream().map(Schemas::json).toList();
            case Node.Mapping mapping -> {
                Map<String, Object> map = new LinkedHashMap<>();
                mapping.entries().forEach(e -> map.put(e.key().text(), json(e.value())));
                yield map;
            }
        };
    }

    /** A mapping with one key, and no other. */
    static Map<String, Object> only(String key, Map<String, Object> value) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", Map.of(key, value));
        schema.put("required", List.of(key));
        schema.put("additionalProperties", false);
        return schema;
    }
}
