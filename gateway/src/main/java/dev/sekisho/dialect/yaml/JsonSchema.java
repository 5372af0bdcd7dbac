package dev.sekisho.dialect.yaml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Makes the JSON Schema (draft 2020-12) of the configuration language, with which editors complete and check. */
public final class JsonSchema {

    private JsonSchema() {}

    /** The schema for the policy types given, as JSON text. */
    public static String of(Map<String, Class<? extends Record>> policyConfigs) {
        Map<String, Object> definitions = new LinkedHashMap<>();
        RecordCodec model = new Codecs(policyConfigs).model();
        model.schema(definitions);
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "Sekisho configuration");
        schema.put("$ref", "#/$defs/" + model.form());
        schema.put("$defs", new TreeMap<>(definitions));
        return print(schema, "") + "\n";
    }

    private static String print(Object value, String indent) {
        String deeper = indent + "  ";
        return switch (value) {
            case Map<?, ?> map when map.isEmpty() -> "{}";
            case Map<?, ?> map ->
                Schemas.ordered(map).entrySet().stream()
                        .map(e -> deeper + quote(String.valueOf(e.getKey())) + ": " + print(e.getValue(), deeper))
                        .collect(Collectors.joining(",\n", "{\n", "\n" + indent + "}"));
            case List<?> list ->
                list.stream()
                        .map(item -> deeper + print(item, deeper))
                        .collect(Collectors.joining(",\n", "[\n", "\n" + indent + "]"));
            case String text -> quote(text);
            default -> value.toString();
        };
    }

    private static String quote(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
