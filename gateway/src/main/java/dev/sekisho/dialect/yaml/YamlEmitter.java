package dev.sekisho.dialect.yaml;

import dev.sekisho.dialect.document.Node;
import dev.sekisho.dialect.document.Node.Entry;
import dev.sekisho.dialect.document.Node.Mapping;
import dev.sekisho.dialect.document.Node.Scalar;
import dev.sekisho.dialect.document.Node.Sequence;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Prints nodes in block style, lists of scalars on one line, and quotes only where a reader could take another meaning. */
final class YamlEmitter {

    /** Text that means itself without quotes, everywhere and to readers of YAML 1.1 and 1.2. */
    private static final Pattern SAFE = Pattern.compile("[A-Za-z_/][A-Za-z0-9_./*+@%=~-]*");

    private static final Set<String> WORDS = Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

    private final StringBuilder out = new StringBuilder();

    private YamlEmitter() {}

    /** The text of a document. */
    static String emit(Mapping root) {
        YamlEmitter emitter = new YamlEmitter();
        if (root.entries().isEmpty()) {
            return "{}\n";
        }
        emitter.entries(root.entries(), 0);
        return emitter.out.toString();
    }

    private void entries(List<Entry> entries, int depth) {
        for (int i = 0; i < entries.size(); i++) {
            if (i > 0) {
                out.append("  ".repeat(depth));
            }
            out.append(scalar(entries.get(i).key())).append(':');
            value(entries.get(i).value(), depth);
        }
    }

    private void value(Node node, int depth) {
        if (node instanceof Mapping mapping && !mapping.entries().isEmpty()) {
            out.append('\n').append("  ".repeat(depth + 1));
            entries(mapping.entries(), depth + 1);
        } else if (node instanceof Sequence sequence
                && sequence.items().stream().anyMatch(n -> !(n instanceof Scalar))) {
            out.append('\n');
            sequence.items().forEach(item -> item(item, depth + 1));
        } else {
            out.append(' ').append(inline(node)).append('\n');
        }
    }

    private void item(Node item, int depth) {
        out.append("  ".repeat(depth)).append("- ");
        if (item instanceof Mapping mapping && !mapping.entries().isEmpty()) {
            entries(mapping.entries(), depth + 1);
        } else {
            out.append(inline(item)).append('\n');
        }
    }

    private static String inline(Node node) {
        return switch (node) {
            case Scalar scalar -> scalar(scalar);
            case Sequence sequence ->
                sequence.items().stream().map(YamlEmitter::inline).collect(Collectors.joining(", ", "[", "]"));
            case Mapping mapping when mapping.entries().isEmpty() -> "{}";
            case Mapping mapping ->
                mapping.entries().stream()
                        .map(entry -> scalar(entry.key()) + ": " + inline(entry.value()))
                        .collect(Collectors.joining(", ", "{ ", " }"));
        };
    }

    private static String scalar(Scalar scalar) {
        String text = scalar.text();
        boolean safe = SAFE.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT));
        return scalar.plain() || safe ? text : quoted(text);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> {
                    boolean visible = c != 0x7F && c != 0xFEFF && (c < 0x80 || c > 0xA0) && c != 0x2028 && c != 0x2029;
                    if (c >= ' ' && visible && StreamReader.isPrintable(c)) {
                        quoted.appendCodePoint(c);
                    } else {
                        quoted.append(String.format("\\U%08x", c));
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }
}
