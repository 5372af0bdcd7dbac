package dev.sekisho.policy.answerheaders;

import dev.sekisho.model.Property;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is changed in answers of one origin, in the order of these settings. */
public record AnswerEdits(
        @Property(value = "Names of fields to remove; a star at the end stands for any rest.", example = "[Server]")
        List<String> remove,

        @Property(
                value =
                        "Fields to set, name to value, in place of all fields of that name; with the placeholders of response-headers.",
                example = "{ X-Service-Time: \"{upstreamMillis}\" }")
        Map<String, String> set,

        @Property(
                value =
                        "Values to append to the last field of that name, with a comma between; a field of its own where there is none.",
                example = "{ Via: 1.1 gateway }")
        Map<String, String> append) {

    /** No change. */
    public static final AnswerEdits NONE = new AnswerEdits(List.of(), Map.of(), Map.of());

    /** Takes copies, in the order of the document. */
    public AnswerEdits {
        remove = List.copyOf(remove);
        set = Collections.unmodifiableMap(new LinkedHashMap<>(set));
        append = Collections.unmodifiableMap(new LinkedHashMap<>(append));
    }

    /** Whether nothing is changed. */
    boolean isEmpty() {
        return remove.isEmpty() && set.isEmpty() && append.isEmpty();
    }
}
