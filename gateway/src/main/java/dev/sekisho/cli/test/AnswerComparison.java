package dev.sekisho.cli.test;

import java.util.Optional;

/** Compares the answer that a client got with what was expected. */
final class AnswerComparison {

    private AnswerComparison() {}

    static void compare(Expectation expected, Message answer, Comparison comparison) {
        comparison.equal("status", expected.status(), Optional.of(answer.status()));
        comparison.values("headers", expected.headers(), answer::value);
        expected.body().ifPresent(pattern -> comparison.value("body", pattern, UpstreamComparison.body(answer)));
        comparison.contains("body", expected.bodyContains(), answer.text());
    }
}
