package dev.sekisho.telemetry.accesslog;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.TlsConnection;
import dev.sekisho.dataplane.text.JsonText;

/**
 * Writes what a line tells of the client's TLS connection, as further fields behind a text that is still open: under the names
 * of nginx (ngx_http_ssl_module), where it has such. Allocates nothing.
 */
final class TlsFields {

    private static final int LONGEST_VERSION = 32;
    private static final int LONGEST_CIPHER = 64;
    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_SUBJECT = 512;
    private static final int LONGEST_HASH = 64;
    private static final int LONGEST_URI = 2048; // SPIFFE-ID section 2.3
    private static final int FIXED = 256; // keys; checked by a test

    /** Bytes of the longest fields. */
    static final int LONGEST = FIXED
            + JsonText.WORST
                    * (LONGEST_VERSION + LONGEST_CIPHER + LONGEST_NAME + LONGEST_SUBJECT + LONGEST_HASH + LONGEST_URI);

    private static final byte[] PROTOCOL = Ascii.bytes("\",\"ssl_protocol\":\"");
    private static final byte[] CIPHER = Ascii.bytes("\",\"ssl_cipher\":\"");
    private static final byte[] SERVER_NAME = Ascii.bytes("\",\"ssl_server_name\":\"");
    private static final byte[] SUBJECT = Ascii.bytes("\",\"ssl_client_s_dn\":\"");
    private static final byte[] HASH = Ascii.bytes("\",\"ssl_client_sha256\":\"");
    private static final byte[] URI = Ascii.bytes("\",\"ssl_client_uri\":\"");

    private TlsFields() {}

    /** Bytes that the fields need at most. */
    static int bound(TlsConnection tls) {
        int text = Math.min(tls.version().length(), LONGEST_VERSION)
                + Math.min(tls.cipher().length(), LONGEST_CIPHER)
                + Math.min(tls.serverName().length(), LONGEST_NAME)
                + Math.min(tls.clientSubject().length(), LONGEST_SUBJECT)
                + Math.min(tls.clientFingerprint().length(), LONGEST_HASH)
                + Math.min(tls.clientUri().length(), LONGEST_URI);
        return FIXED + JsonText.WORST * text;
    }

    /** Writes the name that was asked for, and the others; returns the end. */
    static int write(TlsConnection tls, byte[] into, int at) {
        int out = JsonText.raw(SERVER_NAME, into, at);
        out = text(tls.serverName(), LONGEST_NAME, into, out);
        return writeRest(tls, into, out);
    }

    /** Writes those that a line without the name has; returns the end. */
    static int writeRest(TlsConnection tls, byte[] into, int at) {
        int out = JsonText.raw(PROTOCOL, into, at);
        out = text(tls.version(), LONGEST_VERSION, into, out);
        out = JsonText.raw(CIPHER, into, out);
        out = text(tls.cipher(), LONGEST_CIPHER, into, out);
        if (tls.hasClient()) {
            out = JsonText.raw(SUBJECT, into, out);
            out = text(tls.clientSubject(), LONGEST_SUBJECT, into, out);
            out = JsonText.raw(HASH, into, out);
            out = text(tls.clientFingerprint(), LONGEST_HASH, into, out);
            if (!tls.clientUri().isEmpty()) {
                out = JsonText.raw(URI, into, out);
                out = text(tls.clientUri(), LONGEST_URI, into, out);
            }
        }
        return out;
    }

    private static int text(String text, int longest, byte[] into, int at) {
        return JsonText.escape(text, Math.min(text.length(), longest), into, at);
    }
}
