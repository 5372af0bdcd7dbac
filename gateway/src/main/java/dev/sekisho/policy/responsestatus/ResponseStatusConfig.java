package dev.sekisho.policy.responsestatus;

import dev.sekisho.model.Property;
import dev.sekisho.model.StatusPattern;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Settings of the {@code response-status} policy. */
public record ResponseStatusConfig(
        @Property(
                value = "Statuses, classes or ranges of them, and the status that the client gets in their place, 200"
                        + " to 599 but 204, 205, 206 and 304. Of several that fit, the first one counts.",
                example = "{ 404: 200, 5xx: 502 }")
        Map<StatusPattern, Integer> map) {

    /** Takes a copy, in the order of the document. */
    public ResponseStatusConfig {
        map = Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
