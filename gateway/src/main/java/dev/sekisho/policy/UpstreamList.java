package dev.sekisho.policy;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.UpstreamTries;
import dev.sekisho.dataplane.text.JsonText;

/**
 * What became of each time that an upstream was asked, as nginx's variables list it: with commas between targets, colons
 * between routes, a hyphen for what one does not have; see {@link FieldValue}. Empty where none was asked. Allocates
 * nothing.
 */
enum UpstreamList implements FieldSource {
    /** Their addresses: {@code $upstream_addr}. */
    ADDRESSES("upstreamAddresses"),
    /** Their statuses: {@code $upstream_status}. */
    STATUSES("upstreamStatuses"),
    /** Until a connection was there, seconds with milliseconds: {@code $upstream_connect_time}. */
    CONNECT_TIMES("upstreamConnectTimes"),
    /** Until the head of the response: {@code $upstream_header_time}. */
    HEAD_TIMES("upstreamHeadTimes"),
    /** Until the end of the response: {@code $upstream_response_time}. */
    RESPONSE_TIMES("upstreamResponseTimes"),
    /** Bytes of their bodies: {@code $upstream_response_length}. */
    RESPONSE_SIZES("upstreamResponseSizes");

    private static final byte[] COMMA = Ascii.bytes(", ");
    private static final byte[] COLON = Ascii.bytes(" : ");
    private static final byte[] HYPHEN = Ascii.bytes("-");
    private static final int NUMBER = 28; // bytes of a number with its decimals, and two more
    private static final long MILLI = 1_000_000; // nanoseconds
    private static final int MILLIS = 1000; // of a second

    private final String name;

    UpstreamList(String name) {
        this.name = name;
    }

    @Override
    public void put(Exchange x, Headers into) {
        UpstreamTries tries = x.upstreamTries();
        for (int i = 0; i < tries.count(); i++) {
            if (i > 0) {
                byte[] between = tries.isOfOtherRoute(i) ? COLON : COMMA;
                FieldSource.copy(between, 0, between.length, into);
            }
            put(tries, i, x.loop().now(), into);
        }
    }

    private void put(UpstreamTries tries, int i, long now, Headers into) {
        switch (this) {
            case ADDRESSES -> FieldSource.copy(tries.address(i), 0, tries.address(i).length, into);
            case STATUSES -> number(tries.status(i) == 0 ? UpstreamTries.NONE : tries.status(i), into);
            case CONNECT_TIMES -> time(tries.connectNanos(i), into);
            case HEAD_TIMES -> time(tries.headNanos(i), into);
            case RESPONSE_TIMES -> time(tries.responseNanos(i, now), into);
            case RESPONSE_SIZES -> number(tries.received(i), into);
        }
    }

    private static void number(long number, Headers into) {
        if (number == UpstreamTries.NONE) {
            FieldSource.copy(HYPHEN, 0, HYPHEN.length, into);
            return;
        }
        into.reserve(NUMBER);
        into.advance(Ascii.putDecimal(into.bytes(), into.end(), number));
    }

    private static void time(long nanos, Headers into) {
        if (nanos == UpstreamTries.NONE) {
            FieldSource.copy(HYPHEN, 0, HYPHEN.length, into);
            return;
        }
        long millis = nanos / MILLI;
        into.reserve(NUMBER);
        int at = Ascii.putDecimal(into.bytes(), into.end(), millis / MILLIS);
        into.bytes()[at] = '.';
        JsonText.digits((int) (millis % MILLIS), 3, into.bytes(), at + 1);
        into.advance(at + 4);
    }

    @Override
    public String text(Exchange x) {
        Headers scratch = new Headers();
        put(x, scratch);
        return Ascii.string(scratch.bytes(), 0, scratch.end());
    }

    @Override
    public boolean isOfResponse() {
        return true;
    }

    @Override
    public String toString() {
        return name;
    }
}
