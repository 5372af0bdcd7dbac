package dev.sekisho.dialect.nginx.directive;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The directives that nginx has: those of 1.22, newer ones and those of NGINX Plus. Immutable, thread-safe. */
public final class DirectiveTable {

    private final Map<String, List<DirectiveSpec>> byName = new LinkedHashMap<>();

    private DirectiveTable(List<DirectiveSpec> specs) {
        specs.forEach(spec ->
                byName.computeIfAbsent(spec.name(), name -> new ArrayList<>()).add(spec));
    }

    /** The one table. */
    public static DirectiveTable standard() {
        return Holder.TABLE;
    }

    /** The directives of that name, which differ by where they may stand; none where nginx has none. */
    public List<DirectiveSpec> named(String name) {
        return List.copyOf(byName.getOrDefault(name, List.of()));
    }

    /** All names. */
    public Set<String> names() {
        return Set.copyOf(byName.keySet());
    }

    /** All directives. */
    public List<DirectiveSpec> all() {
        return byName.values().stream().flatMap(List::stream).toList();
    }

    private static final class Holder {
        static final DirectiveTable TABLE = read();

        private static DirectiveTable read() {
            try (InputStream in = Objects.requireNonNull(DirectiveTable.class.getResourceAsStream("directives.txt"))) {
                return new DirectiveTable(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> !line.startsWith("#"))
                        .map(DirectiveSpec::of)
                        .toList());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
