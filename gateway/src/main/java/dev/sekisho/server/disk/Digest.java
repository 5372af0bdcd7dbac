package dev.sekisho.server.disk;

import dev.sekisho.policy.BlobKey;

/**
 * What the index is ordered by.
 *
 * @param high first 64 bits
 * @param low the other 64
 */
record Digest(long high, long low) {

    /** That of a key. */
    static Digest of(BlobKey key) {
        return new Digest(key.high(), key.low());
    }

    @Override
    public int hashCode() {
        return Long.hashCode(low); // they are digests already
    }
}
