package dev.sekisho.dataplane.upstream.balancer;

import static dev.sekisho.dataplane.router.Fixtures.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.model.Sticky;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StickyCookieTest {

    private static StickyCookie cookie(Duration ttl, boolean secure) {
        return new StickyCookie(new Sticky("at", ttl, "/shop", secure));
    }

    private static String written(StickyCookie cookie, long identity) {
        Exchange x = request("GET", "", "/", "");
        cookie.write(x, identity);
        return x.response().headers().get(HeaderName.SET_COOKIE).orElseThrow();
    }

    private static long read(String value) {
        return cookie(Duration.ZERO, false).read(request("GET", "", "/", "", "Cookie: a=b; at=" + value + "; c=d"));
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        Random random = new Random(1);
        for (int i = 0; i < 1_000; i++) {
            long identity = i < 3 ? i - 1 : random.nextLong() >>> random.nextInt(64);
            String field = written(cookie(Duration.ZERO, false), identity);
            assertThat(read(field.substring("at=".length(), field.indexOf(';'))))
                    .isEqualTo(identity);
        }
    }

    @Test
    void attributesAreAsConfigured() {
        assertThat(written(cookie(Duration.ZERO, false), 255))
                .isEqualTo("at=00000000000000ff; Path=/shop; HttpOnly; SameSite=Lax");
        assertThat(written(cookie(Duration.ofMinutes(2), true), 255))
                .isEqualTo("at=00000000000000ff; Path=/shop; Max-Age=120; HttpOnly; SameSite=Lax; Secure");
    }

    /** A time below a second was Max-Age=0, which deletes the cookie. */
    @ParameterizedTest
    @CsvSource({"1, 1", "500, 1", "1000, 1", "1001, 2"})
    void timesAreRoundedUp(long millis, long seconds) {
        assertThat(written(cookie(Duration.ofMillis(millis), false), 1)).contains("; Max-Age=" + seconds + ";");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "-1",
                "ff",
                "00000000000000FF", // never written like this
                "00000000000000fg",
                "0x000000000000ff",
                "-0000000000000ff",
                "+0000000000000ff",
                "000000000000000ff",
                "ffffffffffffffffffffffffffffffff",
                "99999999999999999999999999",
                "\"00000000000000ff\"",
                "00000000 00000ff",
                "é000000000000000",
                "%3000000000000ff",
            })
    void whatAClientMadeUpIsNothing(String value) {
        assertThat(read(value)).isZero();
    }

    @Test
    void withoutTheCookieThereIsNothing() {
        StickyCookie cookie = cookie(Duration.ZERO, false);
        assertThat(cookie.read(request("GET", "", "/", ""))).isZero();
        assertThat(cookie.read(request("GET", "", "/", "", "Cookie: xat=00000000000000ff; AT=00000000000000ff")))
                .isZero();
    }
}
