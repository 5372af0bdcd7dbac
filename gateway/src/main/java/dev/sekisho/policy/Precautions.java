package dev.sekisho.policy;

import dev.sekisho.dataplane.RequestHead;

/**
 * A policy with something to do for every request of its route, also for those that it is not asked about, since another one has let
 * them pass. Thread-safe.
 */
public interface Precautions {

    /**
     * Removes fields that no client may send, since the backend believes them, and takes credentials out of what the access log shows.
     * Doing it again changes nothing.
     */
    void prepare(RequestHead request);
}
