package dev.sekisho.dialect.document;

import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.DiagnosticKind;
import dev.sekisho.dialect.Severity;
import dev.sekisho.model.Origin;
import java.util.ArrayList;
import java.util.List;

/** What one compilation finds. Every finding is of a kind that can be explained. Belongs to one thread. */
public final class Report {

    private final List<Diagnostic> found = new ArrayList<>();

    /** Adds a finding; its code and severity are those of the kind. */
    public void add(DiagnosticKind kind, Origin at, String message, String fix) {
        found.add(new Diagnostic(kind.severity(), kind.code(), at, message, fix));
    }

    /** Adds what was found elsewhere. */
    public void addAll(List<Diagnostic> diagnostics) {
        found.addAll(diagnostics);
    }

    /** Whether an error is among the findings. */
    public boolean failed() {
        return found.stream().anyMatch(d -> d.severity() == Severity.ERROR);
    }

    /** Everything found, in the order of finding. */
    public List<Diagnostic> found() {
        return List.copyOf(found);
    }
}
