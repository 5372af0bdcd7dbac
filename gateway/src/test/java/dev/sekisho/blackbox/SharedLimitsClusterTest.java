package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.model.Origin;
import dev.sekisho.model.Store;
import dev.sekisho.server.redis.RedisRoom;
import dev.sekisho.server.redis.RedisStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits in a real Redis Cluster of three nodes. */
class SharedLimitsClusterTest {

    private static final int SLOTS = 16_384;

    @TempDir
    Path folder;

    private RedisServer node(String name) throws IOException {
        Path own = Files.createDirectory(folder.resolve(name));
        return RedisServer.start(own, "--dir", own.toString(), "--cluster-enabled", "yes");
    }

    private static void join(List<RedisServer> nodes) throws IOException {
        for (int i = 0; i < nodes.size(); i++) {
            int first = SLOTS * i / nodes.size();
            int last = SLOTS * (i + 1) / nodes.size() - 1;
            nodes.get(i).command("CLUSTER", "ADDSLOTSRANGE", "" + first, "" + last);
            nodes.get(i)
                    .command(
                            "CLUSTER",
                            "MEET",
                            "127.0.0.1",
                            "" + nodes.getFirst().port());
        }
        for (RedisServer node : nodes) {
            TestGateway.await(
                    "the cluster",
                    Duration.ofSeconds(30),
                    () -> info(node).contains("cluster_state:ok") && info(node).contains("cluster_known_nodes:3"));
        }
    }

    private static String info(RedisServer node) {
        try {
            return node.command("CLUSTER", "INFO");
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void eachKeyIsCountedOnTheNodeOfItsSlot() throws IOException {
        try (RedisServer a = node("a");
                RedisServer b = node("b");
                RedisServer c = node("c");
                RawUpstream upstream = RawUpstream.echo()) {
            List<RedisServer> nodes = List.of(a, b, c);
            join(nodes);
            String urls = nodes.stream()
                    .map(node -> "\"redis://127.0.0.1:" + node.port() + "\"")
                    .collect(Collectors.joining(", "));
            String yaml = Yaml.listener("")
                    + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                    + Yaml.routes(
                            "name: all, match: { path: /* }, policies: [ rate-limit: { limits: [ { requests: 3,"
                                    + " per: 366d, algorithm: fixed-window }, { requests: 5, per: 366d, algorithm: sliding-log } ],"
                                    + " key: \"header:X-Tenant\", store: shared, mode: atomic, onStoreFailure: refuse } ], to: service")
                    + "stores: [ { name: shared, kind: redis, timeout: 5s, nodes: [ " + urls + " ] } ]\n";
            try (TestGateway gateway = TestGateway.start(yaml);
                    TestGateway second = TestGateway.start(yaml)) {
                for (TestGateway each : List.of(gateway, second)) {
                    TestGateway.await("the cluster to answer", Duration.ofSeconds(30), () -> ask(each, "first") != 500);
                }
                for (int tenant = 0; tenant < 30; tenant++) {
                    int admitted = 0;
                    for (int i = 0; i < 6; i++) {
                        int status = ask(i % 2 == 0 ? gateway : second, "tenant" + tenant);
                        assertThat(status).isIn(200, 429);
                        admitted += status == 200 ? 1 : 0;
                    }
                    assertThat(admitted).as("tenant %d", tenant).isEqualTo(3);
                }
                for (RedisServer node : nodes) {
                    assertThat(node.calls("evalsha")).isPositive();
                }
            }
        }
    }

    /** Lettuce fails what is sent to a node before there is a connection to it. */
    @Test
    void whatComesFirstToEachNodeIsCounted() throws Exception {
        try (RedisServer a = node("a");
                RedisServer b = node("b");
                RedisServer c = node("c");
                RedisRoom room = new RedisRoom()) {
            List<RedisServer> nodes = List.of(a, b, c);
            join(nodes);
            RedisStore store = room.open(cluster("redis://127.0.0.1:" + a.port()));
            TestGateway.await("a connection", Duration.ofSeconds(30), () -> counts(store, "{first}"));
            for (int i = 0; i < 30; i++) {
                assertThat(store.get("{key" + i + "}")).succeedsWithin(Duration.ofSeconds(10));
            }
        }
    }

    private static boolean counts(RedisStore store, String key) {
        try {
            store.get(key).get(10, TimeUnit.SECONDS);
            return true;
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            return false;
        }
    }

    private static Store cluster(String node) {
        return new Store(
                "shared",
                Store.Kind.REDIS,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(node),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(5),
                Origin.NONE);
    }

    private static int ask(TestGateway gateway, String tenant) {
        try {
            return gateway.get("/a", "X-Tenant: " + tenant).status();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
