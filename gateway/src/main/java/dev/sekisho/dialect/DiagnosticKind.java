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
public record DiagnosticKind(
        String code, Severity severity, String title, String effect, String reason, String fix) {}
