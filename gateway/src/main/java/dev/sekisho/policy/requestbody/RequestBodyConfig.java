package dev.sekisho.policy.requestbody;

import dev.sekisho.model.Property;
import dev.sekisho.model.Size;
import dev.sekisho.policy.ParameterEdits;
import dev.sekisho.policy.json.JsonEdits;
import java.util.List;

/** Settings of the {@code request-body} policy. */
public record RequestBodyConfig(
        @Property(value = "Changes of JSON.", defaultValue = "{}")
        JsonEdits json,

        @Property(value = "Changes of forms, application/x-www-form-urlencoded.", defaultValue = "{}")
        ParameterEdits form,

        @Property(
                value = "Media types that are JSON. None given: application/json and */*+json.",
                example = "[application/json]")
        List<String> contentTypes,

        @Property(
                value = "Longest body that is taken; a longer one is refused with 413. It is kept in memory.",
                defaultValue = "1MiB",
                min = "1B",
                max = "64MiB")
        Size maxBody) {

    /** Takes a copy. */
    public RequestBodyConfig {
        contentTypes = List.copyOf(contentTypes);
    }
}
