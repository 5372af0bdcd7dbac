package dev.sekisho.dialect.nginx.syntax;

import dev.sekisho.model.Origin;

/**
 * A word of a directive, its name or an argument.
 *
 * @param text what it says, quotes gone and escapes resolved as nginx does; bytes that are no UTF-8 as {@link ConfigText}
 *     keeps them
 * @param quoting how it was written
 * @param at where it begins, its quote included
 */
public record Word(String text, Quoting quoting, Origin at) {

    /** How a word is written. */
    public enum Quoting {
        /** Without quotes. */
        NONE,
        /** In {@code '…'}. */
        SINGLE,
        /** In {@code "…"}. */
        DOUBLE
    }
}
