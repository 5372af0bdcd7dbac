package dev.sekisho.policy.json;

import java.util.Arrays;

/** Bytes that grow up to a bound. Not thread-safe. */
final class JsonOut {

    private final int most;
    private byte[] bytes;
    private int size;

    /** More than may be made was to be made. */
    static final class Full extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Full(int most) {
            super("longer than " + most + " bytes", null, false, false);
        }
    }

    JsonOut(int room, int most) {
        this.most = most;
        this.bytes = new byte[Math.clamp(room, 64, Math.max(most, 64))];
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
        long wanted = (long) size + more;
        if (wanted > most) {
            throw new Full(most);
        }
        if (wanted > bytes.length) {
            long grown = bytes.length + (bytes.length >> 1);
            bytes = Arrays.copyOf(bytes, (int) Math.min(most, Math.max(wanted, grown)));
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
