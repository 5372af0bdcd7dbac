package dev.sekisho.policy.basic;

import java.security.MessageDigest;

/**
 * The MD5 forms of htpasswd files and crypt(3), {@code $apr1$} and {@code $1$}: MD5 a thousand times over password, salt and what was there
 * before.
 */
final class Apr1Digest {

    private static final int ROUNDS = 1000;
    private static final String LETTERS = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /** In which order the bytes of a digest are written, three by three. */
    private static final int[] ORDER = {0, 6, 12, 1, 7, 13, 2, 8, 14, 3, 9, 15, 4, 10, 5};

    private Apr1Digest() {}

    /** The 22 letters that stand behind the salt; magic is what stands before it. */
    static byte[] of(byte[] password, byte[] salt, byte[] magic) {
        MessageDigest md5 = Digests.named("MD5");
        byte[] digest = first(md5, password, salt, magic);
        for (int round = 0; round < ROUNDS; round++) {
            md5.update((round & 1) != 0 ? password : digest);
            if (round % 3 != 0) {
                md5.update(salt);
            }
            if (round % 7 != 0) {
                md5.update(password);
            }
            digest = md5.digest((round & 1) != 0 ? digest : password);
        }
        return letters(digest);
    }

    private static byte[] first(MessageDigest md5, byte[] password, byte[] salt, byte[] magic) {
        md5.update(password);
        md5.update(salt);
        byte[] inner = md5.digest(password);
        md5.update(password);
        md5.update(magic);
        md5.update(salt);
        for (int left = password.length; left > 0; left -= inner.length) {
            md5.update(inner, 0, Math.min(left, inner.length));
        }
        for (int bits = password.length; bits > 0; bits >>= 1) {
            md5.update((bits & 1) != 0 ? 0 : password[0]);
        }
        return md5.digest();
    }

    private static byte[] letters(byte[] digest) {
        byte[] out = new byte[22];
        int at = 0;
        for (int i = 0; i < ORDER.length; i += 3) {
            int bits =
                    (digest[ORDER[i]] & 0xFF) << 16 | (digest[ORDER[i + 1]] & 0xFF) << 8 | digest[ORDER[i + 2]] & 0xFF;
            at = write(out, at, bits, 4);
        }
        write(out, at, digest[11] & 0xFF, 2);
        return out;
    }

    /** Writes bits as letters, the lowest six first; gives where the next one goes. */
    static int write(byte[] out, int at, int bits, int letters) {
        for (int i = 0; i < letters; i++) {
            out[at + i] = (byte) LETTERS.charAt(bits >> 6 * i & 63);
        }
        return at + letters;
    }
}
