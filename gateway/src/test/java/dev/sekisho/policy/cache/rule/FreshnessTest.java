package dev.sekisho.policy.cache.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.conditional.HttpTime;
import dev.sekisho.model.StatusPattern;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreshnessTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String DATE = "Date: Thu, 01 Jan 2026 00:00:00 GMT";

    private final Freshness plain = new Freshness(Map.of(), false, Duration.ZERO, Duration.ZERO);

    private static CacheControl control(String value) {
        return CacheControl.parse(List.of(value));
    }

    private long fresh(Freshness rules, String value, String... fields) {
        return rules.of(control(value), true, 200, Heads.fields(fields), NOW).fresh() / 1000;
    }

    @Test
    void theOrderOfSources() {
        String expires = "Expires: Thu, 01 Jan 2026 00:00:30 GMT";
        assertThat(fresh(plain, "s-maxage=10, max-age=20", DATE, expires)).isEqualTo(10);
        assertThat(fresh(plain, "max-age=20", DATE, expires)).isEqualTo(20);
        assertThat(fresh(plain, "public", DATE, expires)).isEqualTo(30);
        assertThat(fresh(plain, "public", DATE)).isZero();
        Freshness timed = new Freshness(
                Map.of(
                        new StatusPattern(200, 299),
                        Duration.ofSeconds(7),
                        new StatusPattern(200, 200),
                        Duration.ofSeconds(8)),
                true,
                Duration.ZERO,
                Duration.ZERO);
        assertThat(fresh(timed, "public", DATE)).isEqualTo(8);
        assertThat(fresh(timed, "max-age=0", DATE)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "tomorrow", "'Thu, 32 Jan 2026 00:00:00 GMT'"})
    void anExpiresThatIsNoDateIsInThePast(String value) {
        assertThat(fresh(
                        new Freshness(
                                Map.of(new StatusPattern(200, 200), Duration.ofHours(1)),
                                true,
                                Duration.ZERO,
                                Duration.ZERO),
                        "public",
                        DATE,
                        "Expires: " + value))
                .isZero();
    }

    @Test
    void twoDifferentExpiresAreNone() {
        assertThat(fresh(
                        plain,
                        "public",
                        DATE,
                        "Expires: Thu, 01 Jan 2026 00:00:30 GMT",
                        "Expires: Thu, 01 Jan 2026 00:00:40 GMT"))
                .isZero();
    }

    @Test
    void theHeuristicIsATenthAndADayAtMost() {
        Freshness heuristic = new Freshness(Map.of(), true, Duration.ZERO, Duration.ZERO);
        assertThat(fresh(heuristic, "public", DATE, "Last-Modified: Wed, 31 Dec 2025 23:58:20 GMT"))
                .isEqualTo(10);
        assertThat(fresh(heuristic, "public", DATE, "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT"))
                .isEqualTo(86_400);
        assertThat(fresh(plain, "public", DATE, "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT"))
                .isZero();
        assertThat(heuristic
                        .of(
                                control("public"),
                                true,
                                302,
                                Heads.fields(DATE, "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT"),
                                NOW)
                        .fresh())
                .isZero();
    }

    @Test
    void staleIsServedOnlyWhereItMayBe() {
        Freshness stale = new Freshness(Map.of(), false, Duration.ofSeconds(5), Duration.ofSeconds(9));
        Lifetime plainly = stale.of(control("max-age=10"), true, 200, Heads.fields(DATE), NOW);
        assertThat(plainly.isFresh(9_999)).isTrue();
        assertThat(plainly.isFresh(10_000)).isFalse();
        assertThat(plainly.mayServeWhileRevalidating(14_999)).isTrue();
        assertThat(plainly.mayServeWhileRevalidating(15_000)).isFalse();
        assertThat(plainly.mayServeOnError(18_999)).isTrue();
        for (String forbids : List.of("must-revalidate", "proxy-revalidate", "s-maxage=10", "no-cache")) {
            Lifetime strict = stale.of(control("max-age=10, " + forbids), true, 200, Heads.fields(DATE), NOW);
            assertThat(strict.mayServeWhileRevalidating(10_000)).as(forbids).isFalse();
            assertThat(strict.mayServeOnError(10_000)).as(forbids).isFalse();
        }
        Lifetime said = stale.of(control("s-maxage=10, stale-if-error=3"), true, 200, Heads.fields(DATE), NOW);
        assertThat(said.mayServeOnError(12_999)).isTrue();
        assertThat(said.mayServeOnError(13_000)).isFalse();
    }

    @Test
    void theAgeIsTheLargerOfWhatIsToldAndWhatIsSeen() {
        assertThat(Freshness.initialAge(Heads.fields(DATE, "Age: 30"), Duration.ofSeconds(2), NOW))
                .isEqualTo(32_000);
        assertThat(Freshness.initialAge(Heads.fields(DATE, "Age: 30"), Duration.ZERO, NOW.plusSeconds(60)))
                .isEqualTo(60_000);
        assertThat(Freshness.initialAge(Heads.fields("Age: x"), Duration.ZERO, NOW))
                .isZero();
        assertThat(Freshness.initialAge(Heads.fields(DATE, "Age: 7, 30"), Duration.ZERO, NOW))
                .isEqualTo(7_000);
        assertThat(Freshness.initialAge(Heads.fields("Date: Fri, 01 Jan 2027 00:00:00 GMT"), Duration.ZERO, NOW))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "'no-cache',5,NO",
        "'max-age=4',5,NO",
        "'max-age=5',5,FRESH",
        "'min-fresh=5',5,FRESH",
        "'min-fresh=6',5,NO",
        "'',10,NO",
        "'max-stale',100,STALE",
        "'max-stale=5',15,STALE",
        "'max-stale=5',16,NO"
    })
    void whatRequestsAskFor(String asked, long age, ClientDirectives.Fit fit) {
        Lifetime lifetime = new Lifetime(10_000, 0, 0, false);
        assertThat(ClientDirectives.fit(control(asked), lifetime, age * 1000)).isEqualTo(fit);
    }

    @Test
    void maxStaleNeverOverrulesTheOrigin() {
        assertThat(ClientDirectives.fit(control("max-stale"), new Lifetime(10_000, 0, 0, true), 11_000))
                .isEqualTo(ClientDirectives.Fit.NO);
    }

    @ParameterizedTest
    @CsvSource({
        "'Sun, 06 Nov 1994 08:49:37 GMT',784111777",
        "'Sunday, 06-Nov-94 08:49:37 GMT',784111777",
        "'Sun Nov  6 08:49:37 1994',784111777",
        "'Sunday, 06-Nov-75 08:49:37 GMT',3340255777",
        "'Sunday, 06-Nov-77 08:49:37 GMT',247654177"
    })
    void theThreeFormsOfDates(String text, long seconds) {
        assertThat(HttpTime.parse(text, NOW)).hasValue(Instant.ofEpochSecond(seconds));
    }
}
