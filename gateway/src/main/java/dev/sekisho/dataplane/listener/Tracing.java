package dev.sekisho.dataplane.listener;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * TRACE where a listener serves it (RFC 9110 sections 9.3.8 and 7.6.2): what a client sent comes back to it, from the
 * upstream, or from the gateway where Max-Forwards says that it goes no further. Fields that bear credentials go neither
 * way. Thread-safe.
 */
public final class Tracing {

    private static final HeaderName MAX_FORWARDS = HeaderName.of("Max-Forwards");
    private static final int MAX_DIGITS = 9;
    private static final List<HeaderName> SENSITIVE = List.of(
            HeaderName.AUTHORIZATION,
            HeaderName.COOKIE,
            HeaderName.PROXY_AUTHORIZATION,
            HeaderName.of("X-Forwarded-Client-Cert"));

    private Tracing() {}

    /**
     * Takes out what must not be sent on.
     *
     * @return why the request is refused, or {@link Reason#NONE}
     */
    public static Reason check(RequestHead head) {
        Headers headers = head.headers();
        SENSITIVE.forEach(headers::remove);
        if (head.hasBody()) {
            return Reason.TRACE_BODY;
        }
        int field = headers.find(MAX_FORWARDS);
        boolean good = field < 0 || (isNumber(headers, field) && headers.find(MAX_FORWARDS, field + 1) < 0);
        return good ? Reason.NONE : Reason.MAX_FORWARDS;
    }

    private static boolean isNumber(Headers headers, int field) {
        int start = headers.valueStart(field);
        int end = headers.valueEnd(field);
        boolean digits = end > start && end - start <= MAX_DIGITS;
        for (int i = start; digits && i < end; i++) {
            digits = headers.bytes()[i] >= '0' && headers.bytes()[i] <= '9';
        }
        return digits;
    }

    /** Whether a request that was checked goes no further than the gateway; else it has one step less to go. */
    public static boolean ends(RequestHead head) {
        int field = head.headers().find(MAX_FORWARDS);
        if (field < 0) {
            return false;
        }
        int left = Integer.parseInt(head.headers().value(field));
        if (left > 0) {
            head.headers().set(MAX_FORWARDS, Integer.toString(left - 1));
        }
        return left == 0;
    }

    /** The request as it was received, its first {@code received} fields, as the answer of the last recipient. */
    public static Response answer(RequestHead head, int received) {
        Headers headers = head.headers();
        StringBuilder text = new StringBuilder("TRACE ")
                .append(Ascii.string(headers.bytes(), head.shownStart(), head.shownEnd()))
                .append(" HTTP/1.")
                .append(head.minorVersion())
                .append("\r\n");
        for (int i = 0; i < received; i++) {
            if (!headers.isRemoved(i)) {
                text.append(headers.name(i))
                        .append(": ")
                        .append(headers.value(i))
                        .append("\r\n");
            }
        }
        byte[] body = text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        return Response.of(200).withBody("message/http", body).because(Reason.NONE);
    }
}
