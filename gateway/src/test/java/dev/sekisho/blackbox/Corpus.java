package dev.sekisho.blackbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the tables of malformed messages under {@code src/test/resources/blackbox}. */
public final class Corpus {

    private static final Pattern REPEAT = Pattern.compile("\\{([^{}]*)\\*(\\d+)}");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(r|n|t|0|\\\\|x[0-9a-f]{2})");

    private Corpus() {}

    /** One line: its columns, of which the last is bytes, a char each. */
    public record Row(List<String> columns) {
        /** The first column. */
        public String name() {
            return columns.getFirst();
        }

        /** The last column. */
        public String bytes() {
            return columns.getLast();
        }

        @Override
        public String toString() {
            return name();
        }
    }

    /** The rows of a table with that many columns. */
    public static List<Row> read(String name, int columns) throws IOException {
        try (InputStream in = Objects.requireNonNull(Corpus.class.getResourceAsStream("/blackbox/" + name), name)) {
            List<Row> rows = new ArrayList<>();
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            text.lines().filter(l -> !l.isEmpty() && !l.startsWith("#")).forEach(line -> rows.add(row(line, columns)));
            return rows;
        }
    }

    private static Row row(String line, int columns) {
        List<String> cells = new ArrayList<>();
        for (String cell : line.split(" \\| ", columns)) {
            cells.add(cell);
        }
        if (cells.size() != columns) {
            throw new IllegalArgumentException("columns: " + cells.size() + " (expected: " + columns + "): " + line);
        }
        cells.set(columns - 1, bytes(cells.getLast()));
        return new Row(List.copyOf(cells));
    }

    /** The bytes that a cell stands for, a char each. */
    public static String bytes(String cell) {
        String repeated = REPEAT.matcher(cell.replace("{h}", "Host: test\\r\\n"))
                .replaceAll(m -> Matcher.quoteReplacement(m.group(1).repeat(Integer.parseInt(m.group(2)))));
        return ESCAPE.matcher(repeated).replaceAll(m -> Matcher.quoteReplacement(unescape(m.group(1))));
    }

    private static String unescape(String escape) {
        return switch (escape.charAt(0)) {
            case 'r' -> "\r";
            case 'n' -> "\n";
            case 't' -> "\t";
            case '0' -> "\0";
            case 'x' -> String.valueOf((char) Integer.parseInt(escape.substring(1), 16));
            default -> "\\";
        };
    }
}
