package dev.sekisho.blackbox;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** ClientHello messages that no TLS library would send. */
final class ClientHello {

    private ClientHello() {}

    /** A record with one ClientHello (RFC 8446 section 4.1.2) whose SNI is that text, as ISO-8859-1. */
    static byte[] asking(String name) {
        byte[] host = name.getBytes(StandardCharsets.ISO_8859_1);
        byte[] sni = join(number(host.length + 3, 2), new byte[] {0}, number(host.length, 2), host);
        byte[] extension = join(new byte[] {0, 0}, number(sni.length, 2), sni);
        byte[] body = join(
                new byte[] {3, 3}, // TLS 1.2, as all later ones say
                new byte[32], // random
                new byte[] {0}, // no session
                new byte[] {0, 2, 0x13, 1}, // TLS_AES_128_GCM_SHA256
                new byte[] {1, 0}, // no compression
                number(extension.length, 2),
                extension);
        byte[] handshake = join(new byte[] {1}, number(body.length, 3), body);
        return join(new byte[] {22, 3, 1}, number(handshake.length, 2), handshake);
    }

    private static byte[] number(int value, int bytes) {
        byte[] out = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            out[i] = (byte) (value >>> 8 * (bytes - 1 - i));
        }
        return out;
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
