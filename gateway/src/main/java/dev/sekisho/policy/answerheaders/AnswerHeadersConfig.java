package dev.sekisho.policy.answerheaders;

import dev.sekisho.model.Property;

/** Settings of the {@code answer-headers} policy. */
public record AnswerHeadersConfig(
        @Property(value = "Changes of the backend's own answers.", defaultValue = "{}")
        AnswerEdits service,

        @Property(
                value =
                        "Changes of the gateway's answers: refusals, errors, redirects, preflights, answers from a cache and what a route or policy answers on purpose.",
                defaultValue = "{}")
        AnswerEdits gateway) {}
