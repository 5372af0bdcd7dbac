package dev.sekisho.dialect.yaml;

import dev.sekisho.dialect.document.Node;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One type of the model in YAML: how it is read, written, and described to editors. Immutable, thread-safe. */
interface Codec {

    /** The value of a node; null where it has none, which the scope then knows. */
    @Nullable
    Object read(Node node, Scope scope);

    /** A node that {@link #read} makes the same value of. */
    Node write(Object value);

    /** JSON Schema of the nodes that are read; schemas of records go to the definitions, under their name. */
    Map<String, Object> schema(Map<String, Object> definitions);

    /** The type in a few words, for messages and the reference. */
    String form();

    /** Whether a scalar is a form of it, so that a list of one may be written without brackets. */
    boolean scalar();

    /** The records that it is made of or leads to at once. */
    default List<RecordCodec> records() {
        return List.of();
    }
}
