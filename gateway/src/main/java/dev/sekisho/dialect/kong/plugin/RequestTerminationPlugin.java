package dev.sekisho.dialect.kong.plugin;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** {@code request-termination}: an answer in place of the service. */
final class RequestTerminationPlugin implements Plugin {

    /** What Kong says where nothing else is given, by status. */
    private static final Map<Long, String> MESSAGES = Map.of(
            401L, "Unauthorized",
            404L, "Not found",
            405L, "Method not allowed",
            500L, "An unexpected error occurred",
            502L, "Bad Gateway",
            503L, "Service unavailable");

    private static final Schema SCHEMA = Schema.of(
            Field.whole("status_code", 503).between(200, 599),
            Field.text("message"),
            Field.flag("echo", false),
            Field.text("content_type"),
            Field.text("body"),
            Field.text("trigger"));

    @Override
    public String name() {
        return "request-termination";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public String by() {
        return "policy `respond`";
    }

    @Override
    public void translate(Settings settings, Translation into) {
        Optional<String> message = settings.text("message");
        Optional<String> body = settings.text("body");
        if (message.isPresent()
                && (body.isPresent() || settings.text("content_type").isPresent())) {
            into.wrong(settings, "message", "beside body or content_type", "one of message and body");
        }
        if (settings.text("content_type").isPresent() && body.isEmpty()) {
            into.wrong(settings, "content_type", "without a body", "only beside body");
        }
        long status = settings.whole("status_code").orElse(503L);
        Map<String, Object> values = new HashMap<>();
        values.put("status", (int) status);
        values.put("trigger", settings.text("trigger"));
        if (settings.flag("echo")) {
            values.put("echo", true);
        } else if (body.isPresent()) {
            values.put("body", body.map(Templates::plain));
            values.put("contentType", settings.text("content_type").orElse("text/plain; charset=utf-8"));
        } else {
            Optional<String> said = message.or(() -> Optional.ofNullable(MESSAGES.get(status)));
            values.put(
                    "message", said.filter(_ -> status != 204 && status != 304).map(Templates::plain));
        }
        into.policy("respond", values);
    }
}
