package dev.sekisho.dialect.yaml;

import dev.sekisho.dialect.document.Node;
import dev.sekisho.dialect.document.Node.Mapping;
import dev.sekisho.dialect.document.Node.Scalar;
import dev.sekisho.model.AccessLog;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The access log: {@code off}, {@code on}, {@code false}, {@code true}, or its settings, which turn it on. */
record AccessLogCodec(RecordCodec fields) implements Codec {

    @Override
    public @Nullable Object read(Node node, Scope scope) {
        if (node instanceof Scalar scalar) {
            switch (scalar.text()) {
                case "on", "true" -> {
                    return AccessLog.STDOUT;
                }
                case "off", "false" -> {
                    return AccessLog.OFF;
                }
                default -> scope.wrongType(node, "accessLog", form(), "");
            }
            return null;
        }
        return fields.read(node, scope);
    }

    @Override
    public Node write(Object value) {
        if (!((AccessLog) value).enabled()) {
            return Scalar.plain("off");
        }
        Node settings = fields.write(value);
        boolean initial =
                settings instanceof Mapping mapping && mapping.entries().isEmpty();
        return initial ? Scalar.plain("on") : settings;
    }

    @Override
    public Map<String, Object> schema(Map<String, Object> definitions) {
        Map<String, Object> words = Map.of("enum", List.of("off", "on", true, false));
        return Map.of("anyOf", List.of(words, fields.schema(definitions)));
    }

    @Override
    public String form() {
        return "off, on, or a mapping with file, buffer and subject";
    }

    @Override
    public boolean scalar() {
        return true;
    }

    @Override
    public List<RecordCodec> records() {
        return List.of(fields);
    }
}
