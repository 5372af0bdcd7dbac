package dev.sekisho.policy;

import java.time.Instant;
import java.util.Optional;

/** A token that is not taken. The message is for people and holds nothing of the token. */
public final class BadToken extends Exception {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // never serialized
    private final Optional<Instant> expired;

    private BadToken(String why, Optional<Instant> expired) {
        super(why, null, false, false); // without a stack trace: anybody may cause it
        this.expired = expired;
    }

    /** One that is wrong. */
    public static BadToken invalid(String why) {
        return new BadToken(why, Optional.empty());
    }

    /** One that has ended. */
    public static BadToken expired(Instant at) {
        return new BadToken("expired at " + at, Optional.of(at));
    }

    /** When it ended; empty where something else is wrong. */
    public Optional<Instant> expiredAt() {
        return expired;
    }

    /** What is wrong. */
    public String why() {
        return String.valueOf(getMessage());
    }
}
