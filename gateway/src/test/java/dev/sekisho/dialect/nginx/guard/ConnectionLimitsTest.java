package dev.sekisho.dialect.nginx.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policy.concurrency.ConcurrencyConfig;
import org.junit.jupiter.api.Test;

class ConnectionLimitsTest {

    private static final String ZONES = """
            limit_conn_zone $binary_remote_addr zone=clients:10m;
            limit_conn_zone $host zone=hosts:10m;
            limit_conn_zone one zone=one:10m;
            limit_req_zone $host zone=other:1m rate=1r/s;
            """;

    private static Guarded guarded(String location) {
        return Guarded.http(ZONES + "server { location / {\n" + location + "\n} }");
    }

    private static ConcurrencyConfig limit(Guarded guarded) {
        return Guarded.config(guarded.at("/"), "concurrency", ConcurrencyConfig.class);
    }

    @Test
    void aZoneCountsByItsKey() {
        Guarded guarded = guarded("limit_conn clients 3;");
        ConcurrencyConfig config = limit(guarded);
        assertThat(config.requests()).isEqualTo(3);
        assertThat(config.key()).isEqualTo(ConcurrencyConfig.Key.ADDRESS);
        assertThat(config.ipv6Prefix()).isEqualTo(128);
        assertThat(config.zone()).contains("clients");
        assertThat(config.missing()).isEqualTo(ConcurrencyConfig.Missing.PASS);
        assertThat(config.status()).isEqualTo(503);
        assertThat(config.headers()).isFalse();
        assertThat(config.retryAfter()).isEmpty();
        assertThat(config.dryRun()).isFalse();
        assertThat(guarded.found()).isEmpty();
    }

    @Test
    void severalZonesHoldTogether() {
        ConcurrencyConfig config = limit(
                guarded(
                        "limit_conn clients 3; limit_conn hosts 100; limit_conn one 5; limit_conn_status 429; limit_conn_dry_run on;"));
        assertThat(config.status()).isEqualTo(429);
        assertThat(config.dryRun()).isTrue();
        assertThat(config.further()).hasSize(2);
        assertThat(config.further().getFirst().key()).isEqualTo(ConcurrencyConfig.Key.TEMPLATE);
        assertThat(config.further().getFirst().template()).contains("{host}");
        assertThat(config.further().getFirst().zone()).contains("hosts");
        assertThat(config.further().getFirst().requests()).isEqualTo(100);
        assertThat(config.further().getLast().key()).isEqualTo(ConcurrencyConfig.Key.GLOBAL);
    }

    @Test
    void whereSomebodyIsAskedRequestsCountBefore() {
        assertThat(Guarded.types(guarded("deny 10.0.0.1; limit_conn clients 3;").at("/")))
                .contains("early-concurrency");
    }

    @Test
    void tuningIsReported() {
        Guarded guarded = guarded("limit_conn clients 3; limit_conn_log_level info;");
        guarded.at("/");
        assertThat(guarded.found()).startsWith("nginx.no-effect limit_conn_log_level info has no effect");
    }
}
