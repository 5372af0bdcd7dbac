package dev.sekisho.model;

import java.util.Map;
import java.util.Optional;

/** A response in place of one of the gateway's own error bodies. */
public record ErrorPage(
        @Property("Status to answer instead; left out, the original one.")
        Optional<Integer> status,

        @Property("Headers to add.") Map<String, String> headers,

        @Property(value = "Media type of the body.", defaultValue = "application/json")
        String contentType,

        @Property("Body, as UTF-8; {error}, {message} and {requestId} are replaced, escaped for JSON.")
        String body) {}
