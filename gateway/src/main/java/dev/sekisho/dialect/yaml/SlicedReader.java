package dev.sekisho.dialect.yaml;

import dev.sekisho.dialect.document.Node;
import dev.sekisho.dialect.document.Node.Mapping;
import dev.sekisho.dialect.document.Node.Sequence;
import dev.sekisho.dialect.document.NodeReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a document piece by piece, taking what did not change from the last compilation. Belongs to one thread. */
final class SlicedReader {

    /** Items that are parsed together: a parser for each would cost more than the parsing. */
    private static final int CHUNK = 256;

    /** Chunks from which on they are read by all processors: a start with some thousand routes. */
    private static final int PARALLEL = 16;

    private final String text;
    private final Scope scope;
    private final ModelParts parts;
    private final Memo before;
    private final Memo.Builder after = new Memo.Builder();

    private SlicedReader(String text, Scope scope, ModelParts parts, Memo before) {
        this.text = text;
        this.scope = scope;
        this.parts = parts;
        this.before = before;
    }

    /**
     * Reads a document into parts and scope.
     *
     * @return what to keep for the next compilation; nothing where the document has to be read as a whole, and then parts
     *     and scope hold some of it and must be thrown away
     */
    static Optional<Memo> read(String text, Scope scope, ModelParts parts, Memo before) {
        Optional<List<Slices.Section>> sections = Slices.cut(text);
        SlicedReader reader = new SlicedReader(text, scope, parts, before);
        if (sections.isEmpty() || !reader.sections(sections.get())) {
            return Optional.empty();
        }
        return Optional.of(reader.after.build(text));
    }

    private boolean sections(List<Slices.Section> sections) {
        Set<String> seen = new HashSet<>();
        for (Slices.Section section : sections) {
            Codec element = parts.element(section.key());
            boolean read = element != null && section.count() > 0 ? items(section, element) : whole(section);
            if (!read || !seen.add(section.key())) {
                return false;
            }
        }
        return true;
    }

    /** A key with a value that is no block sequence. */
    private boolean whole(Slices.Section section) {
        Optional<Node> root = parse(section.start(), section.end(), section.line(), scope);
        if (root.isEmpty()
                || !(root.get() instanceof Mapping mapping)
                || mapping.entries().size() != 1) {
            return false;
        }
        parts.entry(mapping.entries().getFirst(), scope);
        return true;
    }

    private boolean items(Slices.Section section, Codec element) {
        @Nullable Object[] values = before.keep(section, text);
        @Nullable Object[] keep = values.clone();
        List<Chunk> chunks = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            int start = i;
            while (i < values.length && i - start < CHUNK && values[i] == null) {
                i++;
            }
            if (i > start) {
                chunks.add(new Chunk(section, start, i--));
            }
        }
        Stream<Chunk> stream = chunks.size() < PARALLEL ? chunks.stream() : chunks.parallelStream();
        List<Optional<Scope>> scopes =
                stream.map(chunk -> chunk(chunk, element, values, keep)).toList();
        if (scopes.stream().anyMatch(Optional::isEmpty)) {
            return false;
        }
        scopes.forEach(part -> scope.add(part.orElseThrow()));
        parts.add(section.key(), Arrays.stream(values).filter(Objects::nonNull).toList());
        after.add(section, keep);
        return true;
    }

    /** Items that stand next to each other. */
    private record Chunk(Slices.Section section, int from, int to) {}

    /** Reads a chunk into its own part of the arrays; nothing where it does not stand alone. Shares nothing else. */
    private Optional<Scope> chunk(Chunk chunk, Codec element, @Nullable Object[] values, @Nullable Object[] keep) {
        Scope own = new Scope(scope.source, scope.secrets);
        Slices.Section section = chunk.section();
        int from = chunk.from();
        Optional<Node> root = parse(section.items()[from], section.items()[chunk.to()], section.lines()[from], own);
        if (root.isEmpty()
                || !(root.get() instanceof Sequence sequence)
                || sequence.items().size() != chunk.to() - from) {
            return Optional.empty();
        }
        for (int i = from; i < chunk.to(); i++) {
            Node node = sequence.items().get(i - from);
            if (node.line() < section.lines()[i] || node.line() >= section.lines()[i + 1]) {
                return Optional.empty();
            }
            int found = own.found.size();
            own.lookedUp = false;
            values[i] = ListCodec.item(element, node, own);
            keep[i] = own.lookedUp || own.found.size() > found ? null : values[i];
        }
        return Optional.of(own);
    }

    /** The one root of a piece; nothing where the piece does not stand alone. */
    private Optional<Node> parse(int from, int to, int line, Scope scope) {
        int found = scope.found.size();
        NodeReader.Result result = NodeReader.read(text.substring(from, to), line, scope);
        boolean alone = !result.unusual() && result.roots().size() == 1 && scope.found.size() == found;
        return alone ? Optional.of(result.roots().getFirst()) : Optional.empty();
    }
}
