package dev.sekisho.dialect.kong.plugin;

import dev.sekisho.model.Size;
import java.util.Map;
import java.util.Optional;

/** {@code request-size-limiting}: refuses bodies beyond a size with 413; a megabyte has 2^20 bytes, as in Kong. */
final class RequestSizeLimitingPlugin implements Plugin {

    private static final Schema SCHEMA = Schema.of(
            Field.whole("allowed_payload_size", 128).between(0, 1_000_000),
            Field.text("size_unit", "megabytes").oneOf("megabytes", "kilobytes", "bytes"),
            Field.flag("require_content_length", false));

    @Override
    public String name() {
        return "request-size-limiting";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public String by() {
        return "policy `size-limit`; a request with Expect gets 413 as well, where Kong answers 417";
    }

    @Override
    public void translate(Settings settings, Translation into) {
        int shift = switch (settings.text("size_unit").orElse("megabytes")) {
            case "bytes" -> 0;
            case "kilobytes" -> 10;
            default -> 20;
        };
        Size size = new Size(settings.whole("allowed_payload_size").orElse(128L) << shift);
        into.policy(
                "size-limit",
                Map.of("request", Optional.of(size), "requireLength", settings.flag("require_content_length")));
    }
}
