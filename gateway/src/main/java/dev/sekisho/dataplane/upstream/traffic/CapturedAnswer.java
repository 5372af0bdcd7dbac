package dev.sekisho.dataplane.upstream.traffic;

import dev.sekisho.dataplane.ResponseHead;

/**
 * A copy of an answer as the service gave it, connection fields left out. Nobody changes it, so any thread may read it.
 *
 * @param head the head; not to be changed
 * @param body the body; not to be changed
 */
public record CapturedAnswer(ResponseHead head, byte[] body) {

    /** Whether the body is no larger, bytes. */
    public boolean fits(int cap) {
        return body.length <= cap;
    }
}
