package dev.sekisho.dataplane.upstream;

import dev.sekisho.model.Mirror;

/**
 * Where copies of a route's requests go. Thread-safe.
 *
 * @param upstream who gets the copies
 * @param rules how many, and how large
 */
public record MirrorRule(UpstreamService upstream, Mirror rules) {

    /** Largest request body that is copied, bytes. */
    int maxBody() {
        return (int) rules.maxBody().bytes();
    }
}
