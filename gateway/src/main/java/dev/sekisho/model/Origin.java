package dev.sekisho.model;

/**
 * Where a part of the configuration was written.
 *
 * <p>All origins are equal: where a thing was written is no part of what it is, so two models that differ only in comments
 * and line numbers are equal, and a reload that changes nothing else does nothing.
 *
 * @param source file name as the user gave it, or another name of the source
 * @param line line, counted from 1; 0 where the part was not written in a document
 * @param column column, counted from 1; 0 where the part was not written in a document
 */
public record Origin(String source, int line, int column) {

    /** The origin of what stands in no document: defaults, and models built by code. */
    public static final Origin NONE = new Origin("", 0, 0);

    /** True for every origin. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Origin;
    }

    @Override
    public int hashCode() {
        return 0;
    }

    /** {@code file:line:column}, the form that editors open on a click. */
    @Override
    public String toString() {
        return line == 0 ? source : source + ":" + line + ":" + column;
    }
}
