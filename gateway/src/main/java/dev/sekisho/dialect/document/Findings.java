package dev.sekisho.dialect.document;

/** Where a reader tells what is wrong with a text. */
@FunctionalInterface
public interface Findings {

    /**
     * Takes an error.
     *
     * @param line its line, from 1
     * @param column its column, from 1
     * @param code its name without the dialect's, such as {@code duplicate-key}
     * @param message what, with the value found and what was expected
     * @param fix how to mend it; empty where the message says all
     */
    void error(int line, int column, String code, String message, String fix);
}
