package dev.sekisho.policy;

import dev.sekisho.model.Property;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Settings: changes of the parameters of a query or a form. */
public record ParameterEdits(
        @Property(value = "Names of parameters to remove.", example = "[debug]")
        List<String> remove,

        @Property(
                value = "The only parameters that stay; all others are removed. None given: all stay.",
                example = "[page, size]")
        List<String> keepOnly,

        @Property(
                value = "Parameters to rename, old name to new name. Where the old name is present, its values replace"
                        + " those of the new name.",
                example = "{ q: query }")
        Map<String, String> rename,

        @Property(
                value = "Values for parameters that are there, in place of all of that name; with placeholders.",
                example = "{ size: \"100\" }")
        Map<String, String> replace,

        @Property(
                value = "Parameters to set, in place of all of that name; with placeholders.",
                example = "{ tenant: \"{claim.tenant}\" }")
        Map<String, String> set,

        @Property(
                value = "Parameters to set where there is none of that name; with placeholders.",
                example = "{ page: \"1\" }")
        Map<String, String> setIfAbsent,

        @Property(
                value = "Parameters to add behind those of the same name; with placeholders.",
                example = "{ via: sekisho }")
        Map<String, String> add,

        @Property(
                value = "Values to append to the last parameter of that name, with a comma between; a parameter of its"
                        + " own where there is none. With placeholders.",
                example = "{ fields: id }")
        Map<String, String> append) {

    /** Changes nothing. */
    public static final ParameterEdits NONE =
            new ParameterEdits(List.of(), List.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

    /** Takes copies, in the order of the document. */
    public ParameterEdits {
        remove = List.copyOf(remove);
        keepOnly = List.copyOf(keepOnly);
        rename = copy(rename);
        replace = copy(replace);
        set = copy(set);
        setIfAbsent = copy(setIfAbsent);
        add = copy(add);
        append = copy(append);
    }

    private static Map<String, String> copy(Map<String, String> values) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
}
