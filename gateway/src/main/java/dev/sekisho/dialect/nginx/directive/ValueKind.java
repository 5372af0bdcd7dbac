package dev.sekisho.dialect.nginx.directive;

/** What the arguments of a directive are. */
public enum ValueKind {
    /** {@code on} or {@code off}. */
    FLAG,
    /** A text; once on a level. */
    TEXT,
    /** A text; any number of times on a level. */
    TEXTS,
    /** A name and a value; any number of times. */
    PAIRS,
    /** A whole number that is not negative. */
    NUMBER,
    /** Bytes, with {@code k} or {@code m}. */
    SIZE,
    /** Bytes, with {@code k}, {@code m} or {@code g}. */
    OFFSET,
    /** A time in steps of a millisecond. */
    MILLISECONDS,
    /** A time in steps of a second. */
    SECONDS,
    /** A number of buffers and their size. */
    BUFFERS,
    /** One of a list. */
    ENUM,
    /** Some of a list. */
    SET,
    /** A folder, with up to three levels of folders in it. */
    PATH,
    /** Rights of users: {@code user:rw}, {@code group:r}, {@code all:r}. */
    ACCESS,
    /** A text with variables; once on a level. */
    VALUE,
    /** MIME types. */
    TYPES,
    /** Texts with variables, each a condition. */
    PREDICATES,
    /** Something with rules of its own. */
    OWN
}
