package dev.sekisho.policy.json;

import java.util.Arrays;

/** Bytes that grow. Not thread-safe. */
final class JsonOut {

    private byte[] bytes;
    private int size;

    JsonOut(int room) {
        bytes = new byte[Math.max(room, 64)];
    }

    int size() {
        return size;
    }

    JsonOut put(int b) {
        room(1);
        bytes[size++] = (byte) b;
        return this;
    }

    JsonOut put(byte[] from) {
        return put(from, 0, from.length);
    }

    JsonOut put(byte[] from, int start, int end) {
        room(end - start);
        System.arraycopy(from, start, bytes, size, end - start);
        size += end - start;
        return this;
    }

    private void room(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length + (bytes.length >> 1)));
        }
    }

    /**
     * Closes an object or array whose elements were each written behind a comma: the first comma becomes the opening bracket.
     *
     * @param start where the first comma stands, or the end where there is none
     */
    void close(int start, char open, char close) {
        if (size == start) {
            put(open);
        } else {
            bytes[start] = (byte) open;
        }
        put(close);
    }

    /** Takes a range out. */
    void cut(int start, int end) {
        System.arraycopy(bytes, end, bytes, start, size - end);
        size -= end - start;
    }

    byte[] toBytes() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }
}
