package dev.sekisho.dialect;

import dev.sekisho.model.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The kinds of diagnostics that a program can give, by their codes. Immutable, thread-safe. */
public final class Catalogue {

    private final Map<String, DiagnosticKind> kinds = new TreeMap<>();

    /**
     * A catalogue of these kinds.
     *
     * @throws IllegalArgumentException where a code stands twice
     */
    public Catalogue(List<DiagnosticKind> all) {
        for (DiagnosticKind kind : all) {
            if (kinds.putIfAbsent(kind.code(), kind) != null) {
                throw new IllegalArgumentException("code: " + kind.code() + " (expected: once in the catalogue)");
            }
        }
    }

    /** All kinds, by code. */
    public List<DiagnosticKind> all() {
        return List.copyOf(kinds.values());
    }

    /** The kind of that code. */
    public Optional<DiagnosticKind> find(String code) {
        return Optional.ofNullable(kinds.get(code));
    }

    /** What may have been meant by a code that there is not: the nearest one, or those that end in it. */
    public List<String> suggestions(String code) {
        List<String> near = new ArrayList<>();
        for (String known : kinds.keySet()) {
            if (!code.isEmpty() && known.endsWith("." + code)) {
                near.add(known);
            }
        }
        if (near.isEmpty()) {
            Nearest.of(code, kinds.keySet()).ifPresent(near::add);
        }
        return near;
    }
}
