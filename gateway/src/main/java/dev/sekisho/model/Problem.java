package dev.sekisho.model;

/**
 * Something wrong with a model.
 *
 * @param at where it was written
 * @param code stable name of the finding, such as {@code model.unknown-upstream}
 * @param message what, with the value found and what was expected
 * @param fix how to mend it; empty where the message says all
 * @param error false where it can be served all the same
 */
public record Problem(Origin at, String code, String message, String fix, boolean error) {}
