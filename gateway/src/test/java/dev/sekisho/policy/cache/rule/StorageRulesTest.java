package dev.sekisho.policy.cache.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.model.StatusPattern;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorageRulesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String FRESH = "Cache-Control: max-age=60";

    private final Freshness timed = new Freshness(
            Map.of(new StatusPattern(200, 599), Duration.ofSeconds(9)), false, Duration.ZERO, Duration.ofHours(1));
    private final StorageRules plain =
            new StorageRules(new Freshness(Map.of(), false, Duration.ZERO, Duration.ofHours(1)), Set.of());
    private final StorageRules withTtl = new StorageRules(timed, Set.of());

    private static Decision decide(StorageRules rules, Personal personal, int status, String... fields) {
        return rules.decide(Heads.response(status, fields), personal, CacheControl.NONE, NOW);
    }

    private Decision plainly(String... fields) {
        return decide(plain, Personal.NO, 200, fields);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cache-Control: no-store, max-age=60",
                "Cache-Control: private, max-age=60",
                "Cache-Control: max-age=0, must-revalidate",
                "Cache-Control: no-cache",
                "X-Other: 1",
                "Cache-Control: public",
                "CDN-Cache-Control: no-store",
                "Surrogate-Control: no-store"
            })
    void whatIsNotToBeKeptIsNot(String field) {
        assertThat(plainly(field).store()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {206, 304})
    void partsAndConfirmationsAreNotKept(int status) {
        assertThat(decide(plain, Personal.NO, status, FRESH).store()).isFalse();
    }

    @Test
    void aStatusThatIsNotUnderstoodIsKeptUnlessItMustBe() {
        assertThat(decide(plain, Personal.NO, 499, FRESH).store()).isTrue();
        assertThat(decide(plain, Personal.NO, 499, "Cache-Control: max-age=60, must-understand")
                        .store())
                .isFalse();
        assertThat(plainly("Cache-Control: max-age=60, must-understand, no-store")
                        .store())
                .isTrue();
    }

    @Test
    void whatCanBeCheckedIsKeptStale() {
        assertThat(plainly("Cache-Control: no-cache", "ETag: \"1\"").store()).isTrue();
        assertThat(plainly("Cache-Control: max-age=0", "ETag: \"1\"").store()).isTrue();
        assertThat(plainly("ETag: \"1\"").store())
                .as("nothing says that it may be kept")
                .isFalse();
    }

    @Test
    void authorizationNeedsPermission() {
        assertThat(decide(withTtl, Personal.IDENTITY, 200, FRESH).store()).isFalse();
        for (String allows : List.of("public", "s-maxage=60", "must-revalidate")) {
            Decision decision = decide(withTtl, Personal.IDENTITY, 200, "Cache-Control: max-age=60, " + allows);
            assertThat(decision.store()).as(allows).isTrue();
            assertThat(decision.audience()).isEqualTo(Personal.IDENTITY);
        }
    }

    @Test
    void cookiesNeedFreshnessOfTheResponsesOwn() {
        assertThat(decide(withTtl, Personal.COOKIES, 200).store()).isFalse();
        assertThat(decide(withTtl, Personal.COOKIES, 200, FRESH).store()).isTrue();
        assertThat(decide(withTtl, Personal.NO, 200).audience()).isEqualTo(Personal.NO);
    }

    @Test
    void setCookieIsNeverKept() {
        assertThat(plainly(FRESH, "Set-Cookie: a=b").store()).isFalse();
        Decision open = plainly("Cache-Control: public, max-age=60", "Set-Cookie: a=b");
        assertThat(open.store()).isTrue();
        assertThat(open.omit()).contains("set-cookie");
        assertThat(plainly("Cache-Control: max-age=60, no-cache=\"Set-Cookie\"", "Set-Cookie: a=b")
                        .store())
                .isTrue();
    }

    @Test
    void fieldsOfNoCacheAndPrivateAreLeftOut() {
        assertThat(plainly("Cache-Control: max-age=60, no-cache=\"A, b\", private=c")
                        .omit())
                .contains("a", "b", "c", "connection", "transfer-encoding", "keep-alive", "proxy-authenticate");
    }

    @Test
    void theNearestAudienceSaysIt() {
        Decision decision = plainly(
                "Surrogate-Control: max-age=1", "CDN-Cache-Control: max-age=2", "Cache-Control: max-age=3, private");
        assertThat(decision.store()).isTrue();
        assertThat(decision.lifetime().fresh()).isEqualTo(1000);
        assertThat(plainly("CDN-Cache-Control: max-age=2", "Cache-Control: no-store")
                        .lifetime()
                        .fresh())
                .isEqualTo(2000);
        assertThat(plainly("CDN-Cache-Control: =broken", "Cache-Control: max-age=3")
                        .lifetime()
                        .fresh())
                .isEqualTo(3000);
        assertThat(plainly("CDN-Cache-Control: private", "Cache-Control: max-age=3")
                        .store())
                .isFalse();
    }

    @Test
    void ignoredFieldsDoNotCount() {
        StorageRules ignoring = new StorageRules(timed, Set.of("cache-control", "set-cookie", "vary"));
        Decision decision = decide(ignoring, Personal.NO, 200, "Cache-Control: private", "Set-Cookie: a=b", "Vary: *");
        assertThat(decision.store()).isTrue();
        assertThat(decision.omit()).contains("set-cookie");
        assertThat(decision.lifetime().fresh()).isEqualTo(9000);
    }

    @Test
    void varyIsReadAsOneList() {
        assertThat(plainly(FRESH, "Vary: B, a", "Vary: b").vary()).containsExactly("a", "b");
        assertThat(plainly(FRESH, "Vary: a, *").store()).isFalse();
    }

    @Test
    void aRequestMayForbidIt() {
        Decision decision =
                plain.decide(Heads.response(200, FRESH), Personal.NO, CacheControl.parse(List.of("no-store")), NOW);
        assertThat(decision.store()).isFalse();
    }
}
