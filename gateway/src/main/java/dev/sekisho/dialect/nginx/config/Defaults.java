package dev.sekisho.dialect.nginx.config;

import dev.sekisho.dialect.nginx.syntax.ConfigFiles;
import dev.sekisho.dialect.nginx.syntax.ConfigParser;
import dev.sekisho.dialect.nginx.syntax.Directive;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What holds where a directive stands nowhere. Immutable, thread-safe. */
public final class Defaults {

    private static final Map<String, Directive> ALL = read();

    private Defaults() {}

    /** The directive that nginx behaves as if it were written; nothing where it has no such default. */
    public static Optional<Directive> of(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    /** All of them by name. */
    public static Map<String, Directive> all() {
        return ALL;
    }

    private static Map<String, Directive> read() {
        try (InputStream in = Objects.requireNonNull(Defaults.class.getResourceAsStream("defaults.txt"))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.joining(";\n", "", ";"));
            return ConfigParser.parse(new Only(text), "/nginx", "").main().directives().stream()
                    .collect(Collectors.toUnmodifiableMap(Directive::name, Function.identity()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A single file. */
    private record Only(String text) implements ConfigFiles {
        @Override
        public Reading read(String path) {
            return new Content(text);
        }

        @Override
        public List<String> glob(String pattern) {
            return List.of();
        }
    }
}
