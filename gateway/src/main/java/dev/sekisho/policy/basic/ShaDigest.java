package dev.sekisho.policy.basic;

import java.security.MessageDigest;
import java.util.Arrays;

/** The digests of crypt(3) forms {@code $5$} and {@code $6$}: "Unix crypt using SHA-256 and SHA-512" by Ulrich Drepper. Thread-safe. */
enum ShaDigest {
    /** {@code $5$}. */
    SHA256("SHA-256", 32, 43),
    /** {@code $6$}. */
    SHA512("SHA-512", 64, 86);

    private final String algorithm;
    private final int size;
    private final int letters;

    ShaDigest(String algorithm, int size, int letters) {
        this.algorithm = algorithm;
        this.size = size;
        this.letters = letters;
    }

    /** The letters that stand behind the salt. */
    byte[] of(byte[] password, byte[] salt, int rounds) {
        MessageDigest sha = Digests.named(algorithm);
        byte[] digest = first(sha, password, salt);
        byte[] p = repeated(sha, password, password.length, password.length);
        byte[] s = repeated(sha, salt, 16 + (digest[0] & 0xFF), salt.length);
        for (int round = 0; round < rounds; round++) {
            sha.update((round & 1) != 0 ? p : digest);
            if (round % 3 != 0) {
                sha.update(s);
            }
            if (round % 7 != 0) {
                sha.update(p);
            }
            digest = sha.digest((round & 1) != 0 ? digest : p);
        }
        return letters(digest);
    }

    private byte[] first(MessageDigest sha, byte[] password, byte[] salt) {
        sha.update(password);
        sha.update(salt);
        byte[] inner = sha.digest(password);
        sha.update(password);
        sha.update(salt);
        for (int left = password.length; left > 0; left -= size) {
            sha.update(inner, 0, Math.min(left, size));
        }
        for (int bits = password.length; bits > 0; bits >>= 1) {
            sha.update((bits & 1) != 0 ? inner : password);
        }
        return sha.digest();
    }

    /** As many bytes as wanted of the digest of a text that is repeated, itself repeated. */
    private byte[] repeated(MessageDigest sha, byte[] text, int times, int wanted) {
        for (int i = 0; i < times; i++) {
            sha.update(text);
        }
        byte[] digest = sha.digest();
        byte[] out = new byte[wanted];
        for (int at = 0; at < wanted; at += size) {
            System.arraycopy(digest, 0, out, at, Math.min(size, wanted - at));
        }
        return out;
    }

    /** Three bytes from the three thirds of the digest at a time, which change places from one time to the next. */
    private byte[] letters(byte[] digest) {
        byte[] out = new byte[letters];
        int third = size / 3;
        int[] from = {0, third, 2 * third};
        int at = 0;
        for (int i = 0; i < third; i++) {
            int bits = (digest[from[0]] & 0xFF) << 16 | (digest[from[1]] & 0xFF) << 8 | digest[from[2]] & 0xFF;
            at = Apr1Digest.write(out, at, bits, 4);
            int[] next = this == SHA256 ? new int[] {from[2], from[0], from[1]} : new int[] {from[1], from[2], from[0]};
            from = Arrays.stream(next).map(index -> index + 1).toArray();
        }
        int rest = this == SHA256 ? (digest[31] & 0xFF) << 8 | digest[30] & 0xFF : digest[63] & 0xFF;
        Apr1Digest.write(out, at, rest, letters - at);
        return out;
    }
}
