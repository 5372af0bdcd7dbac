package dev.sekisho.policy.respond;

import dev.sekisho.model.Property;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Settings of the {@code respond} policy. */
public record RespondConfig(
        @Property(value = "Status of the answer.", defaultValue = "200", min = "200", max = "599")
        int status,

        @Property(
                value = "Fields of the answer, name to value, with placeholders as in response-headers.",
                example = "{ Retry-After: \"120\" }")
        Map<String, String> headers,

        @Property(
                value =
                        "Body of the answer, sent as UTF-8, with placeholders as in response-headers; their values are escaped for the media type.",
                example = "closed for maintenance")
        Optional<String> body,

        @Property(
                value = "Media type of the body; not sent where there is no body.",
                defaultValue = "text/plain; charset=utf-8")
        String contentType,

        @Property(
                value = "In place of a body: the member message of a JSON object, with placeholders.",
                example = "closed for maintenance")
        Optional<String> message,

        @Property(
                value =
                        "Name of a header field or query parameter that a request must have to be answered so; others pass. None given: every request is.",
                example = "X-Maintenance")
        Optional<String> trigger,

        @Property(
                value =
                        "In place of a body: a JSON object that tells what of the request has arrived here, without credentials. For debugging.",
                defaultValue = "false")
        boolean echo) {

    /** Takes copies, in the order of the document. */
    public RespondConfig {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** An answer to every request. */
    public RespondConfig(int status, Map<String, String> headers, Optional<String> body, String contentType) {
        this(status, headers, body, contentType, Optional.empty(), Optional.empty(), false);
    }
}
