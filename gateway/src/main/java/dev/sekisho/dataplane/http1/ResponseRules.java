package dev.sekisho.dataplane.http1;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.FieldRole;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.ResponseHead;

/**
 * How the body of an upstream's response is framed (RFC 9112 section 6.3), and which of its fields end here. Used again
 * for each response of a connection; not thread-safe.
 */
public final class ResponseRules {

    /** How a body ends. */
    public enum Body {
        /** There is none. */
        NONE,
        /** After the bytes of Content-Length. */
        LENGTH,
        /** With the last chunk. */
        CHUNKED,
        /** With the connection. */
        UNTIL_CLOSE,
        /** The framing contradicts itself: the response must not be used. */
        INVALID
    }

    private static final byte[] CHUNKED = Ascii.bytes("chunked");
    private static final byte[] CLOSE = Ascii.bytes("close");
    private static final byte[] KEEP_ALIVE = Ascii.bytes("keep-alive");
    private static final byte[] UPGRADE = Ascii.bytes("upgrade");

    private boolean keepAlive;

    /** Whether the upstream keeps the connection open after this response. */
    public boolean isKeepAlive() {
        return keepAlive;
    }

    /** Finds the framing of a response to a request of that method, and takes out the fields that end here. */
    public Body apply(ResponseHead head, Method method) {
        Headers headers = head.headers();
        keepAlive = head.minorVersion() == 1;
        int length = -1;
        int coding = -1;
        for (int i = 0, count = headers.count(); i < count; i++) {
            HeaderName known = headers.known(i);
            switch (known == null ? FieldRole.PLAIN : known.role()) {
                case CONTENT_LENGTH -> {
                    if (length >= 0) {
                        return Body.INVALID;
                    }
                    length = i;
                }
                case TRANSFER_ENCODING -> {
                    if (coding >= 0) {
                        return Body.INVALID;
                    }
                    coding = i;
                    headers.remove(i);
                }
                case CONNECTION -> {
                    headers.remove(i);
                    if (!connection(headers, i)) {
                        return Body.INVALID;
                    }
                }
                case HOP_BY_HOP -> headers.remove(i);
                case UPGRADE -> {
                    if (head.status() != 101) {
                        headers.remove(i);
                    }
                }
                default -> {}
            }
        }
        return framing(head, method, length, coding);
    }

    private Body framing(ResponseHead head, Method method, int length, int coding) {
        Headers headers = head.headers();
        int status = head.status();
        long bytes = length < 0
                ? -1
                : RequestRules.decimal(headers.bytes(), headers.valueStart(length), headers.valueEnd(length));
        if ((length >= 0 && (bytes < 0 || coding >= 0)) || (coding >= 0 && !isChunked(head, coding))) {
            return Body.INVALID;
        }
        head.contentLength(bytes);
        if (method == Method.HEAD || status == 304 || status == 204 || status < 200) {
            if (length >= 0 && (status == 204 || status < 200)) {
                headers.remove(length); // RFC 9110 section 8.6: must not be there
            }
            return Body.NONE;
        }
        if (coding >= 0) {
            return Body.CHUNKED;
        }
        if (length >= 0) {
            return bytes == 0 ? Body.NONE : Body.LENGTH;
        }
        keepAlive = false;
        return Body.UNTIL_CLOSE;
    }

    private static boolean isChunked(ResponseHead head, int coding) {
        return head.minorVersion() == 1 && head.headers().valueEqualsLower(coding, CHUNKED);
    }

    /** Reads a Connection field and takes out the fields that it names; false where it names one that it must not. */
    private boolean connection(Headers headers, int field) {
        byte[] bytes = headers.bytes();
        int end = headers.valueEnd(field);
        int at = headers.valueStart(field);
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
                keepAlive = false;
            } else if (Ascii.equalsLower(bytes, at, tokenEnd, KEEP_ALIVE)) {
                keepAlive = true;
            } else if (at < tokenEnd
                    && !Ascii.equalsLower(bytes, at, tokenEnd, UPGRADE)
                    && !RequestRules.dropNamed(headers, at, tokenEnd)) {
                return false;
            }
            at = stop + 1;
        }
        return true;
    }
}
