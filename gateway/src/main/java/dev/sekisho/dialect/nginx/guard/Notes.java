package dev.sekisho.dialect.nginx.guard;

import dev.sekisho.dialect.DiagnosticKind;
import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.nginx.draft.DraftKinds;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.model.Origin;
import java.util.HashSet;
import java.util.Set;

/** Reports each finding once, though a directive that is inherited counts in many places. Belongs to one translation. */
final class Notes {

    private final Report report;
    private final Set<Said> said = new HashSet<>();

    private record Said(DiagnosticKind kind, Origin at, String message) {}

    Notes(Report report) {
        this.report = report;
    }

    /** A directive that is not honoured; why, and what to write instead, which may be empty. */
    void notHonoured(Directive directive, String why, String fix) {
        add(DraftKinds.NOT_HONOURED, directive, why, fix);
    }

    /** A directive that is honoured in another way. */
    void differs(Directive directive, String how, String fix) {
        add(DraftKinds.DIFFERS, directive, how, fix);
    }

    /** A directive without effect. */
    void noEffect(Directive directive, String why) {
        add(DraftKinds.NO_EFFECT, directive, why, "");
    }

    private void add(DiagnosticKind kind, Directive directive, String why, String fix) {
        String written = directive.toString();
        String message = (written.endsWith(";") ? written.substring(0, written.length() - 1) : written) + " " + why;
        if (said.add(new Said(kind, directive.at(), message))) {
            report.add(kind, directive.at(), message, fix);
        }
    }
}
