package dev.sekisho.dialect.yaml;

import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.Severity;
import dev.sekisho.dialect.document.Findings;
import dev.sekisho.dialect.document.Node;
import dev.sekisho.dialect.document.Shown;
import dev.sekisho.model.Origin;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What one compilation of one document finds on its way. Belongs to one thread. */
final class Scope implements Findings {

    final String source;
    final SecretSource secrets;
    final List<Diagnostic> found = new ArrayList<>();

    /** Names of parts that could not be read; a reference to one of them is no second error. */
    final Set<String> broken = new HashSet<>();

    /** Whether a secret was looked up, whose value another compilation may find changed. */
    boolean lookedUp;

    Scope(String source, SecretSource secrets) {
        this.source = source;
        this.secrets = secrets;
    }

    /** Adds what a part of the document has found. */
    void add(Scope part) {
        found.addAll(part.found);
        broken.addAll(part.broken);
    }

    Origin origin(Node node) {
        return new Origin(source, node.line(), node.column());
    }

    void error(Node node, String code, String message, String fix) {
        found.add(new Diagnostic(Severity.ERROR, "yaml." + code, origin(node), message, fix));
    }

    @Override
    public void error(int line, int column, String code, String message, String fix) {
        found.add(new Diagnostic(Severity.ERROR, "yaml." + code, new Origin(source, line, column), message, fix));
    }

    void warning(Node node, String code, String message, String fix) {
        found.add(new Diagnostic(Severity.WARNING, "yaml." + code, origin(node), message, fix));
    }

    /** Reports a node of the wrong form. */
    void wrongType(Node node, String label, String expected, String fix) {
        error(node, "type", label + ": " + Shown.node(node) + " (expected: " + expected + ")", fix);
    }
}
