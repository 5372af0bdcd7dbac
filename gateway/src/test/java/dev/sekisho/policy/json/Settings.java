package dev.sekisho.policy.json;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings with one kind of change. */
public final class Settings {

    private static final Map<String, String> NONE = Map.of();

    private Settings() {}

    /** Removes these paths. */
    public static JsonEdits remove(String... paths) {
        return of("remove", List.of(paths), NONE);
    }

    /** Keeps only these paths. */
    public static JsonEdits keepOnly(String... paths) {
        return of("keepOnly", List.of(paths), NONE);
    }

    /** One of the kinds that have a path and a value. */
    public static JsonEdits of(String kind, Map<String, String> values) {
        return of(kind, List.of(), values);
    }

    /** Another text in place of the whole. */
    public static JsonEdits template(String text) {
        return new JsonEdits(List.of(), List.of(), NONE, NONE, NONE, NONE, NONE, NONE, Optional.of(text));
    }

    private static JsonEdits of(String kind, List<String> paths, Map<String, String> values) {
        return new JsonEdits(
                kind.equals("remove") ? paths : List.of(),
                kind.equals("keepOnly") ? paths : List.of(),
                kind.equals("rename") ? values : NONE,
                kind.equals("move") ? values : NONE,
                kind.equals("replace") ? values : NONE,
                kind.equals("set") ? values : NONE,
                kind.equals("add") ? values : NONE,
                kind.equals("append") ? values : NONE,
                Optional.empty());
    }
}
