package dev.sekisho.policy;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.TlsConnection;
import dev.sekisho.dataplane.text.JsonText;
import dev.sekisho.dataplane.text.TargetText;
import dev.sekisho.dataplane.text.TimeText;

/** Texts about an exchange, as logs tell them; see {@link FieldValue}. What is not known is empty. */
enum ExchangeText implements FieldSource {
    /** When the request's head was in, UTC, milliseconds (RFC 3339). */
    START_TIME("startTime"),
    /** Now, in the same form. */
    TIME("time"),
    /** The target as sent, without its secrets. */
    TARGET("target"),
    /** HTTP/1.1 and the like. */
    PROTOCOL("protocol"),
    /** Version of the client's TLS. */
    TLS_VERSION("tlsVersion"),
    /** Its suite. */
    TLS_CIPHER("tlsCipher"),
    /** The host that the client asked for in its handshake. */
    TLS_SERVER_NAME("tlsServerName"),
    /** Host and port of the target that was asked last. */
    UPSTREAM_ADDRESS("upstreamAddress"),
    /** Why the gateway itself answered or cut the exchange short. */
    REASON("reason");

    private static final long MILLI = 1_000_000; // nanoseconds

    private final String name;

    ExchangeText(String name) {
        this.name = name;
    }

    @Override
    public void put(Exchange x, Headers into) {
        switch (this) {
            case UPSTREAM_ADDRESS ->
                FieldSource.copy(
                        x.upstreamTries().address(), 0, x.upstreamTries().address().length, into);
            case REASON ->
                FieldSource.copy(x.reason().codeBytes(), 0, x.reason().codeBytes().length, into);
            case TARGET -> target(x, into);
            case TIME, START_TIME -> {
                into.reserve(TimeText.LENGTH + 2);
                into.advance(new TimeText().writeMillis(millis(x), into.bytes(), into.end()));
            }
            case PROTOCOL, TLS_VERSION, TLS_CIPHER, TLS_SERVER_NAME -> FieldText.put(text(x), into);
        }
    }

    private static void target(Exchange x, Headers into) {
        RequestHead head = x.request();
        int longest = Math.min(head.shownEnd() - head.shownStart(), TargetText.LONGEST);
        into.reserve(JsonText.WORST * longest + 32);
        byte[] bytes = head.headers().bytes(); // behind the reservation, which may be of the same head
        into.advance(new TargetText().write(bytes, head.shownStart(), head.shownEnd(), into.bytes(), into.end()));
    }

    /** For the times: milliseconds since 1970. */
    long millis(Exchange x) {
        return this == TIME ? System.currentTimeMillis() : startMillis(x);
    }

    /** When the exchange began, milliseconds since 1970. */
    static long startMillis(Exchange x) {
        return System.currentTimeMillis() - Math.max(0, System.nanoTime() - x.startNanos()) / MILLI;
    }

    @Override
    public String text(Exchange x) {
        TlsConnection tls = x.caller().tls();
        return switch (this) {
            case PROTOCOL -> x.protocol();
            case TLS_VERSION -> tls == null ? "" : tls.version();
            case TLS_CIPHER -> tls == null ? "" : tls.cipher();
            case TLS_SERVER_NAME -> tls == null ? "" : tls.serverName();
            case START_TIME, TIME, TARGET, UPSTREAM_ADDRESS, REASON -> {
                Headers scratch = new Headers();
                put(x, scratch);
                yield Ascii.string(scratch.bytes(), 0, scratch.end());
            }
        };
    }

    @Override
    public boolean isOfResponse() {
        return this == UPSTREAM_ADDRESS || this == REASON;
    }

    @Override
    public String toString() {
        return name;
    }
}
