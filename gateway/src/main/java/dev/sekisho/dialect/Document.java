package dev.sekisho.dialect;

/**
 * A text to compile.
 *
 * @param source its name, as the user gave it; stands in diagnostics
 * @param text its content
 */
public record Document(String source, String text) {}
