package dev.sekisho.tls.ocsp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * Reads values in DER (X.690) one behind the other, and writes them. Takes one spelling of each length only: definite, in as few
 * bytes as can be. Tags of more than one byte are not known, nobody here uses them. Not thread-safe.
 */
final class Der {

    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int OID = 0x06;
    static final int ENUMERATED = 0x0a;
    static final int GENERALIZED_TIME = 0x18;
    static final int SEQUENCE = 0x30;

    private static final int LONG_TAG = 0x1f;
    private static final int MOST_LENGTH_BYTES = 3; // 16 MB, more than anybody has

    private final byte[] bytes;
    private final int end;
    private int at;

    Der(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private Der(byte[] bytes, int at, int end) {
        this.bytes = bytes;
        this.at = at;
        this.end = end;
    }

    boolean hasMore() {
        return at < end;
    }

    /** Whether the next value has that tag. */
    boolean isNext(int tag) {
        return at < end && (bytes[at] & 0xff) == tag;
    }

    /** The inside of the next value, which must have that tag. */
    Der enter(int tag) throws IOException {
        if (!isNext(tag)) {
            String found = at < end ? Integer.toHexString(bytes[at] & 0xff) : "the end";
            throw new IOException("DER: tag " + found + " at " + at + " (expected: " + Integer.toHexString(tag) + ")");
        }
        return next();
    }

    /** The inside of the next value, whatever it is. */
    Der next() throws IOException {
        if (end - at < 2 || (bytes[at] & LONG_TAG) == LONG_TAG) {
            throw new IOException("DER: no value at " + at + " (expected: tag of one byte, length and content)");
        }
        int start = at + 2;
        int length = bytes[at + 1] & 0xff;
        if (length >= 0x80) {
            int count = length & 0x7f;
            if (count == 0 || count > MOST_LENGTH_BYTES || count > end - start) {
                throw new IOException("DER: length at " + at + " (expected: definite, below 16 MB)");
            }
            length = 0;
            for (int i = 0; i < count; i++) {
                length = length << 8 | bytes[start++] & 0xff;
            }
            if (length < 0x80 || length >> 8 * (count - 1) == 0) {
                throw new IOException("DER: length at " + at + " (expected: in as few bytes as can be)");
            }
        }
        if (length > end - start) {
            throw new IOException("DER: length " + length + " at " + at + " (expected: at most " + (end - start) + ")");
        }
        at = start + length;
        return new Der(bytes, start, at);
    }

    /** What is left. */
    byte[] rest() {
        return Arrays.copyOfRange(bytes, at, end);
    }

    /** A value of that tag with these parts inside. */
    static byte[] of(int tag, byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 6);
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else {
            int count = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
            out.write(0x80 | count);
            for (int i = count - 1; i >= 0; i--) {
                out.write(length >> 8 * i);
            }
        }
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
