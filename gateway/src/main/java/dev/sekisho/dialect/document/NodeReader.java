package dev.sekisho.dialect.document;

import dev.sekisho.dialect.document.Node.Entry;
import dev.sekisho.dialect.document.Node.Mapping;
import dev.sekisho.dialect.document.Node.Scalar;
import dev.sekisho.dialect.document.Node.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Makes nodes of text. Built on the parser's events, not on its own composer, for three limits that one lacks: depth, the
 * size of what aliases stand for, and duplicate keys as findings with a line.
 */
public final class NodeReader {

    /** Deepest nesting; the model itself needs 8. */
    public static final int MAX_DEPTH = 64;

    /** Nodes that all aliases of a text may stand for together. */
    private static final long MAX_ALIASED = 100_000;

    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setUseMarks(true)
            .setCodePointLimit(256 << 20)
            .setAllowNonScalarKeys(true)
            .build();

    private final ParserImpl parser;
    private final int firstLine;
    private final Findings findings;
    private final Map<Anchor, Anchored> anchors = new HashMap<>();
    private long nodes;
    private long aliased;
    private int depth;
    private boolean unusual;

    private record Anchored(Node node, long size) {}

    /** Ends the reading of a text; the finding is told already. */
    private static final class Refused extends RuntimeException {
        Refused() {
            super("", null, false, false);
        }
    }

    private NodeReader(String text, int firstLine, Findings findings) {
        this.parser = new ParserImpl(SETTINGS, new StreamReader(SETTINGS, text));
        this.firstLine = firstLine;
        this.findings = findings;
    }

    /**
     * The documents of a text.
     *
     * @param roots root nodes, up to the first error of syntax
     * @param unusual whether it holds anchors, aliases or marks of documents, so that no part of it stands alone
     */
    public record Result(List<Node> roots, boolean unusual) {}

    /** Reads a text whose first line has the given number; what is wrong with it goes to the findings. */
    public static Result read(String text, int firstLine, Findings findings) {
        NodeReader reader = new NodeReader(isJson(text) ? untabbed(text) : text, firstLine, findings);
        List<Node> roots = new ArrayList<>();
        try {
            reader.stream(roots);
        } catch (Refused e) {
            reader.unusual = true;
        } catch (MarkedYamlEngineException e) {
            reader.syntax(e);
        } catch (ReaderException e) {
            reader.character(text, e);
        } catch (YamlEngineException e) {
            findings.error(firstLine, 1, "syntax", Shown.text(String.valueOf(e.getMessage())), "");
            reader.unusual = true;
        }
        return new Result(roots, reader.unusual);
    }

    private static boolean isJson(String text) {
        int at = 0;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length() && (text.charAt(at) == '{' || text.charAt(at) == '[');
    }

    /** The text with blanks in place of tabs outside strings: JSON has them everywhere, YAML not at the start of lines. */
    private static String untabbed(String text) {
        if (text.indexOf('\t') < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text);
        boolean inside = false;
        for (int i = 0; i < out.length(); i++) {
            char c = out.charAt(i);
            if (c == '"') {
                inside = !inside;
            } else if (inside && c == '\\') {
                i++;
            } else if (!inside && c == '\t') {
                out.setCharAt(i, ' ');
            }
        }
        return out.toString();
    }

    private void stream(List<Node> roots) {
        while (parser.hasNext()) {
            Event event = parser.next();
            switch (event.getEventId()) {
                case StreamStart, StreamEnd, Comment -> {}
                case DocumentStart -> {
                    anchors.clear();
                    unusual |= !roots.isEmpty();
                }
                case DocumentEnd -> {}
                default -> roots.add(node(event));
            }
        }
    }

    private Node node(Event event) {
        nodes++;
        if (event instanceof AliasEvent alias) {
            return alias(alias);
        }
        long before = nodes + aliased;
        NodeEvent start = (NodeEvent) event;
        Node node = start instanceof ScalarEvent scalar ? scalar(scalar) : collection((CollectionStartEvent) start);
        if (start.getAnchor().isPresent()) {
            unusual = true;
            anchors.put(start.getAnchor().get(), new Anchored(node, nodes + aliased - before + 1));
        }
        return node;
    }

    private Node alias(AliasEvent event) {
        unusual = true;
        Anchored anchored = anchors.get(event.getAlias());
        if (anchored == null) {
            throw refuse(
                    event, "alias", "*" + event.getAlias() + " (expected: an anchor that was completed before it)");
        }
        aliased += anchored.size();
        if (aliased > MAX_ALIASED) {
            throw refuse(event, "alias", "aliases stand for over " + MAX_ALIASED + " nodes (expected: at most that)");
        }
        return anchored.node();
    }

    private Scalar scalar(ScalarEvent event) {
        String tag = event.getTag().orElse("");
        if (!tag.isEmpty() && !tag.equals("!") && !tag.equals("tag:yaml.org,2002:str")) {
            tagged(event, tag);
        }
        return new Scalar(event.getValue(), tag.isEmpty() && event.isPlain(), line(event), column(event));
    }

    private Node collection(CollectionStartEvent event) {
        event.getTag().ifPresent(tag -> tagged(event, tag));
        if (++depth > MAX_DEPTH) {
            throw refuse(event, "depth", "nesting deeper than " + MAX_DEPTH + " (expected: at most that)");
        }
        Node node = event.getEventId() == Event.ID.SequenceStart ? sequence(event) : mapping(event);
        depth--;
        return node;
    }

    private Sequence sequence(Event start) {
        List<Node> items = new ArrayList<>();
        for (Event event = parser.next(); event.getEventId() != Event.ID.SequenceEnd; event = parser.next()) {
            if (event.getEventId() != Event.ID.Comment) {
                items.add(node(event));
            }
        }
        return new Sequence(items, line(start), column(start));
    }

    private Mapping mapping(Event start) {
        List<Entry> entries = new ArrayList<>();
        Map<String, Scalar> seen = new HashMap<>();
        for (Event event = parser.next(); event.getEventId() != Event.ID.MappingEnd; event = parser.next()) {
            if (event.getEventId() == Event.ID.Comment) {
                continue;
            }
            Node key = node(event);
            Node value = node(parser.next());
            if (!(key instanceof Scalar name)) {
                findings.error(line(event), column(event), "key", Shown.node(key) + " as a key (expected: text)", "");
                continue;
            }
            Scalar first = seen.putIfAbsent(name.text(), name);
            if (first == null) {
                entries.add(new Entry(name, value));
            } else {
                String place = "line " + first.line() + " column " + first.column();
                String message = Shown.text(name.text()) + " (expected: once, but it stands at " + place + " too)";
                findings.error(line(event), column(event), "duplicate-key", message, "keep one of them");
            }
        }
        return new Mapping(entries, line(start), column(start));
    }

    private void tagged(Event event, String tag) {
        String message = "tag " + Shown.text(tag) + " (expected: none)";
        findings.error(line(event), column(event), "tag", message, "remove the tag; types follow from the keys");
    }

    private Refused refuse(Event event, String code, String message) {
        findings.error(line(event), column(event), code, message, "");
        return new Refused();
    }

    private void syntax(MarkedYamlEngineException e) {
        unusual = true;
        int line = e.getProblemMark().map(m -> m.getLine() + firstLine).orElse(firstLine);
        int column = e.getProblemMark().map(m -> m.getColumn() + 1).orElse(1);
        String context = Optional.ofNullable(e.getContext()).map(c -> c + ": ").orElse("");
        findings.error(line, column, "syntax", Shown.text(context + e.getProblem()), "");
    }

    private void character(String text, ReaderException e) {
        unusual = true;
        int at = text.offsetByCodePoints(0, Math.min(e.getPosition(), text.codePointCount(0, text.length())));
        int lineStart = text.lastIndexOf('\n', Math.max(at - 1, 0)) + 1;
        int line = firstLine
                + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
        String message = String.format("character U+%04X (expected: none that is not printable)", e.getCodePoint());
        findings.error(line, Math.max(1, at - lineStart + 1), "character", message, "");
    }

    private int line(Event event) {
        return event.getStartMark().map(m -> m.getLine() + firstLine).orElse(firstLine);
    }

    private int column(Event event) {
        return event.getStartMark().map(m -> m.getColumn() + 1).orElse(1);
    }
}
