package dev.sekisho.telemetry.accesslog;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.ServedRoute;
import dev.sekisho.dataplane.TlsConnection;
import dev.sekisho.dataplane.text.JsonText;
import dev.sekisho.dataplane.text.TargetText;
import dev.sekisho.dataplane.text.TimeText;
import dev.sekisho.telemetry.EndObserver;

/**
 * Writes an exchange as one JSON line, from the bytes of its heads. Cuts what is unusually long, so that a line has a
 * longest length. One thread only; allocates nothing.
 */
final class LogLine {

    private static final int LONGEST_METHOD = 32;
    private static final int LONGEST_AGENT = 512;
    private static final int LONGEST_ID = 128;
    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_ADDRESS = 128;
    private static final int FIXED = 1024; // keys, numbers, time, reason, marks; checked by a test

    /** Bytes of the longest line. */
    static final int LONGEST = FIXED
            + JsonText.WORST
                    * (LONGEST_METHOD
                            + TargetText.LONGEST
                            + LONGEST_AGENT
                            + LONGEST_ID
                            + 2 * LONGEST_NAME
                            + 2 * LONGEST_ADDRESS)
            + PrincipalFields.LONGEST
            + TlsFields.LONGEST;

    private static final byte[] TIME = Ascii.bytes("{\"time\":\"");
    private static final byte[] REMOTE_ADDR = Ascii.bytes("\",\"remote_addr\":\"");
    private static final byte[] METHOD = Ascii.bytes("\",\"request_method\":\"");
    private static final byte[] URI = Ascii.bytes("\",\"request_uri\":\"");
    private static final byte[] STATUS = Ascii.bytes("\",\"status\":");
    private static final byte[] SENT = Ascii.bytes(",\"body_bytes_sent\":");
    private static final byte[] REQUEST_TIME = Ascii.bytes(",\"request_time\":");
    private static final byte[] UPSTREAM_TIME = Ascii.bytes(",\"upstream_response_time\":");
    private static final byte[] NULL = Ascii.bytes("null");
    private static final byte[] USER_AGENT = Ascii.bytes(",\"http_user_agent\":\"");
    private static final byte[] REQUEST_ID = Ascii.bytes("\",\"http_x_request_id\":\"");
    private static final byte[] UPSTREAM_ADDR = Ascii.bytes("\",\"upstream_addr\":\"");
    private static final byte[] ROUTE = Ascii.bytes("\",\"route\":\"");
    private static final byte[] UPSTREAM = Ascii.bytes("\",\"upstream\":\"");
    private static final byte[] REASON = Ascii.bytes("\",\"reason\":\"");
    private static final byte[] END = Ascii.bytes("\"}\n");

    private final TimeText time = new TimeText();
    private final TargetText target = new TargetText();
    private final boolean withSubject;

    /** Of lines that tell the subjects of known clients, or leave them out. */
    LogLine(boolean withSubject) {
        this.withSubject = withSubject;
    }

    /** Bytes that the line of the exchange needs at most; never more than {@link #LONGEST}. */
    static int bound(Exchange x) {
        RequestHead head = x.request();
        int text = Math.min(head.askedMethodEnd() - head.askedMethodStart(), LONGEST_METHOD)
                + Math.min(head.shownEnd() - head.shownStart(), TargetText.LONGEST)
                + LONGEST_AGENT // as if it were that long: looking costs more than a little room
                + Math.min(x.requestIdEnd() - x.requestIdStart(), LONGEST_ID)
                + Math.min(x.caller().addressText().length, LONGEST_ADDRESS)
                + Math.min(x.upstreamTries().address().length, LONGEST_ADDRESS);
        if (x.isRouted()) {
            text += Math.min(x.route().name().length(), LONGEST_NAME)
                    + Math.min(x.route().service().length(), LONGEST_NAME);
        }
        TlsConnection tls = x.caller().tls();
        return FIXED
                + JsonText.WORST * text
                + PrincipalFields.bound(x.principal())
                + (tls == null ? 0 : TlsFields.bound(tls));
    }

    /** Writes the line; {@code now} is a {@link System#nanoTime} value. Returns the end. */
    int write(Exchange x, long now, byte[] into, int at) {
        RequestHead head = x.request();
        byte[] bytes = head.headers().bytes();
        int out = JsonText.raw(TIME, into, at);
        out = time.write(now, into, out);
        out = JsonText.raw(REMOTE_ADDR, into, out);
        out = text(x.caller().addressText(), 0, x.caller().addressText().length, LONGEST_ADDRESS, into, out);
        out = JsonText.raw(METHOD, into, out);
        out = text(bytes, head.askedMethodStart(), head.askedMethodEnd(), LONGEST_METHOD, into, out);
        out = JsonText.raw(URI, into, out);
        out = target.write(bytes, head.shownStart(), head.shownEnd(), into, out);
        out = numbers(x, now, into, out);
        out = JsonText.raw(USER_AGENT, into, out);
        int agent = userAgent(head.headers());
        if (agent >= 0) {
            int start = head.headers().valueStart(agent);
            out = text(bytes, start, head.headers().valueEnd(agent), LONGEST_AGENT, into, out);
        }
        out = JsonText.raw(REQUEST_ID, into, out);
        out = text(bytes, x.requestIdStart(), x.requestIdEnd(), LONGEST_ID, into, out);
        return decisions(x, into, out);
    }

    private static int numbers(Exchange x, long now, byte[] into, int at) {
        int out = JsonText.raw(STATUS, into, at);
        out = Ascii.putDecimal(into, out, EndObserver.status(x));
        out = JsonText.raw(SENT, into, out);
        out = Ascii.putDecimal(into, out, x.bytesSent());
        out = JsonText.raw(REQUEST_TIME, into, out);
        out = JsonText.seconds(now - x.startNanos(), into, out);
        out = JsonText.raw(UPSTREAM_TIME, into, out);
        return x.upstreamTries().headNanos() < 0
                ? JsonText.raw(NULL, into, out)
                : JsonText.seconds(x.upstreamTries().headNanos(), into, out);
    }

    private int decisions(Exchange x, byte[] into, int at) {
        int out = JsonText.raw(UPSTREAM_ADDR, into, at);
        out = text(x.upstreamTries().address(), 0, x.upstreamTries().address().length, LONGEST_ADDRESS, into, out);
        out = JsonText.raw(ROUTE, into, out);
        if (x.isRouted()) {
            ServedRoute route = x.route();
            out = name(route.name(), into, out);
            out = JsonText.raw(UPSTREAM, into, out);
            out = name(route.service(), into, out);
        } else {
            out = JsonText.raw(UPSTREAM, into, out);
        }
        out = JsonText.raw(REASON, into, out);
        out = JsonText.raw(x.reason().codeBytes(), into, out);
        out = PrincipalFields.write(x.principal(), withSubject, into, out);
        TlsConnection tls = x.caller().tls();
        if (tls != null) {
            out = TlsFields.write(tls, into, out);
        }
        return JsonText.raw(END, into, out);
    }

    /** The agent that the client sent, be it removed since: the first of that name in the index. */
    private static int userAgent(Headers headers) {
        int count = headers.count();
        for (int i = 0; i < count; i++) {
            if (headers.is(i, HeaderName.USER_AGENT)) {
                return i;
            }
        }
        return -1;
    }

    private static int text(byte[] from, int start, int end, int longest, byte[] into, int at) {
        return JsonText.escape(from, start, Math.min(end, start + longest), into, at);
    }

    private static int name(String name, byte[] into, int at) {
        return JsonText.escape(name, Math.min(name.length(), LONGEST_NAME), into, at);
    }
}
