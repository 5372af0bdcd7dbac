package dev.sekisho.dataplane.upstream.balancer;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Pairs;
import dev.sekisho.model.Sticky;
import java.time.Duration;
import java.util.HexFormat;

/**
 * A cookie that holds a number for where a client was sent: 16 hexadecimal digits, which tell no address. What a client made
 * up is read as nothing. Thread-safe.
 */
public final class StickyCookie {

    private static final HeaderName SET_COOKIE = HeaderName.of("Set-Cookie");
    private static final int DIGITS = 16;

    private final byte[] name;
    private final String before;
    private final String behind;

    /** A cookie as configured. */
    public StickyCookie(Sticky config) {
        this.name = Ascii.bytes(config.cookie());
        this.before = config.cookie() + "=";
        this.behind = "; Path=" + config.path()
                + (config.ttl().isZero() ? "" : "; Max-Age=" + seconds(config.ttl()))
                + "; HttpOnly; SameSite=Lax"
                + (config.secure() ? "; Secure" : "");
    }

    /** Rounded up: with Max-Age=0 the client would forget the cookie at once. */
    private static long seconds(Duration ttl) {
        return ttl.plusNanos(999_999_999).toSeconds();
    }

    /** The number in the request's cookie, or 0 for none. */
    public long read(Exchange x) {
        Headers headers = x.request().headers();
        long range = Found.cookie(headers, name);
        if (range == Pairs.NOTHING || Pairs.end(range) - Pairs.start(range) != DIGITS) {
            return 0;
        }
        long value = 0;
        for (int i = Pairs.start(range); i < Pairs.end(range); i++) {
            int digit = digit(headers.bytes()[i]);
            if (digit < 0) {
                return 0;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static int digit(byte c) {
        return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    }

    /** Adds the cookie to the response. */
    public void write(Exchange x, long identity) {
        x.response().headers().add(SET_COOKIE, before + HexFormat.of().toHexDigits(identity) + behind);
    }
}
