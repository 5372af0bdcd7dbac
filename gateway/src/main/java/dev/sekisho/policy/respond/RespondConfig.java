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

        @Property(value = "Fields of the answer, name to value; plain text.", example = "{ Retry-After: \"120\" }")
        Map<String, String> headers,

        @Property(value = "Body of the answer, sent as UTF-8.", example = "closed for maintenance")
        Optional<String> body,

        @Property(
                value = "Media type of the body; not sent where there is no body.",
                defaultValue = "text/plain; charset=utf-8")
        String contentType) {

    /** Takes copies, in the order of the document. */
    public RespondConfig {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }
}
