package dev.sekisho.policy.requestbody;

import dev.sekisho.model.Property;
import dev.sekisho.model.Size;
import dev.sekisho.policy.ParameterEdits;
import dev.sekisho.policy.json.JsonEdits;
import java.util.List;
import java.util.Optional;

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
        Size maxBody,

        @Property(
                value =
                        "Text that every request has for a body, whatever the client sends, also nothing; as UTF-8, with placeholders"
                                + " as in request-headers, whose values are taken as they are. An empty one takes bodies away. Not beside json"
                                + " and form.",
                example = "\"from {clientAddress}\"")
        Optional<String> text) {

    /** Takes a copy. */
    public RequestBodyConfig {
        contentTypes = List.copyOf(contentTypes);
    }

    /** A text in the place of every body. */
    public static RequestBodyConfig ofText(String text, Size maxBody) {
        return new RequestBodyConfig(JsonEdits.NONE, ParameterEdits.NONE, List.of(), maxBody, Optional.of(text));
    }
}
