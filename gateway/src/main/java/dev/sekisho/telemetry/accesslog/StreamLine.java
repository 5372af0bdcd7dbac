package dev.sekisho.telemetry.accesslog;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.TlsConnection;
import dev.sekisho.dataplane.stream.StreamConnection;
import dev.sekisho.dataplane.text.JsonText;
import dev.sekisho.dataplane.text.TimeText;
import java.net.InetSocketAddress;

/**
 * Writes a connection, or session, of a stream as one JSON line. Cuts what is unusually long, so that a line has a longest
 * length. One thread only.
 */
final class StreamLine {

    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_ADDRESS = 128;
    private static final int FIXED = 1024; // keys, numbers, time, protocol, reason; checked by a test

    /** Bytes of the longest line; less than those of {@link LogLine}, for which the rings have room. */
    static final int LONGEST = FIXED + JsonText.WORST * (3 * LONGEST_NAME + 2 * LONGEST_ADDRESS) + TlsFields.LONGEST;

    private static final byte[] TIME = Ascii.bytes("{\"time\":\"");
    private static final byte[] STREAM = Ascii.bytes("\",\"stream\":\"");
    private static final byte[] PROTOCOL = Ascii.bytes("\",\"protocol\":\"");
    private static final byte[] REMOTE_ADDR = Ascii.bytes("\",\"remote_addr\":\"");
    private static final byte[] SERVER_NAME = Ascii.bytes("\",\"ssl_server_name\":\"");
    private static final byte[] RECEIVED = Ascii.bytes("\",\"bytes_received\":");
    private static final byte[] SENT = Ascii.bytes(",\"bytes_sent\":");
    private static final byte[] SESSION_TIME = Ascii.bytes(",\"session_time\":");
    private static final byte[] CONNECT_TIME = Ascii.bytes(",\"upstream_connect_time\":");
    private static final byte[] NULL = Ascii.bytes("null");
    private static final byte[] UPSTREAM_ADDR = Ascii.bytes(",\"upstream_addr\":\"");
    private static final byte[] UPSTREAM = Ascii.bytes("\",\"upstream\":\"");
    private static final byte[] REASON = Ascii.bytes("\",\"reason\":\"");
    private static final byte[] END = Ascii.bytes("\"}\n");

    private final TimeText time = new TimeText();

    /** Writes the line; {@code now} is a {@link System#nanoTime} value. Returns the end. */
    int write(StreamConnection connection, long now, byte[] into, int at) {
        int out = JsonText.raw(TIME, into, at);
        out = time.write(now, into, out);
        out = JsonText.raw(STREAM, into, out);
        out = text(connection.stream(), LONGEST_NAME, into, out);
        out = JsonText.raw(PROTOCOL, into, out);
        out = text(connection.protocol(), LONGEST_NAME, into, out);
        out = JsonText.raw(REMOTE_ADDR, into, out);
        out = text(address(connection.client()), LONGEST_ADDRESS, into, out);
        out = JsonText.raw(SERVER_NAME, into, out);
        out = text(connection.serverName(), LONGEST_NAME, into, out);
        out = numbers(connection, now, into, out);
        out = JsonText.raw(UPSTREAM_ADDR, into, out);
        byte[] target = connection.upstreamAddressText();
        out = JsonText.escape(target, 0, Math.min(target.length, LONGEST_ADDRESS), into, out);
        out = JsonText.raw(UPSTREAM, into, out);
        out = text(connection.upstream(), LONGEST_NAME, into, out);
        out = JsonText.raw(REASON, into, out);
        out = text(connection.reason(), LONGEST_NAME, into, out);
        TlsConnection tls = connection.tls();
        if (tls != null) {
            out = TlsFields.writeRest(tls, into, out);
        }
        return JsonText.raw(END, into, out);
    }

    private static int numbers(StreamConnection connection, long now, byte[] into, int at) {
        int out = JsonText.raw(RECEIVED, into, at);
        out = Ascii.putDecimal(into, out, connection.received());
        out = JsonText.raw(SENT, into, out);
        out = Ascii.putDecimal(into, out, connection.sent());
        out = JsonText.raw(SESSION_TIME, into, out);
        out = JsonText.seconds(now - connection.startNanos(), into, out);
        out = JsonText.raw(CONNECT_TIME, into, out);
        long connect = connection.connectNanos();
        return connect < 0 ? JsonText.raw(NULL, into, out) : JsonText.seconds(connect, into, out);
    }

    /** As that of requests is written: IPv6 without brackets and zone. */
    private static String address(InetSocketAddress client) {
        String text = client.getAddress().getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    private static int text(String text, int longest, byte[] into, int at) {
        return JsonText.escape(text, Math.min(text.length(), longest), into, at);
    }
}
