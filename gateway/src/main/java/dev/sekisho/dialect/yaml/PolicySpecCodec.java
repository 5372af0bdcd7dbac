package dev.sekisho.dialect.yaml;

import dev.sekisho.dialect.document.Node;
import dev.sekisho.dialect.document.Node.Entry;
import dev.sekisho.dialect.document.Node.Mapping;
import dev.sekisho.dialect.document.Node.Scalar;
import dev.sekisho.dialect.document.Shown;
import dev.sekisho.model.Audience;
import dev.sekisho.model.Nearest;
import dev.sekisho.model.PolicySpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A policy of the top-level list: its type as a key with its settings, a name where routes shall use it, and for whom it is.
 *
 * @param types the policy types and the codecs of their settings
 * @param audiences the codec of {@link Audience}
 */
record PolicySpecCodec(Map<String, RecordCodec> types, RecordCodec audiences) implements Codec {

    private static final String NAME = "name";
    private static final String FOR = "for";

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
        Audience audience = Audience.ALL;
        List<Entry> settings = new ArrayList<>();
        for (Entry entry : mapping.entries()) {
            String key = entry.key().text();
            if (named && key.equals(NAME)) {
                Object text = new LeafCodec(Leaf.of(String.class), NAME, Optional.empty()).read(entry.value(), scope);
                name = Optional.ofNullable((String) text);
            } else if (key.equals(FOR)) {
                audience = audience(entry.value(), scope);
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
        return typed(settings.getFirst(), name, audience, node, scope);
    }

    private Audience audience(Node node, Scope scope) {
        int told = scope.found.size();
        Audience audience = (Audience) audiences.read(node, scope);
        if (audience == null) {
            return Audience.ALL; // the error is told
        }
        if (audience.isEverybody() && scope.found.size() == told) {
            String message = "for: nobody (expected: names of consumers, groups or plans)";
            scope.error(node, "value", message, "leave for out where everybody is meant");
        }
        return audience;
    }

    private @Nullable PolicySpec typed(Entry entry, Optional<String> name, Audience audience, Node node, Scope scope) {
        String type = entry.key().text();
        RecordCodec codec = types.get(type);
        if (codec == null) {
            String message = "policies: " + Shown.text(type) + " (expected: a policy type)";
            scope.error(entry.key(), "unknown-policy-type", message, Nearest.fix(type, types.keySet()));
            return null;
        }
        Object config = codec.read(entry.value(), scope);
        return config == null ? null : new PolicySpec(name, type, (Record) config, audience, scope.origin(node));
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
        spec.name().ifPresent(name -> entries.add(new Entry(Scalar.quoted(NAME), Scalar.quoted(name))));
        entries.add(new Entry(Scalar.quoted(spec.type()), codec.write(spec.config())));
        if (!spec.audience().isEverybody()) {
            entries.add(new Entry(Scalar.quoted(FOR), audiences.write(spec.audience())));
        }
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
            properties.put(NAME, Map.of("type", "string", "description", "Name, for routes to use."));
        }
        Map<String, Object> audience = new LinkedHashMap<>(audiences.schema(definitions));
        audience.put("description", "For whom the policy is; left out, for everybody.");
        properties.put(FOR, audience);
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

    @Override
    public List<RecordCodec> records() {
        return List.of(audiences);
    }
}
