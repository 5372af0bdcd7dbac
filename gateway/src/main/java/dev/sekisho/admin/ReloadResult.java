package dev.sekisho.admin;

import dev.sekisho.dialect.Diagnostic;
import java.time.Duration;
import java.util.List;

/**
 * How a reload ended.
 *
 * @param outcome what came of it
 * @param routes number of routes that serve now
 * @param took time from reading to serving
 * @param diagnostics what is to be said about the configuration; never with secrets in it
 */
public record ReloadResult(Outcome outcome, int routes, Duration took, List<Diagnostic> diagnostics) {

    /** What came of a reload. */
    public enum Outcome {
        /** Another configuration serves. */
        APPLIED,
        /** The configuration is the one that serves already; nothing was touched. */
        UNCHANGED,
        /** The configuration is not good; the earlier one goes on. */
        REFUSED
    }

    /** Keeps the diagnostics as they are given. */
    public ReloadResult {
        diagnostics = List.copyOf(diagnostics);
    }
}
