package dev.sekisho.cli;

import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.Severity;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;

/** Prints diagnostics, by file and line. */
final class Diagnostics {

    private static final Comparator<Diagnostic> BY_PLACE = Comparator.comparing((Diagnostic d) -> d.at().source())
            .thenComparingInt(d -> d.at().line())
            .thenComparingInt(d -> d.at().column());

    private Diagnostics() {}

    static List<Diagnostic> sorted(List<Diagnostic> diagnostics) {
        return diagnostics.stream().sorted(BY_PLACE).toList();
    }

    static void print(List<Diagnostic> diagnostics, PrintWriter to) {
        sorted(diagnostics).forEach(d -> to.println(text(d)));
    }

    /** What stands in no file is the program's own to say. */
    private static String text(Diagnostic diagnostic) {
        return diagnostic.at().source().isEmpty() ? "sekisho" + diagnostic : diagnostic.toString();
    }

    static long count(List<Diagnostic> diagnostics, Severity severity) {
        return diagnostics.stream().filter(d -> d.severity() == severity).count();
    }
}
