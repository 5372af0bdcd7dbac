package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.upstream.wire.RequestStream;
import org.jspecify.annotations.Nullable;

/** The attempts of a call: one, or for a while two beside each other. Used again with its call; not thread-safe. */
final class Tries {

    private final ProxyCall call;
    private final LoopContext loop;
    private final Attempt first;
    private @Nullable Attempt second; // most calls never need it
    private Attempt current;

    Tries(ProxyCall call, LoopContext loop) {
        this.call = call;
        this.loop = loop;
        this.first = new Attempt(call, loop);
        this.current = first;
    }

    Attempt first() {
        return first;
    }

    Attempt second() {
        Attempt beside = second;
        if (beside == null) {
            beside = new Attempt(call, loop);
            second = beside;
        }
        return beside;
    }

    /** The one that the client's body goes to and whose response it gets. */
    Attempt current() {
        return current;
    }

    /** What carries the current one, or null while it has none. */
    @Nullable
    RequestStream connection() {
        return current.connection();
    }

    /** The first one is the current one again. */
    void reset() {
        current = first;
    }

    /** This one is the answer; the other is given up. */
    void accept(Attempt attempt) {
        Attempt other = attempt == first ? second : first;
        if (other != null) {
            other.cancel();
        }
        current = attempt;
    }

    boolean isOtherRunning(Attempt attempt) {
        Attempt beside = second;
        return beside != null && (attempt == first ? beside : first).isRunning();
    }

    void cancel() {
        first.cancel();
        if (second != null) {
            second.cancel();
        }
    }

    void timeOut() {
        first.timeOut();
        if (second != null) {
            second.timeOut();
        }
    }
}
