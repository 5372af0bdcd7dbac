package dev.sekisho.dialect.kong.plugin;

import java.util.List;
import java.util.Map;

/** {@code response-transformer}: changes fields and JSON bodies of responses. */
final class ResponseTransformerPlugin implements Plugin {

    private static final Schema SCHEMA = Schema.of(
            Field.record("remove", Field.texts("headers"), Field.texts("json")),
            Field.record("rename", Field.texts("headers"), Field.texts("json")),
            typed("replace"),
            typed("add"),
            typed("append"));

    private static Field typed(String name) {
        return Field.record(
                name,
                Field.texts("headers"),
                Field.texts("json"),
                Field.texts("json_types").oneOf("boolean", "number", "string"));
    }

    @Override
    public String name() {
        return "response-transformer";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public String by() {
        return "policies `response-headers` and `response-body`; JSON over 16 MiB is answered 502 where it is to be"
                + " changed";
    }

    /** Over the response a chain runs in reverse, so the first pass stands last. */
    @Override
    public void translate(Settings settings, Translation into) {
        Edits fields = Edits.of(settings, "headers", true, into, (_, _, _, text) -> Templates.plain(text));
        if (!fields.isEmpty()) {
            fields.passes("setIfAbsent", "add").reversed().forEach(pass -> into.policy("response-headers", pass));
        }
        Edits json = Edits.of(
                settings,
                "json",
                false,
                into,
                (list, field, number, text) -> JsonBody.typed(list, field, number, text, into));
        if (!json.isEmpty()) {
            json.named(JsonBody::path).passes("add", "append").reversed().forEach(pass -> body(pass, into));
        }
    }

    private static void body(Map<String, Object> pass, Translation into) {
        into.policy(
                "response-body",
                Map.of(
                        "json",
                        pass,
                        "contentTypes",
                        List.of("application/json"),
                        "maxBody",
                        "16MiB",
                        "malformed",
                        "pass"));
    }
}
