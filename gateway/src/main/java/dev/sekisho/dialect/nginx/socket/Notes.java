package dev.sekisho.dialect.nginx.socket;

import dev.sekisho.dialect.DiagnosticKind;
import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.nginx.draft.DraftKinds;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.model.Origin;
import java.util.HashSet;
import java.util.Set;

/** Tells what becomes of directives, each thing once, however many servers inherit it. Belongs to one translation. */
public final class Notes {

    private final Report report;
    private final Set<String> told = new HashSet<>();

    /** Notes for a report. */
    public Notes(Report report) {
        this.report = report;
    }

    /** The directive is not honoured; {@code why} goes on behind it. */
    public void notHonoured(Directive directive, String why, String fix) {
        tell(DraftKinds.NOT_HONOURED, directive.at(), shown(directive) + ": " + why, fix);
    }

    /** The directive is honoured in another way. */
    public void differs(Directive directive, String how, String fix) {
        tell(DraftKinds.DIFFERS, directive.at(), shown(directive) + ": " + how, fix);
    }

    /** The directive means nothing here. */
    public void noEffect(Directive directive, String why) {
        tell(DraftKinds.NO_EFFECT, directive.at(), shown(directive) + ": " + why, "");
    }

    /** Anything else. */
    public void tell(DiagnosticKind kind, Origin at, String message, String fix) {
        if (told.add(kind.code() + ' ' + at + ' ' + message)) {
            report.add(kind, at, message + ".", fix);
        }
    }

    /** A directive as it is written, without what ends it. */
    public static String shown(Directive directive) {
        String text = directive.toString();
        return text.endsWith(";") ? text.substring(0, text.length() - 1) : text;
    }
}
