package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Quotas through a listener, over restarts of the gateway. */
class QuotaPolicyTest {

    @TempDir
    Path folder;

    private static String yaml(RawUpstream upstream, String quota, String more) {
        return Yaml.listener("")
                + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                + Yaml.routes("name: all, match: { path: /* }, policies: [ key-auth: {}, quota: { " + quota
                        + " } ], to: service")
                + "plans: [ { name: small, quota: { month: 3 } }, { name: plain } ]\n"
                + "consumers: [ { name: shop, plan: small, keys: [ { key: of-shop } ] },"
                + " { name: till, plan: plain, keys: [ { key: of-till } ] } ]\n" + more;
    }

    private static Message ask(TestGateway gateway, String key) throws IOException {
        return gateway.get("/a", "X-API-Key: " + key);
    }

    @Test
    void aFileKeepsCountsOverARestart() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo()) {
            String yaml = yaml(upstream, "file: \"" + folder.resolve("counts") + "\", limits: { month: 100 }", "");
            try (TestGateway gateway = TestGateway.start(yaml)) {
                Message first = ask(gateway, "of-shop");
                assertThat(first.status()).isEqualTo(200);
                assertThat(first.head()).contains("X-Quota-Limit: 3").contains("X-Quota-Remaining: 2");
                assertThat(ask(gateway, "of-till").head()).contains("X-Quota-Remaining: 99");
                assertThat(gateway.reload(yaml.replace("month: 100", "month: 50"))
                                .outcome())
                        .isEqualTo(dev.sekisho.admin.ReloadResult.Outcome.APPLIED);
                assertThat(ask(gateway, "of-till").head()).contains("X-Quota-Remaining: 48");
            }
            try (TestGateway gateway = TestGateway.start(yaml)) {
                assertThat(ask(gateway, "of-shop").head()).contains("X-Quota-Remaining: 1");
                assertThat(ask(gateway, "of-shop").status()).isEqualTo(200);
                Message refused = ask(gateway, "of-shop");
                assertThat(refused.status()).isEqualTo(429);
                assertThat(refused.head()).contains("Retry-After: ");
                assertThat(refused.text())
                        .startsWith("{\"error\":\"quota_exceeded\",\"message\":")
                        .contains("\"limit\":3,\"period\":\"month\"");
                assertThat(gateway.logged(line -> line.contains("\"status\":429")))
                        .contains("\"reason\":\"policy.quota\"");
                assertThat(ask(gateway, "of-till").head()).contains("X-Quota-Remaining: 97");
            }
        }
    }

    @Test
    void gatewaysShareCountsInRedisAndOneThatFailsDecidesAsConfigured() throws IOException {
        try (RedisServer redis = RedisServer.start(folder);
                RawUpstream upstream = RawUpstream.echo()) {
            String store = "stores: [ { name: shared, kind: redis, timeout: 1s, url: \"redis://127.0.0.1:"
                    + redis.port() + "\" } ]\n";
            String yaml = yaml(upstream, "store: shared, onStoreFailure: refuse", store);
            try (TestGateway one = TestGateway.start(yaml);
                    TestGateway other = TestGateway.start(yaml)) {
                for (TestGateway gateway : java.util.List.of(one, other)) {
                    TestGateway.await("Redis", Duration.ofSeconds(20), () -> answers(gateway));
                }
                assertThat(ask(one, "of-shop").head()).contains("X-Quota-Remaining: 0");
                assertThat(ask(other, "of-shop").status()).isEqualTo(429);
                assertThat(ask(one, "of-till").head()).doesNotContain("X-Quota");
                redis.kill();
                TestGateway.await("the end of the connection", Duration.ofSeconds(20), () -> !answers(one));
                assertThat(ask(one, "of-shop").status()).isEqualTo(500);
            }
            String open = yaml(upstream, "store: shared", store);
            try (TestGateway gateway = TestGateway.start(open)) {
                for (int i = 0; i < 5; i++) {
                    assertThat(ask(gateway, "of-shop").status()).isEqualTo(200);
                }
            }
        }
    }

    private static boolean answers(TestGateway gateway) {
        try {
            return ask(gateway, "of-shop").status() < 500;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
