package dev.sekisho.dialect.kong.plugin;

import java.util.Map;

/** {@code correlation-id}: a field of requests with an id of each. */
final class CorrelationIdPlugin implements Plugin {

    private static final Schema SCHEMA = Schema.of(
            Field.text("header_name", "Kong-Request-ID"),
            Field.text("generator", "uuid#counter").oneOf("uuid", "uuid#counter", "tracker"),
            Field.flag("echo_downstream", false));

    @Override
    public String name() {
        return "correlation-id";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public String by() {
        return "policy `correlation-id`; an id that a client sends stays where it is plain and short; `X-Request-ID`"
                + " is built in";
    }

    @Override
    public void translate(Settings settings, Translation into) {
        String header = settings.text("header_name").orElse("Kong-Request-ID");
        if (header.equalsIgnoreCase("X-Request-ID")) {
            into.differs(
                    settings,
                    "header_name",
                    "every request and response has X-Request-ID from the gateway itself, a UUID unless a trusted"
                            + " proxy sent one",
                    "remove the plugin, or give it another header_name");
            return;
        }
        String generator = settings.text("generator").orElse("uuid#counter").replace('#', '-');
        into.policy(
                "correlation-id",
                Map.of(
                        "header",
                        header,
                        "generator",
                        generator,
                        "keep",
                        true,
                        "echo",
                        settings.flag("echo_downstream")));
    }
}
