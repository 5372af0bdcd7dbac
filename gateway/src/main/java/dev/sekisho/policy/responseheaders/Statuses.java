package dev.sekisho.policy.responseheaders;

import dev.sekisho.model.StatusPattern;
import java.util.List;

/** Some statuses, or all where none is given; looking allocates nothing. Immutable, thread-safe. */
final class Statuses {

    private final StatusPattern[] patterns;

    Statuses(List<StatusPattern> patterns) {
        this.patterns = patterns.toArray(StatusPattern[]::new);
    }

    boolean contain(int status) {
        for (StatusPattern pattern : patterns) {
            if (pattern.contains(status)) {
                return true;
            }
        }
        return patterns.length == 0;
    }
}
