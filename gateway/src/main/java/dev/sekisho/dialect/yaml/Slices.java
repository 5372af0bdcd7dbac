package dev.sekisho.dialect.yaml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Cuts a document into its top-level keys, and block sequences under them into the text of their items, without reading
 * YAML: by indentation alone. A piece is handed to the parser by itself, and must come out as exactly what it was cut as;
 * where it does not, or the text has anything this cut does not know, the document is read as a whole. A cut inside a
 * quoted text or a flow collection leaves a piece that does not parse, so it cannot pass unseen.
 */
final class Slices {

    private static final int PLAIN = -2;
    private static final int UNDECIDED = -1;

    /**
     * A top-level key.
     *
     * @param start where its text starts
     * @param end where it ends
     * @param line line of the key
     * @param items where the items of its sequence start, and the end of the last; empty where it holds no block sequence
     * @param lines lines of the items, and the line after the last
     */
    record Section(String key, int start, int end, int line, int[] items, int[] lines) {
        int count() {
            return Math.max(0, items.length - 1);
        }
    }

    private final String text;
    private final List<Section> sections = new ArrayList<>();
    private String key = "";
    private int start;
    private int startLine;
    private int indent = PLAIN;
    private int[] items = new int[16];
    private int[] lines = new int[16];
    private int count;
    private boolean started;

    private Slices(String text) {
        this.text = text;
    }

    /** The sections of a text; nothing where it has to be read as a whole. */
    static Optional<List<Section>> cut(String text) {
        if (text.indexOf('\r') >= 0 || text.indexOf('\t') >= 0) {
            return Optional.empty();
        }
        Slices slices = new Slices(text);
        int line = 1;
        for (int at = 0; at < text.length(); line++) {
            int newline = text.indexOf('\n', at);
            int end = newline < 0 ? text.length() : newline;
            if (!slices.line(at, end, line)) {
                return Optional.empty();
            }
            at = end + 1;
        }
        slices.close(text.length(), line);
        return slices.sections.isEmpty() ? Optional.empty() : Optional.of(slices.sections);
    }

    private boolean line(int at, int end, int line) {
        int first = at;
        while (first < end && text.charAt(first) == ' ') {
            first++;
        }
        if (first == end || text.charAt(first) == '#') {
            return true;
        }
        if (key.isEmpty() && !started && text.startsWith("---", at) && end == at + 3) {
            started = true;
            return true;
        }
        boolean dash = text.charAt(first) == '-' && (first + 1 == end || text.charAt(first + 1) == ' ');
        if (first == at && !dash) {
            return key(at, end, line);
        }
        return !key.isEmpty() && content(at, first - at, dash, line);
    }

    /** Opens a section; the text after the colon, if any, decides that it holds no block sequence. */
    private boolean key(int at, int end, int line) {
        int colon = at;
        while (colon < end && Character.isLetter(text.charAt(colon))) {
            colon++;
        }
        if (colon == at || colon == end || text.charAt(colon) != ':') {
            return false;
        }
        int rest = colon + 1;
        while (rest < end && text.charAt(rest) == ' ') {
            rest++;
        }
        boolean bare = rest == end || rest > colon + 1 && text.charAt(rest) == '#';
        if (!bare && rest == colon + 1) {
            return false;
        }
        close(at, line);
        key = text.substring(at, colon);
        start = at;
        startLine = line;
        indent = bare ? UNDECIDED : PLAIN;
        return true;
    }

    private boolean content(int at, int depth, boolean dash, int line) {
        if (indent == PLAIN) {
            return depth > 0;
        }
        if (indent == UNDECIDED) {
            indent = dash ? depth : PLAIN;
        }
        if (dash && depth == indent) {
            item(at, line);
            return true;
        }
        return indent == PLAIN ? depth > 0 : depth > indent;
    }

    private void item(int at, int line) {
        if (count + 1 >= items.length) {
            items = Arrays.copyOf(items, items.length * 2);
            lines = Arrays.copyOf(lines, lines.length * 2);
        }
        items[count] = at;
        lines[count++] = line;
    }

    private void close(int end, int line) {
        if (!key.isEmpty()) {
            if (count > 0) {
                items[count] = end;
                lines[count] = line;
            }
            int size = count == 0 ? 0 : count + 1;
            sections.add(
                    new Section(key, start, end, startLine, Arrays.copyOf(items, size), Arrays.copyOf(lines, size)));
        }
        count = 0;
    }
}
