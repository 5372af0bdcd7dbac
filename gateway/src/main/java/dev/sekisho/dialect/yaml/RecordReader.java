package dev.sekisho.dialect.yaml;

import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.Document;
import dev.sekisho.dialect.Severity;
import dev.sekisho.dialect.document.Node;
import dev.sekisho.dialect.document.NodeReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads documents that hold one record beside the configuration itself, as strictly as that: unknown keys are refused, and
 * what is wrong is told by line and column. Thread-safe.
 *
 * @param <T> a record whose components have {@link dev.sekisho.model.Property}
 */
public final class RecordReader<T extends Record> {

    private final Class<T> type;
    private final RecordCodec codec;

    /** A reader of that record. */
    public RecordReader(Class<T> type) {
        this.type = type;
        this.codec = new Codecs(Map.of()).of(type);
    }

    /**
     * What was read.
     *
     * @param value empty where an error was found
     * @param diagnostics everything found, by place
     */
    public record Result<T>(Optional<T> value, List<Diagnostic> diagnostics) {}

    /** Reads a document; errors are diagnostics, never exceptions. */
    public Result<T> read(Document document) {
        Scope scope = new Scope(document.source(), SecretSource.system());
        String text = document.text().startsWith("\uFEFF") ? document.text().substring(1) : document.text();
        List<Node> roots = NodeReader.read(text, 1, scope).roots();
        Optional<T> value = Optional.empty();
        if (scope.found.isEmpty() && roots.size() == 1) {
            value = Optional.ofNullable(codec.read(roots.getFirst(), scope)).map(type::cast);
        } else if (scope.found.isEmpty()) {
            String found = roots.isEmpty() ? "nothing" : "a second document";
            int line = roots.isEmpty() ? 1 : roots.get(1).line();
            scope.error(line, 1, "type", found + " (expected: one mapping)", "");
        }
        List<Diagnostic> sorted = new ArrayList<>(scope.found);
        sorted.sort(YamlDialect.BY_PLACE);
        boolean failed = sorted.stream().anyMatch(d -> d.severity() == Severity.ERROR);
        return new Result<>(failed ? Optional.empty() : value, List.copyOf(sorted));
    }
}
