package dev.sekisho.policy.introspection;

/** Nobody can say whether a token is good. The message is for people and holds nothing of the token. */
final class Unavailable extends RuntimeException {

    /** The endpoint did not answer, or nothing that can be used. */
    static final Unavailable FAILED = new Unavailable("the introspection endpoint gave no answer", false);

    /** It is not asked at the moment. */
    static final Unavailable OUTAGE = new Unavailable("the introspection endpoint fails and is not asked", false);

    /** Too many tokens are asked about. */
    static final Unavailable BUSY = new Unavailable("too many tokens are asked about at once (maxConcurrent)", false);

    private static final long serialVersionUID = 1L;

    private final boolean ofThisToken;

    /**
     * A failure.
     *
     * @param ofThisToken whether another token may fare better
     */
    Unavailable(String why, boolean ofThisToken) {
        super(why, null, false, false); // without a stack trace: anybody may cause it
        this.ofThisToken = ofThisToken;
    }

    boolean ofThisToken() {
        return ofThisToken;
    }

    /** What is wrong. */
    String why() {
        return String.valueOf(getMessage());
    }
}
