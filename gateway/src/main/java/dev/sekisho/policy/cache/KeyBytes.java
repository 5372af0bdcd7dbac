package dev.sekisho.policy.cache;

import java.util.Arrays;

/** Bytes of a key as they are put together. Not thread-safe. */
final class KeyBytes {

    private byte[] bytes;
    private int size;

    KeyBytes(int room) {
        bytes = new byte[room];
    }

    /** Adds one byte. */
    void write(int b) {
        room(1);
        bytes[size++] = (byte) b;
    }

    /** Adds a range of bytes. */
    void write(byte[] from, int start, int length) {
        room(length);
        System.arraycopy(from, start, bytes, size, length);
        size += length;
    }

    /** Adds bytes. */
    void writeBytes(byte[] from) {
        write(from, 0, from.length);
    }

    /** Adds a text of ASCII. */
    void writeText(String text) {
        int length = text.length();
        room(length);
        for (int i = 0; i < length; i++) {
            bytes[size++] = (byte) text.charAt(i);
        }
    }

    private void room(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }

    /** How many there are. */
    int size() {
        return size;
    }

    /** All of them, in an array of their own. */
    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }
}
