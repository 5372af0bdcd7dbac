package dev.sekisho.policy.json;

/** A text that is no JSON as it is taken here; tells where. */
public final class JsonFault extends Exception {

    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Kind {
        /** No JSON of RFC 8259, in UTF-8, without a mark before it. */
        MALFORMED,
        /** An object has a member twice, of which readers take one or the other (RFC 8259 section 4). */
        DUPLICATE,
        /** Nested too deep. */
        TOO_DEEP,
        /** It is good, but what is to be made of it is longer than may be. */
        TOO_LONG
    }

    private final Kind kind;
    private final int line;
    private final int column;

    JsonFault(Kind kind, int line, int column) {
        super(kind + " at line " + line + ", column " + column, null, false, false);
        this.kind = kind;
        this.line = line;
        this.column = column;
    }

    /** What is wrong. */
    public Kind kind() {
        return kind;
    }

    /** The line, from 1. */
    public int line() {
        return line;
    }

    /** The column in it, in bytes from 1; behind what was understood. */
    public int column() {
        return column;
    }
}
