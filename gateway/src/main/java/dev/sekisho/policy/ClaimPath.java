package dev.sekisho.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which claim: by its name, or, where there is none of that name, by a way through objects with dots between their names. Immutable.
 *
 * @param text as configured
 * @param steps its parts
 */
public record ClaimPath(String text, List<String> steps) {

    /**
     * Of a text.
     *
     * @throws IllegalArgumentException where it is blank
     */
    public static ClaimPath of(String setting, String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(setting + ": \"" + text + "\" (expected: name of a claim)");
        }
        return new ClaimPath(text, List.of(text.split("\\.", -1)));
    }

    /** The claim's value; empty where it is not there. */
    public Optional<Object> find(Map<String, Object> claims) {
        Object direct = claims.get(text);
        if (direct != null) {
            return Optional.of(direct);
        }
        Object at = claims;
        for (String step : steps) {
            Object next = at instanceof Map<?, ?> map ? map.get(step) : null;
            if (next == null) {
                return Optional.empty();
            }
            at = next;
        }
        return Optional.of(at);
    }

    /** The claim as single texts: the elements of a list, the value itself otherwise; none of an object. */
    public List<String> texts(Map<String, Object> claims) {
        List<String> texts = new ArrayList<>();
        Object value = find(claims).orElse(List.of());
        for (Object element : value instanceof List<?> list ? list : List.of(value)) {
            if (!(element instanceof Map) && !(element instanceof List)) {
                texts.add(String.valueOf(element));
            }
        }
        return texts;
    }

    /** The same with the words of a text that is no list, with blanks or commas between them. */
    public List<String> words(Map<String, Object> claims) {
        if (find(claims).orElse("") instanceof String text) {
            return List.of(text.split("[ ,]+")).stream()
                    .filter(word -> !word.isEmpty())
                    .toList();
        }
        return texts(claims);
    }

    /** The claim as the value of a field, elements of a list with commas between; empty where it is not there. */
    public String field(Map<String, Object> claims) {
        List<String> texts = texts(claims);
        if (find(claims).orElse("") instanceof List) {
            return FieldText.of(texts, ',');
        }
        return texts.isEmpty() ? "" : FieldText.of(texts.getFirst());
    }
}
