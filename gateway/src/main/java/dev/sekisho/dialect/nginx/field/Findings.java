package dev.sekisho.dialect.nginx.field;

import dev.sekisho.dialect.DiagnosticKind;
import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.nginx.draft.DraftKinds;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.model.Origin;
import java.util.HashSet;
import java.util.Set;

/** Tells each thing once, however many places inherit the directive. Belongs to one translation. */
final class Findings {

    private record Told(DiagnosticKind kind, Origin at, String message) {}

    private final Report report;
    private final Set<Told> told = new HashSet<>();
    private final Set<String> subjects = new HashSet<>();

    Findings(Report report) {
        this.report = report;
    }

    /** A directive is not honoured, and requests would be answered otherwise. */
    void notHonoured(Directive directive, String why, String instead) {
        add(DraftKinds.NOT_HONOURED, directive.at(), directive + " " + why, instead);
    }

    /** A directive is honoured in another way. */
    void differs(Directive directive, String how, String instead) {
        add(DraftKinds.DIFFERS, directive.at(), directive + " " + how, instead);
    }

    /** A directive has no effect. */
    void noEffect(Directive directive, String why) {
        add(DraftKinds.NO_EFFECT, directive.at(), directive + " " + why, "");
    }

    /** Something differs of which one finding tells all, whatever directive it is met at first. */
    void differsOnce(String subject, Origin at, String message, String instead) {
        if (subjects.add(subject)) {
            add(DraftKinds.DIFFERS, at, message, instead);
        }
    }

    private void add(DiagnosticKind kind, Origin at, String message, String fix) {
        if (told.add(new Told(kind, at, at + message))) {
            report.add(kind, at, message, fix);
        }
    }
}
