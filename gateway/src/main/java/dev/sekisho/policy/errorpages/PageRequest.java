package dev.sekisho.policy.errorpages;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.ResponseHead;
import dev.sekisho.dataplane.Subrequest;
import java.util.List;
import java.util.Optional;

/**
 * The question for a page: a GET with those of the client's fields that tell its language and form, and who asks; never with
 * credentials. Immutable, thread-safe.
 *
 * @param path with the placeholder of the status
 * @param maxBody longest page, bytes
 * @param totalNanos longest time
 * @param own what is answered where there is no page
 */
record PageRequest(String path, int maxBody, long totalNanos, Page.Written own) implements Subrequest {

    /** What a page may depend on, and who asks; names of credentials are the configuration's, so no list of them is whole. */
    private static final List<HeaderName> KEPT = List.of(
            HeaderName.ACCEPT,
            HeaderName.of("Accept-Charset"),
            HeaderName.ACCEPT_ENCODING,
            HeaderName.ACCEPT_LANGUAGE,
            HeaderName.FORWARDED,
            HeaderName.HOST,
            HeaderName.of("Traceparent"),
            HeaderName.of("Tracestate"),
            HeaderName.USER_AGENT,
            HeaderName.VIA,
            HeaderName.X_FORWARDED_FOR,
            HeaderName.X_FORWARDED_HOST,
            HeaderName.X_FORWARDED_PORT,
            HeaderName.X_FORWARDED_PREFIX,
            HeaderName.X_FORWARDED_PROTO,
            HeaderName.X_REAL_IP,
            HeaderName.X_REQUEST_ID);

    private static final byte[] GET = Ascii.bytes("GET");

    @Override
    public void make(Exchange x, RequestHead head) {
        Headers headers = head.headers();
        for (int i = 0; i < headers.count(); i++) {
            int field = i;
            if (KEPT.stream().noneMatch(name -> headers.is(field, name))) {
                headers.remove(field);
            }
        }
        int at = append(headers, GET);
        head.method(Method.GET, at, at + GET.length);
        byte[] asked = Ascii.bytes(PageMaker.filled(path, x.response().status()));
        at = append(headers, asked);
        head.forwardPath(at, at + asked.length);
        head.query(-1, -1);
    }

    private static int append(Headers headers, byte[] text) {
        headers.reserve(text.length);
        int start = headers.end();
        headers.advance(Ascii.put(text, headers.bytes(), start));
        return start;
    }

    @Override
    public boolean wantsBodies() {
        return true;
    }

    @Override
    public Outcome answered(Exchange x, ResponseHead answer, Optional<byte[]> body) {
        if (!answer.isSuccess() || body.isEmpty() || body.get().length == 0) {
            return failed(x, Reason.NONE);
        }
        own.counts().asked().increment();
        return own.dress().served(x, answer.headers(), body.get());
    }

    @Override
    public Outcome failed(Exchange x, Reason reason) {
        own.counts().failed().increment();
        return own.bodies().reply(x, own.dress());
    }
}
