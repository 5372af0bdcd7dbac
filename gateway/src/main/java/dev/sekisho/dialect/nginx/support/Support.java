package dev.sekisho.dialect.nginx.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What becomes of a directive.
 *
 * @param status whether it does here what it does in nginx
 * @param reason why not; empty for one that is honoured
 */
public record Support(Status status, String reason) {

    /** Whether a directive does here what it does in nginx. */
    public enum Status {
        /** It does; where a part of it cannot, a finding tells which. */
        HONOURED,
        /** It tells nginx how to work inside, or asks for what is done anyway. */
        NO_EFFECT,
        /** Requests would be answered otherwise, so a configuration that has it is not served. */
        REFUSED
    }

    private static final Support UNKNOWN = new Support(Status.REFUSED, "nothing here does the same");
    private static final List<Line> LINES = read();

    /** A line of the table. */
    private record Line(Support support, List<String> names) {

        boolean isFor(String name) {
            return names.stream().anyMatch(each -> fits(each, name));
        }

        private static boolean fits(String pattern, String name) {
            if (pattern.startsWith("*")) {
                return name.endsWith(pattern.substring(1));
            }
            return pattern.endsWith("*")
                    ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                    : name.equals(pattern);
        }
    }

    /**
     * What becomes of the directive of this name in {@code http}, {@code stream} or {@code mail}, which may have a line of its
     * own there: {@code stream:return}.
     */
    public static Support of(String block, String name) {
        String own = block + ":" + name;
        return LINES.stream()
                .filter(line -> line.isFor(own))
                .findFirst()
                .map(Line::support)
                .orElseGet(() -> of(name));
    }

    /** What becomes of the directive of this name. */
    public static Support of(String name) {
        return LINES.stream()
                .filter(line -> line.isFor(name))
                .findFirst()
                .map(Line::support)
                .orElse(UNKNOWN);
    }

    private static List<Line> read() {
        List<Line> lines = new ArrayList<>();
        try (InputStream in = Objects.requireNonNull(Support.class.getResourceAsStream("support.txt"))) {
            for (String text : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (!text.startsWith("#")) {
                    List<String> parts = List.of(text.split("\\|", -1));
                    Status status = Status.valueOf(
                            parts.getFirst().strip().toUpperCase(Locale.ROOT).replace('-', '_'));
                    lines.add(new Line(
                            new Support(status, parts.get(1).strip()),
                            List.of(parts.get(2).strip().split(" ", -1))));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(lines);
    }
}
