package dev.sekisho.dialect.yaml;

import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.Severity;
import dev.sekisho.dialect.document.Node;
import dev.sekisho.dialect.document.NodeReader;
import dev.sekisho.dialect.document.Shown;
import dev.sekisho.model.ModelValidator;
import dev.sekisho.model.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads files with targets: one YAML or JSON list, its items as under {@code targets} of an upstream. Thread-safe; what it
 * needs is made when the first file is read.
 */
public final class TargetsFile {

    /** Made once, and only where a file is read. */
    private static final class Holder {
        static final Codec TARGETS = targets();

        private static Codec targets() {
            RecordCodec upstream = field(new Codecs(Map.of()).model(), "upstreams")
                    .codec()
                    .records()
                    .getFirst();
            return field(upstream, "targets").codec();
        }

        private static Field field(RecordCodec of, String name) {
            return of.written().stream()
                    .filter(field -> field.name().equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /**
     * Reads the text of a file.
     *
     * @param file stands in messages and in the origins of the targets
     * @return at least one target
     * @throws IllegalArgumentException where it is no good list, with file, line, column and reason
     */
    public List<Target> read(Path file, String text) {
        Scope scope = new Scope(file.toString(), SecretSource.system());
        String bare = text.startsWith("\uFEFF") ? text.substring(1) : text;
        List<Node> roots = NodeReader.read(bare, 1, scope).roots();
        List<Target> targets = new ArrayList<>();
        if (scope.found.isEmpty()) {
            root(roots, targets, scope);
        }
        Optional<String> problem = scope.found.stream()
                .filter(diagnostic -> diagnostic.severity() == Severity.ERROR)
                .findFirst()
                .map(TargetsFile::show)
                .or(() -> targets.stream()
                        .flatMap(target -> ModelValidator.check(target).stream())
                        .findFirst()
                        .map(found -> found.at() + ": " + found.message()));
        if (problem.isPresent()) {
            throw new IllegalArgumentException(problem.get());
        }
        return List.copyOf(targets);
    }

    private static void root(List<Node> roots, List<Target> targets, Scope scope) {
        if (roots.size() > 1) {
            scope.error(roots.get(1), "type", "a second document (expected: one list of targets)", "");
        } else if (roots.isEmpty() || !(roots.getFirst() instanceof Node.Sequence list)) {
            String found = roots.isEmpty() ? "nothing" : Shown.node(roots.getFirst());
            int line = roots.isEmpty() ? 1 : roots.getFirst().line();
            scope.error(line, 1, "type", found + " (expected: a list of targets)", "");
        } else if (list.items().isEmpty()) {
            scope.error(list, "value", "an empty list (expected: at least one target)", "");
        } else if (Holder.TARGETS.read(list, scope) instanceof List<?> read) {
            read.forEach(item -> targets.add((Target) item));
        }
    }

    private static String show(Diagnostic diagnostic) {
        return diagnostic.at() + ": " + diagnostic.message();
    }
}
