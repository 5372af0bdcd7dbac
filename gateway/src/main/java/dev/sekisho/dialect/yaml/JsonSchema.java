package dev.sekisho.dialect.yaml;

import dev.sekisho.dialect.JsonText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

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
        return JsonText.indented(schema) + "\n";
    }
}
