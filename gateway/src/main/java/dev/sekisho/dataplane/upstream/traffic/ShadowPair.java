package dev.sekisho.dataplane.upstream.traffic;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The two answers to one request, until both are there. On one loop; not thread-safe. */
public final class ShadowPair {

    private final ShadowObserver observer;
    private final String request;
    private @Nullable Optional<CapturedAnswer> answer;
    private @Nullable Optional<CapturedAnswer> shadow;

    /** Waits for both. */
    public ShadowPair(ShadowObserver observer, String request) {
        this.observer = observer;
        this.request = request;
    }

    /** Largest body that is of use, bytes. */
    public int maxBody() {
        return observer.maxBody();
    }

    /** What the client got; the first word counts. */
    public void answer(Optional<CapturedAnswer> got) {
        if (answer == null) {
            answer = got;
            tell();
        }
    }

    /** What the copy was answered; the first word counts. */
    public void shadow(Optional<CapturedAnswer> got) {
        if (shadow == null) {
            shadow = got;
            tell();
        }
    }

    private void tell() {
        Optional<CapturedAnswer> one = answer;
        Optional<CapturedAnswer> other = shadow;
        if (one != null && other != null) {
            observer.answered(request, one, other);
        }
    }
}
