package dev.sekisho.policy;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.text.JsonText;

/**
 * Sizes, times and other numbers of an exchange, as far as it has gone; see {@link FieldValue}. In texts a number that is not known
 * is empty. Allocates nothing.
 */
enum ExchangeNumber implements FieldSource {
    /** Bytes of the request: its head and its body. */
    REQUEST_SIZE("requestSize", 0, false),
    /** Bytes of the response's body that were sent. */
    RESPONSE_SIZE("responseSize", 0, true),
    /** When the request's head was in, milliseconds since 1970. */
    START_MILLIS("startMillis", 0, false),
    /** The same in seconds. */
    START_SECONDS("startSeconds", 3, false),
    /** From the request's head until now. */
    DURATION_MILLIS("durationMillis", 0, true),
    /** The same in seconds. */
    DURATION_SECONDS("durationSeconds", 6, true),
    /** From asking the upstream to the head of its response. */
    UPSTREAM_MILLIS("upstreamMillis", 0, true),
    /** The same in seconds. */
    UPSTREAM_SECONDS("upstreamSeconds", 6, true),
    /** What of the duration was not spent waiting for the upstream. */
    GATEWAY_MILLIS("gatewayMillis", 0, true),
    /** The status that the upstream answered. */
    UPSTREAM_STATUS("upstreamStatus", 0, true),
    /** How often an upstream was asked. */
    UPSTREAM_TRIES("upstreamTries", 0, true),
    /** The port that the client's connection came from. */
    CLIENT_PORT("clientPort", 0, false),
    /** The port that the client connected to: {@code $server_port}. */
    LISTENER_PORT("listenerPort", 0, false),
    /** From the request's head until now, seconds with milliseconds: {@code $request_time}. */
    REQUEST_TIME("requestTime", 3, true),
    /** Now, seconds since 1970: {@code $msec}. */
    NOW_SECONDS("nowSeconds", 3, false),
    /** Number of this process: {@code $pid}. */
    PROCESS_ID("processId", 0, false);

    /** The value of what is not known. */
    static final long UNKNOWN = Long.MIN_VALUE;

    /** Bytes of the longest number. */
    static final int LONGEST = 24;

    private static final long PID = ProcessHandle.current().pid();
    private static final long MILLI = 1_000_000; // nanoseconds
    private static final long MICRO = 1_000; // nanoseconds

    private final String name;
    private final int decimals;
    private final boolean ofResponse;

    ExchangeNumber(String name, int decimals, boolean ofResponse) {
        this.name = name;
        this.decimals = decimals;
        this.ofResponse = ofResponse;
    }

    /** The value, without its decimal point; {@link #UNKNOWN} where it is not known. */
    private long value(Exchange x) {
        return switch (this) {
            case REQUEST_SIZE -> x.bytesReceived();
            case RESPONSE_SIZE -> x.bytesSent();
            case START_MILLIS, START_SECONDS -> ExchangeText.startMillis(x);
            case DURATION_MILLIS -> duration(x) / MILLI;
            case DURATION_SECONDS -> duration(x) / MICRO;
            case UPSTREAM_MILLIS -> upstream(x, MILLI);
            case UPSTREAM_SECONDS -> upstream(x, MICRO);
            case GATEWAY_MILLIS ->
                Math.max(0, duration(x) - Math.max(0, x.upstreamTries().headNanos())) / MILLI;
            case UPSTREAM_STATUS ->
                x.upstreamTries().status() == 0 ? UNKNOWN : x.upstreamTries().status();
            case UPSTREAM_TRIES -> x.upstreamTries().count();
            case CLIENT_PORT -> x.caller().port() == 0 ? UNKNOWN : x.caller().port();
            case LISTENER_PORT ->
                x.caller().ends() == null ? UNKNOWN : x.caller().localAddress().getPort();
            case REQUEST_TIME -> duration(x) / MILLI;
            case NOW_SECONDS -> System.currentTimeMillis();
            case PROCESS_ID -> PID;
        };
    }

    private static long duration(Exchange x) {
        return Math.max(0, x.loop().now() - x.startNanos());
    }

    private static long upstream(Exchange x, long unit) {
        return x.upstreamTries().headNanos() < 0 ? UNKNOWN : x.upstreamTries().headNanos() / unit;
    }

    /** Writes the number; returns the end, which is the beginning where it is not known. */
    int write(Exchange x, byte[] into, int at) {
        long value = value(x);
        if (value == UNKNOWN) {
            return at;
        }
        if (decimals == 0) {
            return Ascii.putDecimal(into, at, value);
        }
        int unit = decimals == 3 ? 1_000 : 1_000_000;
        int out = Ascii.putDecimal(into, at, value / unit);
        into[out] = '.';
        JsonText.digits((int) (value % unit), decimals, into, out + 1);
        return out + 1 + decimals;
    }

    @Override
    public void put(Exchange x, Headers into) {
        into.reserve(LONGEST + 2);
        into.advance(write(x, into.bytes(), into.end()));
    }

    @Override
    public String text(Exchange x) {
        byte[] text = new byte[LONGEST];
        return Ascii.string(text, 0, write(x, text, 0));
    }

    @Override
    public boolean isOfResponse() {
        return ofResponse;
    }

    @Override
    public String toString() {
        return name;
    }
}
