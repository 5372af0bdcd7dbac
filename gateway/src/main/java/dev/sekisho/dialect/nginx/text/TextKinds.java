package dev.sekisho.dialect.nginx.text;

import dev.sekisho.dialect.DiagnosticKind;
import java.util.List;

/** The kinds of diagnostics about variables of nginx, and texts in which they stand. */
public final class TextKinds {

    /** A variable has no counterpart. */
    public static final DiagnosticKind VARIABLE_NOT_HONOURED = DiagnosticKind.error(
            "nginx.variable-not-honoured",
            "a variable of nginx has no counterpart",
            "The value cannot be known here; the message says why. Left out of a text, it would make a field, a key or a "
                    + "condition another one.",
            "Write another variable that does, or leave the text out.");

    /** A variable has a counterpart whose value may be another one. */
    public static final DiagnosticKind VARIABLE_DIFFERS = DiagnosticKind.warning(
            "nginx.variable-differs",
            "a variable of nginx has a somewhat different value",
            "The configuration is served; the message says in what the value differs. Told once for each variable.",
            "The gateway knows something very close to it.",
            "Where the difference matters, write another variable.");

    /** A map, geo or split_clients cannot be taken over. */
    public static final DiagnosticKind LOOKUP_NOT_HONOURED = DiagnosticKind.error(
            "nginx.lookup-not-honoured",
            "a map, geo or split_clients is not honoured",
            "Variables with expressions that RE2 does not know, and addresses seen through proxies of a geo of its own, have no "
                    + "counterpart.",
            "Write the expression without look-around and references back; use set_real_ip_from in place of proxy.");

    /** A map is honoured in another way. */
    public static final DiagnosticKind LOOKUP_DIFFERS = DiagnosticKind.warning(
            "nginx.lookup-differs",
            "a map is honoured in another way",
            "The configuration is served; the message says what is not as with nginx.",
            "A variable is found out once for a request.",
            "Where the difference matters, use set in place of map.");

    /** All of them. */
    public static final List<DiagnosticKind> ALL =
            List.of(VARIABLE_NOT_HONOURED, VARIABLE_DIFFERS, LOOKUP_NOT_HONOURED, LOOKUP_DIFFERS);

    private TextKinds() {}
}
