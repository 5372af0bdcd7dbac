package dev.sekisho.policy.responsebody;

import dev.sekisho.model.Property;
import dev.sekisho.model.Size;
import dev.sekisho.model.StatusPattern;
import dev.sekisho.policy.json.JsonEdits;
import java.util.List;

/** Settings of the {@code response-body} policy. */
public record ResponseBodyConfig(
        @Property(value = "Changes of JSON.", defaultValue = "{}")
        JsonEdits json,

        @Property(
                value = "Media types that are JSON. None given: application/json and */*+json.",
                example = "[application/json]")
        List<String> contentTypes,

        @Property(value = "Statuses of responses that are changed. None given: all.", example = "[2xx]")
        List<StatusPattern> statuses,

        @Property(
                value = "Longest body that is changed. It is kept in memory.",
                defaultValue = "1MiB",
                min = "1B",
                max = "64MiB")
        Size maxBody,

        @Property(
                value = "What becomes of a longer one: 502 in its place, or it passes unchanged.",
                defaultValue = "refuse")
        Otherwise tooLarge,

        @Property(
                value = "What becomes of a body that is no JSON, has a member twice or is nested too deep.",
                defaultValue = "refuse")
        Otherwise malformed,

        @Property(
                value = "What becomes of one that is compressed, though the backend is never asked for that, or a part"
                        + " of one.",
                defaultValue = "refuse")
        Otherwise encoded) {

    /** Takes copies. */
    public ResponseBodyConfig {
        contentTypes = List.copyOf(contentTypes);
        statuses = List.copyOf(statuses);
    }

    /** What becomes of a body that cannot be changed. */
    public enum Otherwise {
        /** It passes as it is. */
        PASS,
        /** The client gets 502 in its place. */
        REFUSE
    }
}
