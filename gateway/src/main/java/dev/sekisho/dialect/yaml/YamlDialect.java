package dev.sekisho.dialect.yaml;

import dev.sekisho.dialect.Compilation;
import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.DiagnosticKind;
import dev.sekisho.dialect.Dialect;
import dev.sekisho.dialect.Document;
import dev.sekisho.dialect.Severity;
import dev.sekisho.dialect.document.Node;
import dev.sekisho.dialect.document.NodeReader;
import dev.sekisho.dialect.document.TopKeys;
import dev.sekisho.model.Model;
import dev.sekisho.model.ModelValidator;
import dev.sekisho.model.Origin;
import dev.sekisho.model.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Sekisho's own configuration language (docs/configuration.md).
 *
 * <p>What the last compilation made of a document is kept, so that of a large document with a small change only the
 * change is read again. The result is the same as without; secrets are looked up anew every time.
 */
public final class YamlDialect implements Dialect {

    private static final Set<String> OURS = Set.of("listeners", "upstreams", "routes", "streams");

    /** The key that every declarative configuration of Kong has; it knows upstreams and routes as well. */
    private static final String KONG = "_format_version";

    /** Problems that a part left out for an error of its own may cause elsewhere. */
    private static final Set<String> CONSEQUENCES =
            Set.of("model.no-listeners", "model.no-targets", "model.no-shares", "model.unused");

    static final Comparator<Diagnostic> BY_PLACE =
            Comparator.comparingInt((Diagnostic d) -> d.at().line()).thenComparingInt(d -> d.at().column());

    private final Codecs codecs;
    private final SecretSource secrets;
    private final AtomicReference<Kept> kept = new AtomicReference<>(new Kept(Map.of(), Model.EMPTY));

    /**
     * What is kept for the next compilation.
     *
     * @param memos what was read, by source
     * @param good the last model in which no error was found
     */
    private record Kept(Map<String, Memo> memos, Model good) {}

    /**
     * Makes a dialect.
     *
     * @param policyConfigs the policy types, in the order of their listing, each with the record of its settings
     * @param secrets where references to secrets get their values
     */
    public YamlDialect(Map<String, Class<? extends Record>> policyConfigs, SecretSource secrets) {
        this.codecs = new Codecs(policyConfigs);
        this.secrets = secrets;
    }

    @Override
    public String name() {
        return "sekisho";
    }

    @Override
    public boolean recognises(Document document) {
        Set<String> keys = TopKeys.of(document.text());
        return OURS.stream().anyMatch(keys::contains) && !keys.contains(KONG);
    }

    @Override
    public Compilation compile(List<Document> documents) {
        Kept before = kept.get();
        Map<String, Memo> after = new HashMap<>();
        ModelParts parts = ModelParts.of(codecs.model());
        List<Diagnostic> found = new ArrayList<>();
        Set<String> broken = new HashSet<>();
        for (Document document : documents) {
            String text = document.text().startsWith("\uFEFF") ? document.text().substring(1) : document.text();
            Memo memo = before.memos().getOrDefault(document.source(), Memo.NONE);
            Scope scope = new Scope(document.source(), secrets);
            ModelParts checkpoint = parts.copy();
            Optional<Memo> sliced = SlicedReader.read(text, scope, parts, memo);
            if (sliced.isEmpty()) {
                parts = checkpoint;
                scope = new Scope(document.source(), secrets);
                whole(text, scope, parts);
            }
            sliced.ifPresent(next -> after.put(document.source(), next));
            scope.found.sort(BY_PLACE);
            found.addAll(scope.found);
            broken.addAll(scope.broken);
        }
        Model model = parts.model();
        String first = documents.isEmpty() ? "" : documents.getFirst().source();
        boolean failed = failed(found);
        List<Problem> problems = failed || !broken.isEmpty()
                ? ModelValidator.validate(model, broken)
                : ModelValidator.validate(model, before.good());
        found.addAll(diagnostics(problems, new Origin(first, 1, 1), failed));
        kept.set(new Kept(Map.copyOf(after), failed(found) ? before.good() : model));
        return new Compilation(model, List.copyOf(found));
    }

    @Override
    public List<DiagnosticKind> kinds() {
        return YamlKinds.ALL;
    }

    private static void whole(String text, Scope scope, ModelParts parts) {
        List<Node> roots = NodeReader.read(text, 1, scope).roots();
        roots.forEach(root -> parts.root(root, scope));
    }

    private static boolean failed(List<Diagnostic> found) {
        return found.stream().anyMatch(d -> d.severity() == Severity.ERROR);
    }

    private static List<Diagnostic> diagnostics(List<Problem> problems, Origin start, boolean failed) {
        List<Diagnostic> found = new ArrayList<>();
        for (Problem problem : problems) {
            if (!failed || !CONSEQUENCES.contains(problem.code())) {
                Severity severity = problem.error() ? Severity.ERROR : Severity.WARNING;
                Origin at = problem.at().line() == 0 ? start : problem.at();
                found.add(new Diagnostic(severity, problem.code(), at, problem.message(), problem.fix()));
            }
        }
        return found;
    }
}
