package dev.sekisho.cli.test;

import dev.sekisho.model.Origin;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a case ended.
 *
 * @param name its name
 * @param at where it was written
 * @param differences between what was expected and what came; of a repeated case those of the first request that differs
 * @param notes what the reader should know beside
 * @param skipped why it was not run; empty where it was
 * @param took how long it took
 */
public record CaseResult(
        String name,
        Origin at,
        List<Difference> differences,
        List<String> notes,
        Optional<String> skipped,
        Duration took) {

    /**
     * A difference.
     *
     * @param what was compared, such as {@code upstream.path}
     * @param expected in words
     * @param actual in words
     */
    public record Difference(String what, String expected, String actual) {

        @Override
        public String toString() {
            return what + ": expected " + expected + ", actual " + actual;
        }
    }

    /** Whether it was run and came as expected. */
    public boolean passed() {
        return skipped.isEmpty() && differences.isEmpty();
    }

    /** Whether it was run and came otherwise. */
    public boolean failed() {
        return skipped.isEmpty() && !differences.isEmpty();
    }
}
