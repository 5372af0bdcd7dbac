package dev.sekisho.telemetry.shadow;

import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** How values stand in samples: as themselves, or by kind and length where they may be secret. Thread-safe. */
record Values(boolean shown) {

    private static final int MAX = 100; // characters of a value
    private static final Set<String> SECRET =
            Set.of("set-cookie", "authorization", "proxy-authorization", "www-authenticate", "cookie");

    String header(String name, String value) {
        if (SECRET.contains(name.toLowerCase(Locale.ROOT))) {
            return "[redacted]";
        }
        return text(value);
    }

    String json(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> "object of " + node.size();
            case ARRAY -> "array of " + node.size();
            case STRING -> text(node.stringValue());
            case MISSING -> "missing";
            default -> shown ? cut(node.toString()) : node.getNodeType().name().toLowerCase(Locale.ROOT);
        };
    }

    private String text(String value) {
        return shown ? cut(value) : "text of " + value.length();
    }

    private static String cut(String value) {
        return value.length() <= MAX ? value : value.substring(0, MAX) + "…";
    }
}
