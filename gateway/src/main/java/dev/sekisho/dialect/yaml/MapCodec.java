package dev.sekisho.dialect.yaml;

import dev.sekisho.dialect.document.Node;
import dev.sekisho.dialect.document.Node.Entry;
import dev.sekisho.dialect.document.Node.Mapping;
import dev.sekisho.dialect.document.Node.Scalar;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A mapping with keys of the author's choice, in the order of the document. */
record MapCodec(Codec key, Codec value, String label) implements Codec {

    @Override
    public @Nullable Object read(Node node, Scope scope) {
        if (!(node instanceof Mapping mapping)) {
            scope.wrongType(node, label, form(), "");
            return null;
        }
        Map<Object, Object> values = new LinkedHashMap<>();
        for (Entry entry : mapping.entries()) {
            Object name = key.read(bare(entry.key()), scope);
            Object bound = value.read(entry.value(), scope);
            if (name != null && bound != null) {
                values.put(name, bound);
            }
        }
        return Collections.unmodifiableMap(values);
    }

    /** A key without its quotes, for JSON can write a number as a key in no other way. */
    private static Scalar bare(Scalar key) {
        return new Scalar(key.text(), !key.text().isEmpty(), key.line(), key.column());
    }

    @Override
    public Node write(Object map) {
        List<Entry> entries = new ArrayList<>();
        ((Map<?, ?>) map).forEach((k, v) -> entries.add(new Entry((Scalar) key.write(k), value.write(v))));
        return new Mapping(entries, 0, 0);
    }

    @Override
    public Map<String, Object> schema(Map<String, Object> definitions) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        if (key.form().equals("integer")) {
            schema.put("propertyNames", Map.of("pattern", "^[0-9]+$"));
        }
        schema.put("additionalProperties", value.schema(definitions));
        return schema;
    }

    @Override
    public String form() {
        return "mapping of " + key.form() + " to " + value.form();
    }

    @Override
    public boolean scalar() {
        return false;
    }

    @Override
    public List<RecordCodec> records() {
        return value.records();
    }
}
