package dev.sekisho.cli;

import java.io.PrintWriter;

/**
 * Where commands print: results on {@code out}, everything about them on {@code err}. Both flush each line.
 *
 * @param out what a script reads
 * @param err what a person reads
 */
public record Console(PrintWriter out, PrintWriter err) {

    /** Standard output and standard error. */
    public static Console system() {
        return new Console(new PrintWriter(System.out, true), new PrintWriter(System.err, true));
    }

    /** Says something about what goes on. */
    void say(String text) {
        err.println("sekisho: " + text);
    }
}
