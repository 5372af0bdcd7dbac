package dev.sekisho.dialect.nginx.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.nginx.draft.RouteDraft;
import dev.sekisho.policy.ratelimit.RateLimitConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestLimitsTest {

    private static final String ZONES = """
            limit_req_zone $binary_remote_addr zone=clients:10m rate=10r/s;
            limit_req_zone $host zone=hosts:32k rate=90r/m;
            limit_req_zone all zone=all:1m rate=1r/m;
            limit_req_zone "" zone=none:1m rate=1r/m;
            limit_req_zone $scheme$host zone=paths:1m rate=5r/s;
            """;

    private static Guarded guarded(String location) {
        return Guarded.http(ZONES + "server { location / {\n" + location + "\n} }");
    }

    private static RateLimitConfig limit(RouteDraft route) {
        return Guarded.config(route, "rate-limit", RateLimitConfig.class);
    }

    @Test
    void aZoneIsALeakyBucketForEachKey() {
        Guarded guarded = guarded("limit_req zone=clients burst=20;");
        RateLimitConfig config = limit(guarded.at("/"));
        assertThat(config.limits()).singleElement().satisfies(limit -> {
            assertThat(limit.requests()).isEqualTo(10);
            assertThat(limit.per()).isEqualTo("second");
            assertThat(limit.burst()).contains(20);
        });
        assertThat(config.algorithm()).hasToString("LEAKY_BUCKET");
        assertThat(config.key()).isEqualTo("address");
        assertThat(config.addressPrefix()).isEqualTo(new RateLimitConfig.AddressPrefix(32, 128));
        assertThat(config.emptyKey()).isEqualTo(RateLimitConfig.EmptyKey.PASS);
        assertThat(config.zone()).contains("clients");
        assertThat(config.maxKeys()).contains(81_920);
        assertThat(config.status()).isEqualTo(503);
        assertThat(config.retryAfter()).isFalse();
        assertThat(config.once()).isTrue();
        assertThat(config.headers()).containsExactly(RateLimitConfig.Family.NONE);
        assertThat(config.nodelay()).isFalse();
        assertThat(config.delay()).isEmpty();
        assertThat(config.dryRun()).isFalse();
        assertThat(config.further()).isEmpty();
        assertThat(guarded.found()).isEmpty();
    }

    @Test
    void burstsMayPassWithoutDelay() {
        assertThat(limit(guarded("limit_req zone=clients burst=20 nodelay;").at("/"))
                        .nodelay())
                .isTrue();
        assertThat(limit(guarded("limit_req zone=clients burst=20 delay=8;").at("/"))
                        .delay())
                .contains(8);
        assertThat(limit(guarded("limit_req zone=clients burst=20 delay=80;").at("/"))
                        .delay())
                .contains(20);
    }

    @Test
    void severalZonesHoldTogether() {
        RateLimitConfig config = limit(guarded("""
                limit_req zone=clients burst=5 nodelay;
                limit_req zone=hosts burst=100 delay=3;
                limit_req zone=paths;
                limit_req_status 429;
                limit_req_dry_run on;
                """).at("/"));
        assertThat(config.status()).isEqualTo(429);
        assertThat(config.dryRun()).isTrue();
        assertThat(config.further()).hasSize(2);
        assertThat(config.further().getFirst().key()).isEqualTo("{host}");
        assertThat(config.further().getFirst().zone()).contains("hosts");
        assertThat(config.further().getFirst().limits().getFirst().requests()).isEqualTo(90);
        assertThat(config.further().getFirst().limits().getFirst().per()).isEqualTo("minute");
        assertThat(config.further().getFirst().delay()).contains(3);
        assertThat(config.further().getFirst().nodelay()).isFalse();
        assertThat(config.further().getFirst().maxKeys()).contains(256);
        assertThat(config.further().getLast().key()).isEqualTo("{scheme}{host}");
        assertThat(config.further().getLast().limits().getFirst().burst()).contains(0);
    }

    @Test
    void aKeyWithoutVariablesIsThatOfAll() {
        assertThat(limit(guarded("limit_req zone=all burst=2;").at("/")).key()).isEqualTo("global");
    }

    @Test
    void anEmptyKeyCountsNothing() {
        Guarded guarded = guarded("limit_req zone=none;");
        assertThat(Guarded.types(guarded.at("/"))).isEmpty();
        assertThat(guarded.found())
                .isEqualTo("nginx.no-effect limit_req_zone \"\" zone=none:1m rate=1r/m counts nothing, since its key is"
                        + " empty\n");
    }

    /** nginx counts requests with wrong passwords too, so guessing is limited. */
    @ParameterizedTest
    @CsvSource({
        "deny 10.0.0.1;, early-rate-limit",
        "auth_basic off;, rate-limit",
        "auth_request off;, rate-limit",
        "'', rate-limit"
    })
    void whereSomebodyIsAskedRequestsCountBefore(String directive, String type) {
        RouteDraft route = guarded(directive + " limit_req zone=clients;").at("/");
        assertThat(Guarded.types(route)).contains(type);
    }

    @ParameterizedTest
    @CsvSource({
        "limit_req_zone $host zone=big:1m rate=1r/m;,burst=999999999",
        "limit_req_zone $host zone=big:1m rate=999999999r/s;,burst=1"
    })
    void whatIsOutOfBoundsIsReported(String zone, String burst) {
        Guarded guarded = Guarded.http(zone + "server { location / { limit_req zone=big " + burst + "; } }");
        assertThat(Guarded.types(guarded.at("/"))).isEmpty();
        assertThat(guarded.found())
                .startsWith("nginx.not-honoured limit_req zone=big " + burst
                        + " has a burst or rate that is out of bounds");
    }

    @Test
    void aKeyOfOtherCharactersIsReported() {
        Guarded guarded = Guarded.http("limit_req_zone \"$host ü\" zone=z:1m rate=1r/s;"
                + "server { location / { limit_req zone=z; } location /b { limit_req zone=z; } }");
        assertThat(Guarded.types(guarded.at("/"))).isEmpty();
        assertThat(Guarded.types(guarded.at("/b"))).isEmpty();
        assertThat(guarded.found().lines())
                .as("once, whoever uses it")
                .singleElement()
                .asString()
                .contains("has a key with other characters than ASCII");
    }

    @Test
    void tuningIsReportedOnce() {
        Guarded guarded = Guarded.http(ZONES + "limit_req_log_level warn; server { location / { limit_req zone=all; }"
                + " location /b { limit_req zone=all; } }");
        guarded.at("/");
        guarded.at("/b");
        assertThat(guarded.found().lines())
                .singleElement()
                .asString()
                .contains("limit_req_log_level warn has no effect");
    }

    @Test
    void aServerByItselfHasLimitsToo() {
        Guarded guarded = Guarded.http(ZONES + "limit_req zone=clients; server { return 200; }");
        assertThat(Guarded.types(guarded.itself())).containsExactly("rate-limit");
    }
}
