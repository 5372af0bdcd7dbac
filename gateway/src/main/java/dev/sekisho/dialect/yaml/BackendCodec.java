package dev.sekisho.dialect.yaml;

import dev.sekisho.dialect.document.Node;
import dev.sekisho.dialect.document.Node.Entry;
import dev.sekisho.dialect.document.Node.Mapping;
import dev.sekisho.dialect.document.Node.Scalar;
import dev.sekisho.dialect.document.Shown;
import dev.sekisho.model.Backend;
import dev.sekisho.model.Nearest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What serves a route: the name of an upstream, or a mapping with exactly one of upstream, split, redirect, respond, files. */
record BackendCodec(
        RecordCodec upstream, RecordCodec split, RecordCodec redirect, RecordCodec respond, RecordCodec files)
        implements Codec {

    private static final List<String> KINDS = List.of("upstream", "split", "redirect", "respond", "files");

    @Override
    public @Nullable Object read(Node node, Scope scope) {
        if (node instanceof Scalar scalar && !scalar.isNull()) {
            return new Backend.ToUpstream(scalar.text(), Map.of());
        }
        if (!(node instanceof Mapping mapping) || mapping.entries().isEmpty()) {
            scope.wrongType(node, "to", form(), "");
            return null;
        }
        Entry first = kind(mapping.entries());
        for (Entry other : mapping.entries()) {
            if (other != first && KINDS.contains(other.key().text())) {
                String message = "to: " + Shown.text(first.key().text()) + " and "
                        + Shown.text(other.key().text()) + " (expected: exactly one)";
                scope.error(other.key(), "one-of", message, "use split to serve from several upstreams");
                return null;
            }
        }
        return switch (first.key().text()) {
            case "upstream" -> upstream.read(node, scope);
            case "split" -> split.read(node, scope);
            case "redirect" -> redirect.read(first.value(), scope);
            case "respond" -> respond.read(first.value(), scope);
            case "files" -> files.read(first.value(), scope);
            default -> unknown(first.key(), scope);
        };
    }

    private static Entry kind(List<Entry> entries) {
        return entries.stream()
                .filter(entry -> KINDS.contains(entry.key().text()))
                .findFirst()
                .orElse(entries.getFirst());
    }

    private static @Nullable Object unknown(Scalar key, Scope scope) {
        String message = "to: " + Shown.text(key.text()) + " (expected: one of " + String.join(", ", KINDS) + ")";
        scope.error(key, "unknown-key", message, Nearest.fix(key.text(), KINDS));
        return null;
    }

    @Override
    public Node write(Object value) {
        return switch ((Backend) value) {
            case Backend.ToUpstream to -> to.labels().isEmpty() ? Scalar.quoted(to.upstream()) : upstream.write(to);
            case Backend.Split shares -> split.write(shares);
            case Backend.Redirect to -> under("redirect", redirect.write(to));
            case Backend.Respond with -> under("respond", respond.write(with));
            case Backend.Files folder -> under("files", files.write(folder));
        };
    }

    private static Node under(String key, Node node) {
        return new Mapping(List.of(new Entry(Scalar.quoted(key), node)), 0, 0);
    }

    @Override
    public Map<String, Object> schema(Map<String, Object> definitions) {
        return Map.of(
                "anyOf",
                List.of(
                        Map.of("type", "string", "description", "Name of the upstream."),
                        upstream.schema(definitions),
                        split.schema(definitions),
                        Schemas.only("redirect", redirect.schema(definitions)),
                        Schemas.only("respond", respond.schema(definitions)),
                        Schemas.only("files", files.schema(definitions))));
    }

    @Override
    public String form() {
        return "name of an upstream, or one of " + String.join(", ", KINDS);
    }

    @Override
    public boolean scalar() {
        return true;
    }

    @Override
    public List<RecordCodec> records() {
        return List.of(upstream, split, redirect, respond, files);
    }
}
