package dev.sekisho.dialect.yaml;

import dev.sekisho.dialect.document.Node;
import dev.sekisho.dialect.document.Node.Entry;
import dev.sekisho.dialect.document.Node.Mapping;
import dev.sekisho.dialect.document.Node.Scalar;
import dev.sekisho.dialect.document.Shown;
import dev.sekisho.model.Nearest;
import dev.sekisho.model.PolicySpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A policy of the top-level list: its type as a key with its settings, and a name where routes shall use it.
 *
 * @param types the policy types and the codecs of their settings
 */
record PolicySpecCodec(Map<String, RecordCodec> types) implements Codec {

    @Override
    public @Nullable Object read(Node node, Scope scope) {
        return read(node, scope, true);
    }

    /** Reads a policy of the top-level list, or one that stands on a route and has no name. */
    @Nullable
    PolicySpec read(Node node, Scope scope, boolean named) {
        if (!(node instanceof Mapping mapping)) {
            scope.wrongType(node, "policies", form(), "");
            return null;
        }
        Optional<String> name = Optional.empty();
        List<Entry> settings = new ArrayList<>();
        for (Entry entry : mapping.entries()) {
            if (named && entry.key().text().equals("name")) {
                Object text = new LeafCodec(Leaf.of(String.class), "name", Optional.empty()).read(entry.value(), scope);
                name = Optional.ofNullable((String) text);
            } else {
                settings.add(entry);
            }
        }
        if (settings.size() != 1) {
            scope.error(
                    settings.isEmpty() ? node : settings.get(1).key(),
                    "one-of",
                    "policies: " + settings.size() + " policy types in one entry (expected: exactly one)",
                    "write each policy as an entry of its own");
            return null;
        }
        return typed(settings.getFirst(), name, node, scope);
    }

    private @Nullable PolicySpec typed(Entry entry, Optional<String> name, Node node, Scope scope) {
        String type = entry.key().text();
        RecordCodec codec = types.get(type);
        if (codec == null) {
            String message = "policies: " + Shown.text(type) + " (expected: a policy type)";
            scope.error(entry.key(), "unknown-policy-type", message, Nearest.fix(type, types.keySet()));
            return null;
        }
        Object config = codec.read(entry.value(), scope);
        return config == null ? null : new PolicySpec(name, type, (Record) config, scope.origin(node));
    }

    @Override
    public Node write(Object value) {
        PolicySpec spec = (PolicySpec) value;
        RecordCodec codec = types.get(spec.type());
        if (codec == null) {
            throw new IllegalArgumentException(
                    "policy type " + spec.type() + " (expected: one of " + types.keySet() + ")");
        }
        List<Entry> entries = new ArrayList<>();
        spec.name().ifPresent(name -> entries.add(new Entry(Scalar.quoted("name"), Scalar.quoted(name))));
        entries.add(new Entry(Scalar.quoted(spec.type()), codec.write(spec.config())));
        return new Mapping(entries, 0, 0);
    }

    @Override
    public Map<String, Object> schema(Map<String, Object> definitions) {
        return schema(definitions, true);
    }

    /** The schema, with or without a name. */
    Map<String, Object> schema(Map<String, Object> definitions, boolean named) {
        Map<String, Object> properties = new LinkedHashMap<>();
        if (named) {
            properties.put("name", Map.of("type", "string", "description", "Name, for routes to use."));
        }
        types.forEach((type, codec) -> properties.put(type, codec.schema(definitions)));
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        if (!types.isEmpty()) {
            schema.put(
                    "oneOf",
                    types.keySet().stream()
                            .map(type -> Map.of("required", List.of(type)))
                            .toList());
        }
        schema.put("additionalProperties", false);
        return schema;
    }

    @Override
    public String form() {
        return "policy type with its settings";
    }

    @Override
    public boolean scalar() {
        return false;
    }
}
