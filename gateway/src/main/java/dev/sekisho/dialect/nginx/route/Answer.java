package dev.sekisho.dialect.nginx.route;

import dev.sekisho.policy.steps.Step;
import java.util.Optional;

/** Answers that nginx gives by itself. */
final class Answer {

    private Answer() {}

    /** One with a status and nothing else. */
    static Step status(int status) {
        return new Step.ReturnStep(Optional.of(status), Optional.empty(), "text/plain", Optional.empty());
    }

    /** A redirect. */
    static Step redirect(int status, String location) {
        return new Step.ReturnStep(Optional.of(status), Optional.empty(), "text/plain", Optional.of(location));
    }
}
