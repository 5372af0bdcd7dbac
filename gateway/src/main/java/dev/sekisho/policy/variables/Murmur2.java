package dev.sekisho.policy.variables;

/**
 * MurmurHash2 of 32 bits by Austin Appleby with the seed 0, as nginx's split_clients uses it. No defence against texts that are chosen
 * for their hashes: it spreads clients, and keeps nobody out.
 */
final class Murmur2 {

    private static final int M = 0x5bd1e995;

    private Murmur2() {}

    static int hash(byte[] text) {
        int h = text.length;
        int at = 0;
        for (; text.length - at >= 4; at += 4) {
            int k = text[at] & 0xFF
                    | (text[at + 1] & 0xFF) << 8
                    | (text[at + 2] & 0xFF) << 16
                    | (text[at + 3] & 0xFF) << 24;
            k *= M;
            k ^= k >>> 24;
            k *= M;
            h *= M;
            h ^= k;
        }
        if (at < text.length) {
            for (int i = text.length - 1; i >= at; i--) {
                h ^= (text[i] & 0xFF) << (8 * (i - at));
            }
            h *= M;
        }
        h ^= h >>> 13;
        h *= M;
        h ^= h >>> 15;
        return h;
    }
}
