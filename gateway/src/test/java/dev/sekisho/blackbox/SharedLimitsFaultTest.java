package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Limits in a real Redis that fails in each way there is, under load through a listener and to a service: nobody is answered an error,
 * and figures tell how long answers take meanwhile.
 */
class SharedLimitsFaultTest {

    private static final int ANSWERS = 2_000; // between figures
    private static final double MOST_MILLIS =
            60; // that a p99 may grow by on a machine that others use; see the figures

    @TempDir
    Path folder;

    private interface Step {
        void run() throws IOException;
    }

    private static String yaml(RawUpstream upstream, String store, String more) {
        return Yaml.listener("")
                + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                + Yaml.routes("name: all, match: { path: /* }, policies: [ rate-limit: { limits: [ { requests: 1000000,"
                        + " per: second } ], store: shared, " + more + " } ], to: service")
                + "stores: [ { name: shared, kind: redis, " + store + " } ]\n";
    }

    private static String at(int port) {
        return "url: \"redis://127.0.0.1:" + port + "\"";
    }

    private static int counted(RedisServer redis) {
        try {
            return redis.calls("evalsha");
        } catch (IOException e) {
            return 0;
        }
    }

    private static void awaitCounting(RedisServer redis) {
        int before = counted(redis);
        TestGateway.await("requests to be counted", Duration.ofSeconds(30), () -> counted(redis) > before + 10);
    }

    private static void fails(
            String what, TestGateway gateway, RedisServer counts, RedisServer then, Step fault, Step mend)
            throws Exception {
        try (LatencyLoad load = LatencyLoad.start(gateway)) {
            awaitCounting(counts);
            load.p99(ANSWERS); // warms up
            double before = load.p99(ANSWERS);
            fault.run();
            double meanwhile = load.p99(ANSWERS);
            double later = load.p99(ANSWERS);
            System.out.printf(
                    "redis %s: p99 %.2f ms before, %.2f ms from the fault on, %.2f ms later%n",
                    what, before, meanwhile, later);
            mend.run();
            awaitCounting(then);
            assertThat(load.statuses().keySet()).as(what).isEqualTo(Set.of(200));
            assertThat(meanwhile).isLessThan(before + MOST_MILLIS);
            assertThat(later).isLessThan(before + MOST_MILLIS);
        }
    }

    @Test
    void aServerThatIsKilledCostsNoAnswer() throws Exception {
        try (RedisServer redis = RedisServer.start(folder);
                RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = TestGateway.start(yaml(upstream, at(redis.port()), "mode: atomic"))) {
            fails("killed", gateway, redis, redis, redis::kill, redis::restart);
        }
    }

    @Test
    void aServerThatStandsStillCostsNoAnswer() throws Exception {
        try (RedisServer redis = RedisServer.start(folder);
                RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = TestGateway.start(yaml(upstream, at(redis.port()), "mode: atomic"))) {
            try {
                fails("paused", gateway, redis, redis, redis::pause, redis::goOn);
            } finally {
                redis.goOn();
            }
        }
    }

    @Test
    void aServerThatIsSlowCostsNoAnswer() throws Exception {
        try (RedisServer redis = RedisServer.start(folder);
                DelayProxy proxy = DelayProxy.to(redis.port());
                RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = TestGateway.start(yaml(upstream, at(proxy.port()), "mode: atomic"))) {
            fails("slowed to 500 ms", gateway, redis, redis, () -> proxy.delay(500), () -> proxy.delay(0));
        }
    }

    @Test
    void hybridModeNeverWaitsForAServer() throws Exception {
        try (RedisServer redis = RedisServer.start(folder);
                DelayProxy proxy = DelayProxy.to(redis.port());
                RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = TestGateway.start(yaml(upstream, at(proxy.port()), "mode: hybrid"))) {
            fails("slowed to 500 ms, hybrid", gateway, redis, redis, () -> proxy.delay(500), () -> proxy.delay(0));
        }
    }

    @Test
    void aFailoverBySentinelCostsNoAnswer() throws Exception {
        Path other = Files.createDirectory(folder.resolve("replica"));
        try (RedisServer master = RedisServer.start(folder);
                RedisServer replica = RedisServer.start(other, "--replicaof", "127.0.0.1 " + master.port());
                RawUpstream upstream = RawUpstream.echo()) {
            TestGateway.await(
                    "replication", Duration.ofSeconds(20), () -> info(replica).contains("master_link_status:up"));
            int port = TcpServer.freePort();
            String store = "master: shared, sentinels: [ \"redis://127.0.0.1:" + port + "\" ]";
            try (Programs sentinel = Programs.sentinel(folder, port, master.port());
                    TestGateway gateway = TestGateway.start(yaml(upstream, store, "mode: atomic"))) {
                TestGateway.await(
                        "the replica to be known",
                        Duration.ofSeconds(20),
                        () -> info(master).contains("connected_slaves:1"));
                TestGateway.pause(1_500); // a Sentinel asks its master for replicas each second while it is new
                fails("failed over by Sentinel", gateway, master, replica, master::kill, () -> {});
                assertThat(info(replica)).contains("role:master");
                assertThat(sentinel).isNotNull();
            }
        }
    }

    private static String info(RedisServer server) {
        try {
            return server.command("INFO", "replication");
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void aServerThatIsDownRefusesOrPassesAsConfigured() throws IOException {
        int nobody = TcpServer.freePort();
        try (RawUpstream upstream = RawUpstream.echo()) {
            String one =
                    yaml(upstream, at(nobody), "mode: atomic, onStoreFailure: ").replace("1000000", "1");
            try (TestGateway gateway = TestGateway.start(one.replace("onStoreFailure: ", "onStoreFailure: refuse"))) {
                assertThat(gateway.get("/a").status()).isEqualTo(500);
            }
            try (TestGateway gateway = TestGateway.start(one.replace("onStoreFailure: ", "onStoreFailure: pass"))) {
                for (int i = 0; i < 3; i++) {
                    assertThat(gateway.get("/a").status()).isEqualTo(200);
                }
            }
            String hour = one.replace("per: second", "per: hour");
            try (TestGateway gateway = TestGateway.start(hour.replace("onStoreFailure: ", "onStoreFailure: local"))) {
                assertThat(gateway.get("/a").status()).isEqualTo(200);
                assertThat(gateway.get("/a").status()).isEqualTo(429);
            }
        }
    }

    /** Four gateways, four clients each: one more than the limit would be one too many. */
    @Test
    void fourGatewaysAdmitExactlyTheLimit() throws Exception {
        try (RedisServer redis = RedisServer.start(folder);
                RawUpstream upstream = RawUpstream.echo()) {
            String yaml = yaml(
                            upstream,
                            at(redis.port()) + ", timeout: 5s",
                            "mode: atomic, algorithm: sliding-window, key: global")
                    .replace("1000000", "1000")
                    .replace("per: second", "per: 366d");
            try (TestGateway a = TestGateway.start(yaml);
                    TestGateway b = TestGateway.start(yaml);
                    TestGateway c = TestGateway.start(yaml);
                    TestGateway d = TestGateway.start(yaml)) {
                java.util.concurrent.atomic.AtomicInteger admitted = new java.util.concurrent.atomic.AtomicInteger();
                java.util.List<Thread> clients = new java.util.ArrayList<>();
                for (TestGateway gateway : java.util.List.of(a, b, c, d)) {
                    TestGateway.await("a count", Duration.ofSeconds(20), () -> count(gateway, admitted));
                    for (int i = 0; i < 4; i++) {
                        clients.add(Thread.ofPlatform().start(() -> {
                            for (int j = 0; j < 125; j++) {
                                count(gateway, admitted);
                            }
                        }));
                    }
                }
                for (Thread client : clients) {
                    client.join();
                }
                int local = admitted.get();
                assertThat(local).isGreaterThanOrEqualTo(1_000);
                int before = admitted.get();
                for (TestGateway gateway : java.util.List.of(a, b, c, d)) {
                    count(gateway, admitted);
                }
                assertThat(admitted).as("nothing is left for anybody").hasValue(before);
                assertThat(before - 1_000)
                        .as("but what was counted before a connection was there")
                        .isLessThanOrEqualTo(4);
            }
        }
    }

    private static boolean count(TestGateway gateway, java.util.concurrent.atomic.AtomicInteger admitted) {
        try {
            Message answer = gateway.get("/a");
            if (answer.status() == 200) {
                admitted.incrementAndGet();
            } else {
                assertThat(answer.status()).isEqualTo(429);
            }
            return true;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
