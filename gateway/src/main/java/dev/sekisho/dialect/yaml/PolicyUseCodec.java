package dev.sekisho.dialect.yaml;

import dev.sekisho.dialect.document.Node;
import dev.sekisho.dialect.document.Node.Scalar;
import dev.sekisho.model.PolicySpec;
import dev.sekisho.model.PolicyUse;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A policy on a route: the name of one of the top-level list, or a policy type with its settings. */
record PolicyUseCodec(PolicySpecCodec specs) implements Codec {

    @Override
    public @Nullable Object read(Node node, Scope scope) {
        if (node instanceof Scalar scalar && !scalar.isNull()) {
            return new PolicyUse.Named(scalar.text(), scope.origin(scalar));
        }
        PolicySpec spec = specs.read(node, scope, false);
        return spec == null ? null : new PolicyUse.Inline(spec);
    }

    @Override
    public Node write(Object value) {
        return switch ((PolicyUse) value) {
            case PolicyUse.Named named -> Scalar.quoted(named.name());
            case PolicyUse.Inline inline -> specs.write(inline.spec());
        };
    }

    @Override
    public Map<String, Object> schema(Map<String, Object> definitions) {
        Map<String, Object> name = Map.of("type", "string", "description", "Name of a policy of the top-level list.");
        return Map.of("anyOf", List.of(name, specs.schema(definitions, false)));
    }

    @Override
    public String form() {
        return "name of a policy, or a policy type with its settings";
    }

    @Override
    public boolean scalar() {
        return true;
    }

    @Override
    public List<RecordCodec> records() {
        return specs.records();
    }
}
