package dev.sekisho.policy.bots;

import java.util.Locale;

/** What the lists say of a request, in the order in which they are asked. */
enum Verdict {
    /** One of {@code allow}. */
    ALLOWED(true, ""),
    /** A known one that passes. */
    KNOWN(true, ""),
    /** One of {@code deny}. */
    DENIED(false, "its user agent is denied"),
    /** A known crawler that is refused. */
    CRAWLER(false, "it is a known crawler"),
    /** A known scanner that is refused. */
    SCANNER(false, "it is a known scanner"),
    /** Of no list. */
    OTHER(true, ""),
    /** Without a User-Agent, where that is refused. */
    MISSING(false, "it names no user agent"),
    /** With several. */
    REPEATED(false, "it names several user agents"),
    /** With one that is too long to be judged. */
    LONG(false, "its user agent is too long");

    private final boolean passes;
    private final String why;

    Verdict(boolean passes, String why) {
        this.passes = passes;
        this.why = why;
    }

    /** Whether the request passes. */
    boolean passes() {
        return passes;
    }

    /** Why not, for people. */
    String why() {
        return why;
    }

    /** The label in metrics. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
