package dev.sekisho.cli.check;

import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.DiagnosticKind;
import dev.sekisho.dialect.Severity;
import dev.sekisho.model.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Collects what checks find; how grave a finding is, its kind says. Belongs to one thread. */
final class Findings {

    private static final Map<String, Severity> SEVERITIES =
            CheckKinds.own().stream().collect(Collectors.toMap(DiagnosticKind::code, DiagnosticKind::severity));

    private final List<Diagnostic> found = new ArrayList<>();

    /** Adds a finding of that kind. */
    void add(String code, Origin at, String message, String fix) {
        Severity severity = SEVERITIES.get(code);
        if (severity == null) {
            throw new IllegalArgumentException("code: " + code + " (expected: one of CheckKinds)");
        }
        found.add(new Diagnostic(severity, code, at, message, fix));
    }

    /** All of them, in the order in which they were found. */
    List<Diagnostic> all() {
        return List.copyOf(found);
    }
}
