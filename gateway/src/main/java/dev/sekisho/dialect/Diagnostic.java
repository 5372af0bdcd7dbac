package dev.sekisho.dialect;

import dev.sekisho.model.Origin;

/**
 * Something to tell the author of a configuration.
 *
 * @param severity how grave it is
 * @param code stable name of the finding, such as {@code yaml.unknown-key}; tests and documentation refer to it
 * @param at where
 * @param message what, with the value found and what was expected
 * @param fix how to mend it; empty where the message says all
 */
public record Diagnostic(Severity severity, String code, Origin at, String message, String fix) {

    /** {@code file:line:column: severity: message [code]}, with the fix on a line of its own. */
    @Override
    public String toString() {
        String head =
                at + ": " + severity.name().toLowerCase(java.util.Locale.ROOT) + ": " + message + " [" + code + "]";
        return fix.isEmpty() ? head : head + "\n  fix: " + fix;
    }
}
