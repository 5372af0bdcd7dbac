package dev.sekisho.dataplane.http1;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.FieldRole;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * What the fields of a request must be, and which of them end here: Host (RFC 9112 section 3.2), framing (section 6),
 * Connection and the fields that it names (RFC 9110 section 7.6.1), Expect (section 10.1.1), and who the client says it
 * is, which nobody but the gateway may say.
 */
final class RequestRules {

    private static final byte[] CLOSE = Ascii.bytes("close");
    private static final byte[] KEEP_ALIVE = Ascii.bytes("keep-alive");
    private static final byte[] UPGRADE = Ascii.bytes("upgrade");
    private static final byte[] CONTINUE = Ascii.bytes("100-continue");
    private static final byte[] CHUNKED = Ascii.bytes("chunked");
    private static final byte[] H2C = Ascii.bytes("h2c");
    private static final int MAX_LENGTH_DIGITS = 18;

    private RequestRules() {}

    /** Checks the fields, takes out those that end here, and notes what they said. */
    static Reason apply(RequestHead head) {
        Headers headers = head.headers();
        head.keepAlive(head.minorVersion() == 1);
        int host = -1;
        int length = -1;
        int coding = -1;
        int upgrade = -1;
        int connections = 0;
        boolean forwarded = false;
        for (int i = 0, count = headers.count(); i < count; i++) {
            HeaderName known = headers.known(i);
            FieldRole role = known != null
                    ? known.role()
                    : FieldRole.ofUnknown(headers.bytes(), headers.nameStart(i), headers.nameEnd(i));
            switch (role) {
                case PLAIN, REQUEST_ID -> {}
                case HOST -> {
                    if (host >= 0) {
                        return Reason.HOST;
                    }
                    host = i;
                }
                case CONTENT_LENGTH -> {
                    if (length >= 0) {
                        return Reason.CONTENT_LENGTH;
                    }
                    length = i;
                }
                case TRANSFER_ENCODING -> {
                    if (coding >= 0) {
                        return Reason.TRANSFER_ENCODING;
                    }
                    coding = i;
                    headers.remove(i);
                }
                case CONNECTION -> {
                    connections++;
                    headers.remove(i);
                }
                case UPGRADE -> {
                    upgrade = i;
                    headers.remove(i);
                }
                case EXPECT -> {
                    if (!headers.valueEqualsLower(i, CONTINUE)) {
                        return Reason.EXPECTATION;
                    }
                    head.expectContinue(head.minorVersion() == 1);
                }
                case HOP_BY_HOP, IDENTITY -> headers.remove(i);
                case FORWARDED -> {
                    forwarded = true;
                    if (known == null) {
                        headers.remove(i); // a spelling that only deceives; the known names are the listener's to judge
                    }
                }
            }
        }
        head.found(host, forwarded);
        Reason found = connections == 0 ? Reason.NONE : connections(head, headers, upgrade);
        if (head.isUpgrade()) {
            headers.restore(upgrade);
        }
        if (found == Reason.NONE) {
            found = framing(head, headers, length, coding);
        }
        return found != Reason.NONE ? found : HostRules.apply(head, host);
    }

    private static Reason framing(RequestHead head, Headers headers, int length, int coding) {
        if (head.method() == Method.CONNECT) {
            head.upgrade(false); // the tunnel's protocol is its client's business
            return length < 0 && coding < 0 ? Reason.NONE : Reason.CONNECT_BODY;
        }
        if (coding >= 0) {
            return length >= 0 ? Reason.LENGTH_AND_ENCODING : chunked(head, headers, coding);
        }
        if (length < 0) {
            return Reason.NONE;
        }
        long value = decimal(headers.bytes(), headers.valueStart(length), headers.valueEnd(length));
        head.contentLength(value);
        return value < 0 ? Reason.CONTENT_LENGTH : Reason.NONE;
    }

    private static Reason chunked(RequestHead head, Headers headers, int coding) {
        if (head.minorVersion() == 0) {
            return Reason.TRANSFER_ENCODING; // RFC 9112 section 6.1: unknown to HTTP/1.0
        }
        head.contentLength(-1);
        if (headers.valueEqualsLower(coding, CHUNKED)) {
            return Reason.NONE;
        }
        return endsInChunked(headers.bytes(), headers.valueStart(coding), headers.valueEnd(coding))
                ? Reason.TRANSFER_CODING_UNKNOWN
                : Reason.TRANSFER_ENCODING;
    }

    /** Whether a list of well-formed codings, none of them chunked, ends in chunked. */
    private static boolean endsInChunked(byte[] bytes, int start, int end) {
        int at = start;
        while (true) {
            int tokenEnd = Ascii.indexOf(bytes, at, end, ',');
            int stop = tokenEnd < 0 ? end : tokenEnd;
            while (at < stop && (bytes[at] == ' ' || bytes[at] == '\t')) {
                at++;
            }
            int trimmed = stop;
            while (trimmed > at && (bytes[trimmed - 1] == ' ' || bytes[trimmed - 1] == '\t')) {
                trimmed--;
            }
            boolean chunked = Ascii.equalsLower(bytes, at, trimmed, CHUNKED);
            if (tokenEnd < 0 || chunked || trimmed == at) {
                return chunked && tokenEnd < 0;
            }
            at = tokenEnd + 1;
        }
    }

    /** Digits only, at most 18 of them; -1 for anything else. */
    static long decimal(byte[] bytes, int start, int end) {
        if (start == end || end - start > MAX_LENGTH_DIGITS) {
            return -1;
        }
        long value = 0;
        for (int i = start; i < end; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** Reads what the Connection fields say, which {@link #apply} has taken out already. */
    private static Reason connections(RequestHead head, Headers headers, int upgrade) {
        for (int i = 0, count = headers.count(); i < count; i++) {
            if (headers.known(i) == HeaderName.CONNECTION) {
                Reason found = options(head, headers, headers.valueStart(i), headers.valueEnd(i), upgrade);
                if (found != Reason.NONE) {
                    return found;
                }
            }
        }
        return Reason.NONE;
    }

    private static Reason options(RequestHead head, Headers headers, int start, int end, int upgrade) {
        byte[] bytes = headers.bytes();
        int at = start;
        while (at < end) {
            int comma = Ascii.indexOf(bytes, at, end, ',');
            int stop = comma < 0 ? end : comma;
            int tokenEnd = stop;
            while (at < stop && (bytes[at] == ' ' || bytes[at] == '\t')) {
                at++;
            }
            while (tokenEnd > at && (bytes[tokenEnd - 1] == ' ' || bytes[tokenEnd - 1] == '\t')) {
                tokenEnd--;
            }
            if (Ascii.equalsLower(bytes, at, tokenEnd, CLOSE)) {
                head.keepAlive(false);
            } else if (Ascii.equalsLower(bytes, at, tokenEnd, KEEP_ALIVE)) {
                head.keepAlive(true);
            } else if (Ascii.equalsLower(bytes, at, tokenEnd, UPGRADE)) {
                head.upgrade(upgrade >= 0 && head.minorVersion() == 1 && !offersH2c(headers, upgrade));
            } else if (at < tokenEnd && !dropNamed(headers, at, tokenEnd)) {
                return Reason.CONNECTION_FIELD;
            }
            at = stop + 1;
        }
        return Reason.NONE;
    }

    /** Whether cleartext HTTP/2 is among the protocols, which RFC 9113 section 3.1 has withdrawn. */
    private static boolean offersH2c(Headers headers, int upgrade) {
        byte[] bytes = headers.bytes();
        for (int i = headers.valueStart(upgrade); i + H2C.length <= headers.valueEnd(upgrade); i++) {
            if (Ascii.equalsLower(bytes, i, i + H2C.length, H2C)) {
                return true;
            }
        }
        return false;
    }

    /** Takes out the fields of that name; false where the name may not be listed. */
    static boolean dropNamed(Headers headers, int start, int end) {
        byte[] bytes = headers.bytes();
        for (int i = 0, count = headers.count(); i < count; i++) {
            int name = headers.nameStart(i);
            if (end - start == headers.nameEnd(i) - name && sameName(bytes, start, end, name)) {
                @Nullable HeaderName known = headers.known(i);
                FieldRole role = known == null ? FieldRole.PLAIN : known.role();
                if (role == FieldRole.HOST || role == FieldRole.CONTENT_LENGTH || role == FieldRole.TRANSFER_ENCODING) {
                    return false;
                }
                headers.remove(i);
            }
        }
        return !isFraming(bytes, start, end);
    }

    private static boolean isFraming(byte[] bytes, int start, int end) {
        for (HeaderName name :
                new HeaderName[] {HeaderName.HOST, HeaderName.CONTENT_LENGTH, HeaderName.TRANSFER_ENCODING}) {
            if (Ascii.equalsLower(bytes, start, end, Ascii.bytes(name.toString().toLowerCase(java.util.Locale.ROOT)))) {
                return true;
            }
        }
        return false;
    }

    private static boolean sameName(byte[] bytes, int start, int end, int other) {
        for (int i = 0; i < end - start; i++) {
            if (Ascii.lower(bytes[start + i]) != Ascii.lower(bytes[other + i])) {
                return false;
            }
        }
        return true;
    }
}
