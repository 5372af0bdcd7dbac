package dev.sekisho.policy.json;

import dev.sekisho.model.Property;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings: changes of a JSON text. */
public record JsonEdits(
        @Property(value = "Paths of values to remove.", example = "[password, \"items[*].internal\"]")
        List<String> remove,

        @Property(
                value = "Paths of the only values that stay; all others are removed. None given: all stay.",
                example = "[id, \"items[*].name\"]")
        List<String> keepOnly,

        @Property(
                value = "Members to rename, path to new name. What the object has under the new name is replaced.",
                example = "{ user.mail: email }")
        Map<String, String> rename,

        @Property(
                value = "Values to move, path to path. What stands there is replaced; objects on the way are made.",
                example = "{ meta.total: total }")
        Map<String, String> move,

        @Property(value = "Values in place of those that are there, path to value.", example = "{ user.role: guest }")
        Map<String, String> replace,

        @Property(
                value = "Values to set, path to value; objects on the way are made. A value that is JSON is that JSON,"
                        + " any other text a string; both may hold placeholders.",
                example = "{ tenant: \"{claim.tenant}\", limits.page: \"100\" }")
        Map<String, String> set,

        @Property(value = "Values to set where there is none, path to value.", example = "{ currency: EUR }")
        Map<String, String> add,

        @Property(
                value = "Values to append to arrays, path to value. A value that is no array becomes the first element"
                        + " of one; where there is none, an array is made.",
                example = "{ tags: \"via-gateway\" }")
        Map<String, String> append,

        @Property(
                value = "JSON in place of the whole text, made behind all other changes. {body} is the text,"
                        + " {body.PATH} a value of it, as JSON, or within quotes as text.",
                example = "{\"data\": {body}, \"for\": \"{consumer}\"}")
        Optional<String> template) {

    /** Changes nothing. */
    public static final JsonEdits NONE = new JsonEdits(
            List.of(), List.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Optional.empty());

    /** Takes copies, in the order of the document. */
    public JsonEdits {
        remove = List.copyOf(remove);
        keepOnly = List.copyOf(keepOnly);
        rename = copy(rename);
        move = copy(move);
        replace = copy(replace);
        set = copy(set);
        add = copy(add);
        append = copy(append);
    }

    private static Map<String, String> copy(Map<String, String> values) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
}
