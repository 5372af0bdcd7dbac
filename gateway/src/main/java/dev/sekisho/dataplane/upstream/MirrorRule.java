package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.upstream.traffic.ShadowObserver;
import dev.sekisho.model.Mirror;
import org.jspecify.annotations.Nullable;

/**
 * Where copies of a route's requests go. Thread-safe.
 *
 * @param upstream who gets the copies
 * @param rules how many, and how large
 * @param rewriter how path and Host of copies change
 * @param observer who compares the answers; null for nobody
 */
public record MirrorRule(
        UpstreamService upstream,
        Mirror rules,
        Rewriter rewriter,
        @Nullable ShadowObserver observer) {

    /** Largest request body that is copied, bytes. */
    int maxBody() {
        return (int) rules.maxBody().bytes();
    }
}
