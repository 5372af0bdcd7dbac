package dev.sekisho.policy.steps;

import dev.sekisho.policy.FileProbe.Kind;
import java.util.List;
import java.util.Optional;

/**
 * A test of what is at a path.
 *
 * @param kind what may be there
 * @param wanted whether it must be there, or must not
 */
record FileCondition(Kind kind, boolean wanted) {

    /** That of a test, unless it is one of a text. */
    static Optional<FileCondition> of(Step.Test test) {
        return switch (test) {
            case FILE -> Optional.of(new FileCondition(Kind.FILE, true));
            case NO_FILE -> Optional.of(new FileCondition(Kind.FILE, false));
            case DIRECTORY -> Optional.of(new FileCondition(Kind.DIRECTORY, true));
            case NO_DIRECTORY -> Optional.of(new FileCondition(Kind.DIRECTORY, false));
            case PRESENT -> Optional.of(new FileCondition(Kind.PRESENT, true));
            case ABSENT -> Optional.of(new FileCondition(Kind.PRESENT, false));
            case EXECUTABLE -> Optional.of(new FileCondition(Kind.EXECUTABLE, true));
            case NOT_EXECUTABLE -> Optional.of(new FileCondition(Kind.EXECUTABLE, false));
            case SET, EMPTY, EQUALS, DIFFERS, MATCHES, MATCHES_NOT, MATCHES_ANY_CASE, MATCHES_NOT_ANY_CASE ->
                Optional.empty();
        };
    }

    /** Whether files are tested in one of these steps, or inside it. */
    static boolean isIn(List<Step> steps) {
        return steps.stream().anyMatch(FileCondition::isIn);
    }

    private static boolean isIn(Step step) {
        return step instanceof Step.WhenStep when && (of(when.test()).isPresent() || isIn(when.then()));
    }
}
