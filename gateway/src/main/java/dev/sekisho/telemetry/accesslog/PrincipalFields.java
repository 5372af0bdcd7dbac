package dev.sekisho.telemetry.accesslog;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.dataplane.text.JsonText;

/**
 * Writes what a line tells of who sent the request, as further fields behind a text that is still open: as far as policies had
 * found out when the exchange ended. Allocates nothing.
 */
final class PrincipalFields {

    private static final int LONGEST_METHOD = 32;
    private static final int LONGEST_CONSUMER = 256;
    private static final int LONGEST_CREDENTIAL = 256;
    private static final int LONGEST_SUBJECT = 256;
    private static final int FIXED = 64; // keys; checked by a test

    /** Bytes of the longest fields. */
    static final int LONGEST =
            FIXED + JsonText.WORST * (LONGEST_METHOD + LONGEST_CONSUMER + LONGEST_CREDENTIAL + LONGEST_SUBJECT);

    private static final byte[] METHOD = Ascii.bytes("\",\"auth_method\":\"");
    private static final byte[] CONSUMER = Ascii.bytes("\",\"consumer\":\"");
    private static final byte[] CREDENTIAL = Ascii.bytes("\",\"credential\":\"");
    private static final byte[] SUBJECT = Ascii.bytes("\",\"subject\":\"");

    private PrincipalFields() {}

    /** Bytes that the fields need at most; none where nobody is known. */
    static int bound(Principal who) {
        if (!who.isKnown()) {
            return 0;
        }
        int text = Math.min(who.method().length(), LONGEST_METHOD)
                + Math.min(who.consumerName().length(), LONGEST_CONSUMER)
                + Math.min(who.credential().length(), LONGEST_CREDENTIAL)
                + Math.min(who.subject().length(), LONGEST_SUBJECT);
        return FIXED + JsonText.WORST * text;
    }

    /** Writes them, the subject only where it is wanted; nothing where nobody is known. Returns the end. */
    static int write(Principal who, boolean withSubject, byte[] into, int at) {
        if (!who.isKnown()) {
            return at;
        }
        int out = JsonText.raw(METHOD, into, at);
        out = text(who.method(), LONGEST_METHOD, into, out);
        out = JsonText.raw(CONSUMER, into, out);
        out = text(who.consumerName(), LONGEST_CONSUMER, into, out);
        out = JsonText.raw(CREDENTIAL, into, out);
        out = text(who.credential(), LONGEST_CREDENTIAL, into, out);
        if (withSubject) {
            out = JsonText.raw(SUBJECT, into, out);
            out = text(who.subject(), LONGEST_SUBJECT, into, out);
        }
        return out;
    }

    private static int text(String text, int longest, byte[] into, int at) {
        return JsonText.escape(text, Math.min(text.length(), longest), into, at);
    }
}
