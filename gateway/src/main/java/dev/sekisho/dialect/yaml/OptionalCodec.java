package dev.sekisho.dialect.yaml;

import dev.sekisho.dialect.document.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A value that may be left out. */
record OptionalCodec(Codec value) implements Codec {

    @Override
    public @Nullable Object read(Node node, Scope scope) {
        Object read = value.read(node, scope);
        return read == null ? null : Optional.of(read);
    }

    @Override
    public Node write(Object optional) {
        return value.write(((Optional<?>) optional).orElseThrow());
    }

    @Override
    public Map<String, Object> schema(Map<String, Object> definitions) {
        return value.schema(definitions);
    }

    @Override
    public String form() {
        return value.form();
    }

    @Override
    public boolean scalar() {
        return value.scalar();
    }

    @Override
    public List<RecordCodec> records() {
        return value.records();
    }
}
