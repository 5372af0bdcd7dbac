package dev.sekisho.dialect.yaml;

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
