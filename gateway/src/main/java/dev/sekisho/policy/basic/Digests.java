package dev.sekisho.policy.basic;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Digests that every JDK has. */
final class Digests {

    private Digests() {}

    static MessageDigest named(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(name + ": missing (expected: part of every JDK)", e);
        }
    }

    static byte[] of(String name, byte[] bytes) {
        return named(name).digest(bytes);
    }
}
