package dev.sekisho.dialect.kong.plugin;

import dev.sekisho.dialect.document.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of a plugin, or a record in them, as they were read: what is not written has its default. Belongs to one thread, immutable
 * once it is read.
 */
final class Settings {

    private final Node place;
    private final String path;
    private final Map<String, Object> values = new HashMap<>();
    private final Map<String, Node> nodes = new HashMap<>();

    /** Without any value yet. */
    Settings(Node place, String path) {
        this.place = place;
        this.path = path;
    }

    void put(String name, Object value) {
        values.put(name, value);
    }

    void put(String name, Object value, Node node) {
        values.put(name, value);
        nodes.put(name, node);
    }

    /** Where the field is written; where it is not, the settings. */
    Node at(String name) {
        return nodes.getOrDefault(name, place);
    }

    /** Where the settings are written. */
    Node place() {
        return place;
    }

    /** The field as messages call it. */
    String label(String name) {
        return path + "." + name;
    }

    /** Whether it is written, and not as null. */
    boolean isWritten(String name) {
        return nodes.containsKey(name);
    }

    /** Its value, default included. */
    Optional<Object> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    private <T> Optional<T> value(String name, Class<T> type) {
        return value(name).map(type::cast);
    }

    Optional<String> text(String name) {
        return value(name, String.class);
    }

    boolean flag(String name) {
        return value(name, Boolean.class).orElse(false);
    }

    Optional<Long> whole(String name) {
        return value(name, Long.class);
    }

    Optional<Double> number(String name) {
        return value(name, Double.class);
    }

    /** Empty where there is none. */
    @SuppressWarnings("unchecked") // the reader has made it of texts alone
    List<String> texts(String name) {
        return (List<String>) value(name, List.class).orElse(List.of());
    }

    /** Empty where there is none. */
    @SuppressWarnings("unchecked") // the reader has made it of whole numbers alone
    List<Long> wholes(String name) {
        return (List<Long>) value(name, List.class).orElse(List.of());
    }

    /** In the order of the document; empty where there is none. */
    @SuppressWarnings("unchecked") // the reader has made it of texts alone
    Map<String, String> map(String name) {
        return (Map<String, String>) value(name, Map.class).orElse(Map.of());
    }

    /** A record in it; with defaults alone where it is not written. */
    Settings part(String name) {
        return value(name, Settings.class)
                .orElseThrow(() -> new IllegalStateException(label(name) + ": no record (expected: one)"));
    }

    /** Records of a list; empty where there is none. */
    @SuppressWarnings("unchecked") // the reader has made it of records alone
    List<Settings> list(String name) {
        return (List<Settings>) value(name, List.class).orElse(List.of());
    }

    /** Records by name, in the order of the document. */
    @SuppressWarnings("unchecked") // the reader has made it of records alone
    Map<String, Settings> parts(String name) {
        return (Map<String, Settings>) value(name, Map.class).orElse(Map.of());
    }
}
