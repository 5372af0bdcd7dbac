package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Targets of a running gateway whose health grpc-java's own health service tells. */
@Timeout(120)
class GrpcHealthCheckTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HealthStatusManager first = new HealthStatusManager();
    private final HealthStatusManager second = new HealthStatusManager();
    private final List<Server> servers = List.of(server(first), server(second));

    private static Server server(HealthStatusManager health) {
        health.setStatus("shop.Cart", ServingStatus.SERVING);
        try {
            return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .addService(health.getHealthService())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (Server server : servers) {
            server.shutdownNow().awaitTermination();
        }
    }

    private static List<JsonNode> targets(TestGateway gateway) {
        URI uri = URI.create("http://127.0.0.1:" + gateway.admin().getPort() + "/upstreams");
        try (HttpClient client = HttpClient.newHttpClient()) {
            String text = client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            JsonNode targets =
                    new ObjectMapper().readTree(text).get("upstreams").get(0).get("targets");
            return StreamSupport.stream(targets.spliterator(), false).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitHealth(TestGateway gateway, boolean... healthy) {
        for (int i = 0; i < healthy.length; i++) {
            int target = i;
            TestGateway.await(
                    "target " + i + " healthy: " + healthy[i],
                    PATIENCE,
                    () -> targets(gateway).get(target).get("healthy").asBoolean() == healthy[target]);
        }
    }

    @Test
    void aTargetThatIsNotServingIsSkippedUntilItServesAgain() throws IOException {
        String health =
                "health: { active: { type: grpc, service: shop.Cart, timeout: 10s, healthy: { interval: 40ms }, "
                        + "unhealthy: { interval: 40ms, httpFailures: 2 } } }";
        int[] ports = servers.stream().mapToInt(Server::getPort).toArray();
        try (TestGateway gateway = TestGateway.start(
                Yaml.listener("") + Yaml.upstreams(Yaml.upstream("service", health, ports)) + Yaml.ALL)) {
            first.setStatus("shop.Cart", ServingStatus.NOT_SERVING);
            awaitHealth(gateway, false, true);
            assertThat(targets(gateway).getFirst().get("standing").asString())
                    .startsWith("skipped: ")
                    .contains("bad answers");
            second.setStatus("shop.Cart", ServingStatus.NOT_SERVING);
            awaitHealth(gateway, false, false);
            assertThat(gateway.get("/").status()).isEqualTo(503);
            first.setStatus("shop.Cart", ServingStatus.SERVING);
            second.setStatus("shop.Cart", ServingStatus.SERVING);
            awaitHealth(gateway, true, true);
        }
    }
}
