package dev.sekisho.dialect.yaml;

import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.Severity;
import dev.sekisho.model.Origin;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What one compilation of one document finds on its way. Belongs to one thread. */
final class Scope {

    /** Values longer than this are cut where a message shows them. */
    private static final int SHOWN = 80;

    final String source;
    final SecretSource secrets;
    final List<Diagnostic> found = new ArrayList<>();

    /** Names of parts that could not be read; a reference to one of them is no second error. */
    final Set<String> broken = new HashSet<>();

    /** Whether a secret was looked up, whose value another compilation may find changed. */
    boolean lookedUp;

    Scope(String source, SecretSource secrets) {
        this.source = source;
        this.secrets = secrets;
    }

    /** Adds what a part of the document has found. */
    void add(Scope part) {
        found.addAll(part.found);
        broken.addAll(part.broken);
    }

    Origin origin(YamlNode node) {
        return new Origin(source, node.line(), node.column());
    }

    void error(YamlNode node, String code, String message, String fix) {
        found.add(new Diagnostic(Severity.ERROR, "yaml." + code, origin(node), message, fix));
    }

    void error(int line, int column, String code, String message, String fix) {
        found.add(new Diagnostic(Severity.ERROR, "yaml." + code, new Origin(source, line, column), message, fix));
    }

    void warning(YamlNode node, String code, String message, String fix) {
        found.add(new Diagnostic(Severity.WARNING, "yaml." + code, origin(node), message, fix));
    }

    /** Reports a node of the wrong form. */
    void wrongType(YamlNode node, String label, String expected, String fix) {
        error(node, "type", label + ": " + describe(node) + " (expected: " + expected + ")", fix);
    }

    /** A node in the words of a message. */
    static String describe(YamlNode node) {
        return switch (node) {
            case YamlNode.Scalar scalar -> scalar.isNull() ? "no value" : show(scalar.text());
            case YamlNode.Sequence _ -> "a list";
            case YamlNode.Mapping _ -> "a mapping";
        };
    }

    /** The message of an exception about a text, with the text itself made safe and short. */
    static String message(String text, Exception e) {
        String message = String.valueOf(e.getMessage());
        if (message.startsWith(text)) {
            message = message.substring(text.length());
            return show(text) + message.replaceAll("\\p{Cntrl}", " ");
        }
        return show(message);
    }

    /** Text from a document, made safe for one line of a message. */
    static String show(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().limit(SHOWN).forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                out.append(String.format("\\u%04x", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out + (text.codePointCount(0, text.length()) > SHOWN ? "…" : "");
    }
}
