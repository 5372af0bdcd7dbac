package dev.sekisho.dialect.yaml;

import dev.sekisho.dialect.document.Node;
import dev.sekisho.dialect.document.Node.Entry;
import dev.sekisho.dialect.document.Node.Mapping;
import dev.sekisho.dialect.document.Node.Scalar;
import dev.sekisho.dialect.document.Shown;
import dev.sekisho.model.Consumer;
import dev.sekisho.model.Listener;
import dev.sekisho.model.Model;
import dev.sekisho.model.Nearest;
import dev.sekisho.model.Plan;
import dev.sekisho.model.PolicySpec;
import dev.sekisho.model.Route;
import dev.sekisho.model.Store;
import dev.sekisho.model.StreamListener;
import dev.sekisho.model.Telemetry;
import dev.sekisho.model.Upstream;
import dev.sekisho.model.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parts of a model as they come together from documents: lists grow, settings stand once. Belongs to one thread. */
final class ModelParts {

    private final Map<String, Field> fields;
    private final Map<String, List<Object>> lists = new LinkedHashMap<>();
    private @Nullable Telemetry telemetry;
    private String telemetryAt = "";

    private ModelParts(Map<String, Field> fields) {
        this.fields = fields;
    }

    /** Nothing yet. */
    static ModelParts of(RecordCodec model) {
        Map<String, Field> fields = new LinkedHashMap<>();
        model.written().forEach(field -> fields.put(field.name(), field));
        return new ModelParts(fields);
    }

    /** Another with the same content. */
    ModelParts copy() {
        ModelParts copy = new ModelParts(fields);
        lists.forEach((key, items) -> copy.lists.put(key, new ArrayList<>(items)));
        copy.telemetry = telemetry;
        copy.telemetryAt = telemetryAt;
        return copy;
    }

    /** How the items of a top-level list are read; null where the key is no list. */
    @Nullable
    Codec element(String key) {
        Field field = fields.get(key);
        return field != null && field.codec() instanceof ListCodec list ? list.element() : null;
    }

    /** Adds what the root of a document holds. */
    void root(Node node, Scope scope) {
        switch (node) {
            case Mapping mapping -> mapping.entries().forEach(entry -> entry(entry, scope));
            case Scalar scalar when scalar.isNull() -> {}
            default -> {
                String keys = String.join(", ", fields.keySet());
                scope.wrongType(node, "document", "a mapping with " + keys, "");
            }
        }
    }

    /** Adds a top-level key with its value. */
    void entry(Entry entry, Scope scope) {
        String key = entry.key().text();
        Field field = fields.get(key);
        if (field == null) {
            String message = Shown.text(key) + " (expected: a key of the document)";
            scope.error(entry.key(), "unknown-key", message, Nearest.fix(key, fields.keySet()));
        } else if (field.codec() instanceof ListCodec) {
            boolean none = entry.value() instanceof Scalar scalar && scalar.isNull();
            Object read = none ? null : field.codec().read(entry.value(), scope);
            if (read instanceof List<?> items) {
                add(key, items);
            }
        } else {
            telemetry(entry, field, scope);
        }
    }

    private void telemetry(Entry entry, Field field, Scope scope) {
        if (!telemetryAt.isEmpty()) {
            String message = "telemetry (expected: once, but it stands at " + telemetryAt + " too)";
            scope.error(entry.key(), "duplicate-key", message, "keep one of them");
            return;
        }
        telemetryAt = scope.origin(entry.key()).toString();
        if (field.codec().read(entry.value(), scope) instanceof Telemetry read) {
            telemetry = read;
        }
    }

    /** Adds items to a top-level list. */
    void add(String key, List<?> items) {
        if (!items.isEmpty()) {
            lists.computeIfAbsent(key, k -> new ArrayList<>()).addAll(items);
        }
    }

    Model model() {
        return new Model(
                list("listeners", Listener.class),
                list("upstreams", Upstream.class),
                list("routes", Route.class),
                list("streams", StreamListener.class),
                list("policies", PolicySpec.class),
                list("consumers", Consumer.class),
                list("plans", Plan.class),
                list("stores", Store.class),
                list("variables", Variable.class),
                telemetry == null ? Telemetry.DEFAULT : telemetry);
    }

    /** The codec of the key makes nothing but the class. */
    @SuppressWarnings("unchecked")
    private <T> List<T> list(String key, Class<T> type) {
        List<Object> items = lists.getOrDefault(key, List.of());
        assert items.isEmpty() || type.isInstance(items.getFirst());
        return (List<T>) List.copyOf(items);
    }
}
