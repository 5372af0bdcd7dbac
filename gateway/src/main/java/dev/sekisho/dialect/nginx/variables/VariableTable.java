package dev.sekisho.dialect.nginx.variables;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The variables that nginx has of itself, in http or in stream. Names are compared in lower case, as nginx keeps them.
 * Immutable, thread-safe.
 */
public final class VariableTable {

    private final Map<String, BuiltIn> exact = new HashMap<>();
    private final Map<String, BuiltIn> prefixes = new HashMap<>();

    /**
     * A variable of nginx's own.
     *
     * @param name its name, or what it begins with
     * @param isPrefix whether the rest of the name is free, as with {@code http_}
     * @param isChangeable whether a configuration may define it again
     * @param since the version that brought it, {@code plus} for NGINX Plus; empty where 1.22 has it
     */
    public record BuiltIn(String name, boolean isPrefix, boolean isChangeable, String since) {}

    private VariableTable(List<String> lines, String kind) {
        for (String line : lines) {
            List<String> words = List.of(line.split(" "));
            if (words.getFirst().equals(kind)) {
                BuiltIn variable = new BuiltIn(
                        words.get(1),
                        words.contains("prefix"),
                        words.contains("changeable"),
                        words.getLast().startsWith("@") ? words.getLast().substring(1) : "");
                (variable.isPrefix() ? prefixes : exact).put(variable.name(), variable);
            }
        }
    }

    /** Those of {@code http}. */
    public static VariableTable http() {
        return Tables.HTTP;
    }

    /** Those of {@code stream}. */
    public static VariableTable stream() {
        return Tables.STREAM;
    }

    /** The variable of this name, a dollar sign not included. */
    public Optional<BuiltIn> find(String name) {
        BuiltIn variable = exact.get(name);
        if (variable != null) {
            return Optional.of(variable);
        }
        return prefixes.values().stream()
                .filter(prefix -> name.length() > prefix.name().length() && name.startsWith(prefix.name()))
                .findFirst();
    }

    /** Whether a configuration that defines this name redefines a variable of nginx that stays as it is. */
    public boolean isFixed(String name) {
        BuiltIn variable = exact.get(name);
        return variable != null && !variable.isChangeable();
    }

    /** All names and beginnings of names. */
    public List<String> names() {
        return exact.keySet().stream().sorted().toList();
    }

    private static final class Tables {
        private static final List<String> LINES = lines();
        static final VariableTable HTTP = new VariableTable(LINES, "http");
        static final VariableTable STREAM = new VariableTable(LINES, "stream");

        private static List<String> lines() {
            try (InputStream in = Objects.requireNonNull(VariableTable.class.getResourceAsStream("variables.txt"))) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> !line.startsWith("#"))
                        .toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
