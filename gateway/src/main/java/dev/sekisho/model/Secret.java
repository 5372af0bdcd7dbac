package dev.sekisho.model;

/**
 * A value that must never be shown. Prints as {@code [redacted]} everywhere; only {@link #reveal} gives the text.
 *
 * @param reveal the secret itself
 * @param reference how the document named it, such as {@code ${env:NAME}}, or a hash that may be shown; empty where it stood there in
 *     the clear
 */
public record Secret(String reveal, String reference) {

    /** What stands in place of a secret. */
    public static final String REDACTED = "[redacted]";

    /** The reference, which is no secret, or {@link #REDACTED}. */
    @Override
    public String toString() {
        return reference.isEmpty() ? REDACTED : reference;
    }
}
