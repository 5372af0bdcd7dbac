package dev.sekisho.dialect;

/** How grave a diagnostic is. */
public enum Severity {
    /** Nothing can be served until it is mended. */
    ERROR,
    /** It is served, but probably does not do what its author meant. */
    WARNING,
    /** Worth knowing. */
    INFO
}
