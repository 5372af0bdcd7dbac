package dev.sekisho.policy.introspection;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the endpoint has said of a token. Thread-safe. It keeps what a policy has made of it, so that a request with a known token costs
 * one look-up; where policies with other rules share it, each makes it anew.
 */
final class Finding {

    private final boolean active;
    private final Map<String, Object> members;
    private final long until;
    private volatile @Nullable Verdict verdict;

    /**
     * A finding.
     *
     * @param active whether the token is good
     * @param members of the answer
     * @param until how long it may be used, a {@link System#nanoTime} value
     */
    Finding(boolean active, Map<String, Object> members, long until) {
        this.active = active;
        this.members = members;
        this.until = until;
    }

    boolean active() {
        return active;
    }

    Map<String, Object> members() {
        return members;
    }

    /** Whether it may be used at that time. */
    boolean holds(long now) {
        return now - until < 0;
    }

    /** What was made of it last, by whichever policy; null where nothing was. */
    @Nullable
    Verdict verdict() {
        return verdict;
    }

    void verdict(Verdict made) {
        verdict = made;
    }
}
