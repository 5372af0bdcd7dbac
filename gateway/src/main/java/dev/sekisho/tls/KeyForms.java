package dev.sekisho.tls;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Brings private keys of RSA (PKCS #1, RFC 8017 appendix A.1.2) and of elliptic curves (RFC 5915) to the form that is read, PKCS #8 (RFC
 * 5208), by putting their algorithm around them. openssl has written them in their own forms for long, and files still hold them.
 */
final class KeyForms {

    private static final Pattern OWN = Pattern.compile(
            "-----BEGIN (RSA|EC) PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END (?:RSA|EC) PRIVATE KEY-----");

    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int OBJECT = 0x06;
    private static final int PARAMETERS = 0xA0; // [0] of RFC 5915
    private static final byte[] VERSION = {0x02, 0x01, 0x00};
    private static final byte[] RSA = {
        0x06, 0x09, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05, 0x00
    };
    private static final byte[] EC = {0x06, 0x07, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x02, 0x01};

    private KeyForms() {}

    /** The key in PKCS #8; the bytes as they are where they are no key of the other forms, or one with a password. */
    static byte[] pkcs8(byte[] pem) {
        Matcher found = OWN.matcher(new String(pem, StandardCharsets.US_ASCII));
        if (!found.find()) {
            return pem;
        }
        try {
            byte[] key = Base64.getMimeDecoder().decode(found.group(2));
            byte[] algorithm = found.group(1).equals("RSA") ? RSA : join(EC, curve(key));
            byte[] whole = element(SEQUENCE, join(VERSION, element(SEQUENCE, algorithm), element(OCTETS, key)));
            String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(whole);
            return ("-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n")
                    .getBytes(StandardCharsets.US_ASCII);
        } catch (IllegalArgumentException e) {
            return pem; // whoever reads it says what is wrong with it
        }
    }

    /** The curve that a key of RFC 5915 names: the object identifier in its parameters. */
    private static byte[] curve(byte[] key) {
        int at = content(key, 0, SEQUENCE);
        while (at < key.length) {
            int tag = key[at] & 0xFF;
            int start = content(key, at, tag);
            int end = start + length(key, at);
            if (tag == PARAMETERS && end <= key.length && start < end && key[start] == OBJECT) {
                return Arrays.copyOfRange(key, start, end);
            }
            at = end;
        }
        throw new IllegalArgumentException("parameters: none (expected: the name of a curve)");
    }

    /** Where the content of an element starts. */
    private static int content(byte[] der, int at, int tag) {
        if (at + 1 >= der.length || (der[at] & 0xFF) != tag) {
            throw new IllegalArgumentException("key: not DER (expected: tag " + tag + ")");
        }
        int first = der[at + 1] & 0xFF;
        return at + 2 + (first < 0x80 ? 0 : first & 0x7F);
    }

    private static int length(byte[] der, int at) {
        int first = der[at + 1] & 0xFF;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        int count = first & 0x7F;
        if (count > 3 || at + 2 + count > der.length) {
            throw new IllegalArgumentException("key: a length of " + count + " bytes (expected: at most 3)");
        }
        for (int i = 0; i < count; i++) {
            length = length << 8 | der[at + 2 + i] & 0xFF;
        }
        return length;
    }

    private static byte[] element(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else {
            byte[] length = {(byte) (content.length >> 16), (byte) (content.length >> 8), (byte) content.length};
            int zeros = length[0] != 0 ? 0 : length[1] != 0 ? 1 : 2;
            out.write(0x80 | 3 - zeros);
            out.write(length, zeros, 3 - zeros);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
