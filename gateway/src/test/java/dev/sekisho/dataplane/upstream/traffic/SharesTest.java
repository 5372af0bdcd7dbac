package dev.sekisho.dataplane.upstream.traffic;

import static dev.sekisho.dataplane.router.Fixtures.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.model.Backend;
import dev.sekisho.model.Sticky;
import dev.sekisho.model.ValuePattern;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharesTest {

    private static Backend.Share share(String upstream, int weight) {
        return new Backend.Share(upstream, weight, Map.of(), Map.of(), Map.of());
    }

    private static Backend.Share forced(String upstream, int weight, String header, String cookie) {
        return new Backend.Share(upstream, weight, Map.of(), patterns(header), patterns(cookie));
    }

    private static Map<String, ValuePattern> patterns(String text) {
        int equals = text.indexOf('=');
        return equals < 0
                ? Map.of()
                : Map.of(text.substring(0, equals), ValuePattern.parse(text.substring(equals + 1)));
    }

    private static Shares plain(Backend.Share... shares) {
        return new Shares(new Backend.Split(List.of(shares), Optional.empty()), 1);
    }

    private static Shares sticky(Backend.Share... shares) {
        Sticky cookie = new Sticky("share", Duration.ZERO, "/", false);
        return new Shares(new Backend.Split(List.of(shares), Optional.of(cookie)), 1);
    }

    private static Exchange get(String... headers) {
        return request("GET", "a.test", "/", "", headers);
    }

    /** The cookie that a client brings along after it was sent to that share. */
    private static String cookieOf(Shares shares, int share) {
        Exchange x = get();
        shares.remember(x, share);
        String field = x.response().headers().get(HeaderName.SET_COOKIE).orElseThrow();
        return "Cookie: " + field.substring(0, field.indexOf(';'));
    }

    @Test
    void requestsAreSplitByWeight() {
        Shares shares = plain(share("a", 70), share("b", 0), share("c", 29), share("d", 1));
        int[] counts = new int[4];
        for (int i = 0; i < 1_000; i++) {
            counts[shares.choose(get())]++;
        }
        assertThat(counts).containsExactly(700, 0, 290, 10);
    }

    @Test
    void withoutAnyWeightThereIsNoShare() {
        assertThat(plain(share("a", 0), share("b", 0)).choose(get())).isEqualTo(-1);
    }

    @Test
    void headersAndCookiesForceAShareWhateverItsWeight() {
        Shares shares = plain(share("a", 1), forced("b", 0, "X-Canary=yes", ""), forced("c", 0, "", "beta=*"));
        for (int i = 0; i < 10; i++) {
            assertThat(shares.choose(get("x-canary: yes"))).isEqualTo(1);
            assertThat(shares.choose(get("Cookie: a=1; beta=0"))).isEqualTo(2);
            assertThat(shares.choose(get("X-Canary: yes", "Cookie: beta=1"))).isEqualTo(1);
            assertThat(shares.choose(get("X-Canary: no", "Cookie: alpha=1"))).isZero();
        }
    }

    @Test
    void aShareThatWantsBothIsForcedByBothOnly() {
        Shares shares = plain(share("a", 1), forced("b", 0, "X-Canary=yes", "beta=1"));
        assertThat(shares.choose(get("X-Canary: yes"))).isZero();
        assertThat(shares.choose(get("Cookie: beta=1"))).isZero();
        assertThat(shares.choose(get("X-Canary: yes", "Cookie: beta=1"))).isEqualTo(1);
    }

    @Test
    void forcedRequestsTakeNobodysTurn() {
        Shares shares = plain(share("a", 1), forced("b", 1, "X-Canary=yes", ""));
        int[] counts = new int[2];
        for (int i = 0; i < 100; i++) {
            shares.choose(get("X-Canary: yes"));
            counts[shares.choose(get())]++;
        }
        assertThat(counts).containsExactly(50, 50);
    }

    @Test
    void aClientComesBackToItsShare() {
        Shares shares = sticky(share("a", 50), share("b", 30), share("c", 20));
        for (int share = 0; share < 3; share++) {
            Exchange x = get(cookieOf(shares, share));
            for (int i = 0; i < 20; i++) {
                assertThat(shares.choose(x)).isEqualTo(share);
            }
            shares.remember(x, share);
            assertThat(x.response().headers().contains(HeaderName.SET_COOKIE))
                    .as("it knows")
                    .isFalse();
        }
    }

    @Test
    void cookiesHoldThoughSharesMoveAndChangeTheirWeights() {
        String cookie = cookieOf(sticky(share("a", 50), share("b", 50)), 1);
        Shares later = sticky(share("b", 1), share("c", 50), share("a", 99));
        assertThat(later.choose(get(cookie))).isZero();
    }

    @Test
    void whoseShareIsGoneIsGivenAnother() {
        String cookie = cookieOf(sticky(share("a", 50), share("b", 50)), 1);
        Shares gone = sticky(share("a", 1), share("c", 0));
        Shares out = sticky(share("a", 1), share("b", 0));
        for (Shares shares : List.of(gone, out)) {
            Exchange x = get(cookie);
            assertThat(shares.choose(x)).isZero();
            shares.remember(x, 0);
            assertThat(x.response().headers().contains(HeaderName.SET_COOKIE)).isTrue();
        }
    }

    @Test
    void labelsTellSharesOfOneUpstreamApart() {
        Backend.Share one = new Backend.Share("a", 1, Map.of("v", "1", "w", "2"), Map.of(), Map.of());
        Backend.Share two = new Backend.Share("a", 1, Map.of("v", "2"), Map.of(), Map.of());
        Shares shares = sticky(one, two);
        assertThat(shares.choose(get(cookieOf(shares, 1)))).isEqualTo(1);
        assertThat(sticky(two, one).choose(get(cookieOf(shares, 0)))).isEqualTo(1);
    }

    @Test
    void aHeaderIsStrongerThanTheCookie() {
        Shares shares = sticky(share("a", 1), forced("b", 0, "X-Canary=yes", ""));
        assertThat(shares.choose(get(cookieOf(shares, 0), "X-Canary: yes"))).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "1",
                "-1",
                "2147483648",
                "99999999999999999999999999",
                "-9223372036854775808",
                "ffffffffffffffff",
                "8000000000000000",
                "0000000000000000",
                "0000000000000001",
                "fffffffffffffffg",
                "NaN",
                "%00%00",
                "a=b=c",
            })
    void hostileCookiesAreAsNone(String value) {
        Shares shares = sticky(share("a", 1), share("b", 1));
        int[] counts = new int[2];
        for (int i = 0; i < 10; i++) {
            counts[shares.choose(get("Cookie: share=" + value))]++;
        }
        assertThat(counts).containsExactly(5, 5);
    }

    @Test
    void noCookieAtAllMakesItFail() {
        Random random = new Random(9);
        Shares shares = sticky(share("a", 1), share("b", 2), forced("c", 0, "", "share=zzz"));
        for (int i = 0; i < 5_000; i++) {
            StringBuilder value = new StringBuilder();
            for (int n = random.nextInt(40); n > 0; n--) {
                value.append((char) (' ' + 1 + random.nextInt(94)));
            }
            Exchange x = get("Cookie: " + (random.nextBoolean() ? "share=" : "") + value);
            int share = shares.choose(x);
            assertThat(share).isBetween(0, 2);
            shares.remember(x, share);
        }
    }
}
