package dev.sekisho.dialect;

import java.util.List;

/**
 * A configuration language. Compiling is pure: no clock, and no input beyond the documents and what the dialect was made
 * with. Implementations are thread-safe.
 */
public interface Dialect {

    /** Name, as given to {@code --dialect}. */
    String name();

    /** Whether the document looks like one of this dialect; cheap, and never fails on foreign text. */
    boolean recognises(Document document);

    /** Compiles the documents together to one model. Errors are diagnostics, never exceptions. */
    Compilation compile(List<Document> documents);

    /** The same language without repairs: what its own product would refuse or do otherwise is not mended. */
    default Dialect strict() {
        return this;
    }

    /**
     * The same language, whose models answer in the form of the product that it belongs to: its error bodies, and the fields by which it
     * tells of itself. A language whose product has no such form gives itself.
     */
    default Dialect inFormOfProduct() {
        return this;
    }

    /** The kinds of diagnostics that only this dialect has. */
    default List<DiagnosticKind> kinds() {
        return List.of();
    }
}
