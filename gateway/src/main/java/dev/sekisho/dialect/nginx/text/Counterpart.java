package dev.sekisho.dialect.nginx.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What stands for a variable of nginx's own.
 *
 * @param name its name; of one with a free rest what it begins with, and an asterisk
 * @param placeholder what stands for it; empty where nothing does, or only a place knows it
 * @param isOfResponse whether it is empty as long as there is no response
 * @param isOfPlace whether it is the same for all requests of a place
 * @param remark in what it differs, or why there is nothing; empty for nothing to say
 */
record Counterpart(String name, String placeholder, boolean isOfResponse, boolean isOfPlace, String remark) {

    private static final Map<String, Counterpart> ALL = read();

    /** That of a variable; nothing where nginx has none of that name. */
    static Optional<Counterpart> of(String name) {
        Counterpart exact = ALL.get(name);
        if (exact != null) {
            return Optional.of(exact);
        }
        for (int end = name.lastIndexOf('_'); end > 0; end = name.lastIndexOf('_', end - 1)) {
            Counterpart prefix = ALL.get(name.substring(0, end + 1) + "*");
            if (prefix != null && end + 1 < name.length()) {
                return Optional.of(prefix.filled(name.substring(end + 1)));
            }
        }
        return Optional.empty();
    }

    /** Whether there is anything to stand for it. */
    boolean isKnown() {
        return !placeholder.isEmpty();
    }

    /** Fields have hyphens where variables have underscores. */
    private Counterpart filled(String rest) {
        boolean field = placeholder.toLowerCase(Locale.ROOT).contains("header.");
        String made = placeholder.replace("*", field ? rest.replace('_', '-') : rest);
        return new Counterpart(name, made, isOfResponse, isOfPlace, remark);
    }

    private static Map<String, Counterpart> read() {
        try (InputStream in = Objects.requireNonNull(Counterpart.class.getResourceAsStream("placeholders.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Counterpart::row)
                    .collect(Collectors.toUnmodifiableMap(Counterpart::name, Function.identity()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Counterpart row(String line) {
        String[] columns = line.split("\\|", -1);
        return new Counterpart(
                columns[0], columns[1], columns[2].equals("response"), columns[2].equals("place"), columns[3]);
    }
}
