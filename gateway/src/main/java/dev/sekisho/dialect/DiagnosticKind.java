package dev.sekisho.dialect;

/**
 * A kind of diagnostic, as {@code sekisho help CODE} and docs/diagnostics.md explain it. Immutable, thread-safe.
 *
 * @param code its stable name, that of {@link Diagnostic#code}
 * @param severity how grave it is
 * @param title what is found, in a few words without a full stop
 * @param effect what happens to requests meanwhile
 * @param reason why it is told: which rule of which product, standard or component
 * @param fix how to mend it
 */
public record DiagnosticKind(String code, Severity severity, String title, String effect, String reason, String fix) {

    /** The effect of every error in a configuration. */
    public static final String REFUSED =
            "The configuration is not served: a start is refused unless an earlier good one was kept, and on a reload the "
                    + "one that serves goes on serving.";

    /** An error, for which the configuration is refused. */
    public static DiagnosticKind error(String code, String title, String reason, String fix) {
        return new DiagnosticKind(code, Severity.ERROR, title, REFUSED, reason, fix);
    }

    /** A warning. */
    public static DiagnosticKind warning(String code, String title, String effect, String reason, String fix) {
        return new DiagnosticKind(code, Severity.WARNING, title, effect, reason, fix);
    }

    /** Something worth knowing. */
    public static DiagnosticKind info(String code, String title, String effect, String reason, String fix) {
        return new DiagnosticKind(code, Severity.INFO, title, effect, reason, fix);
    }

    /** What stands in front of the first full stop of the code, such as {@code model}. */
    public String room() {
        return code.substring(0, Math.max(0, code.indexOf('.')));
    }
}
