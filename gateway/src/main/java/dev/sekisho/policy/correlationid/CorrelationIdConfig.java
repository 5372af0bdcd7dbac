package dev.sekisho.policy.correlationid;

import dev.sekisho.model.Property;

/** Settings of the {@code correlation-id} policy. */
public record CorrelationIdConfig(
        @Property(
                value = "The field that carries the id; not X-Request-ID, which every request has from the gateway itself.",
                defaultValue = "X-Correlation-ID",
                example = "Kong-Request-ID")
        String header,

        @Property(
                value =
                        "How an id is made: uuid (version 7), uuid-counter (a UUID, a number sign, and the number of the request) or tracker (address and port of the listener, process, event loop, number of the request and time, with hyphens between).",
                defaultValue = "uuid")
        Generator generator,

        @Property(
                value =
                        "Whether an id that the client sends stays, where it is of at most 128 visible characters without quotation mark, backslash, <, > and &; else it is replaced.",
                defaultValue = "true")
        boolean keep,

        @Property(value = "Whether the response bears the id too.", defaultValue = "true")
        boolean echo) {

    /** How an id is made. */
    public enum Generator {
        /** A UUID. */
        UUID,
        /** A UUID that stays, and a number that grows. */
        UUID_COUNTER,
        /** Where and when the request came. */
        TRACKER
    }
}
