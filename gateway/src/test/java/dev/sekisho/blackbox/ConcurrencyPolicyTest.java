package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.admin.ReloadResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The limit on requests under way, over several loops and a reload. */
class ConcurrencyPolicyTest {

    private static final String POLICY = "concurrency: { requests: 3, retryAfter: 2s }";

    /** A service that answers once the test lets it. */
    private final AtomicReference<CountDownLatch> gate = new AtomicReference<>(new CountDownLatch(1));

    private String answer(Message request) {
        try {
            gate.get().await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return RawUpstream.ok("ok");
    }

    private static String yaml(RawUpstream upstream, String more) {
        return Yaml.listener("")
                + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                + Yaml.routes("name: all, match: { path: /* }, policies: [ { " + POLICY + " } ], to: service")
                + more;
    }

    private static List<RawClient> fill(TestGateway gateway, RawUpstream upstream) throws IOException {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            clients.add(gateway.connect().send(RawClient.request("GET", "/held")));
        }
        TestGateway.await(
                "three requests at the service", () -> upstream.requests().size() == 3);
        return clients;
    }

    @Test
    void aFourthIsRefusedUntilOneOfThreeHasEnded() throws IOException {
        try (RawUpstream upstream = RawUpstream.answering(this::answer);
                TestGateway gateway = TestGateway.start(yaml(upstream, ""), "nio", 2)) {
            List<RawClient> held = fill(gateway, upstream);
            for (int i = 0; i < 10; i++) {
                Message refused = gateway.get("/over");
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.field("Retry-After")).contains("2");
                assertThat(refused.text()).contains("\"error\":\"service_unavailable\"");
            }
            assertThat(gateway.logged(line -> line.contains("/over"))).contains("\"reason\":\"policy.concurrency\"");
            held.getFirst().reset(); // its client leaves: the place is free
            gate.get().countDown();
            for (RawClient client : held.subList(1, 3)) {
                assertThat(client.read().status()).isEqualTo(200);
            }
            TestGateway.await("room", () -> status(gateway) == 200);
            for (int i = 0; i < 10; i++) {
                assertThat(gateway.get("/after").status()).isEqualTo(200);
            }
            close(held);
        }
    }

    @Test
    void aRouteThatAReloadKeepsKeepsItsCount() throws IOException {
        try (RawUpstream upstream = RawUpstream.answering(this::answer);
                TestGateway gateway = TestGateway.start(yaml(upstream, ""))) {
            List<RawClient> held = fill(gateway, upstream);
            String other = "  - { name: other, match: { path: /other }, to: { respond: { body: x } } }\n";
            assertThat(gateway.reload(yaml(upstream, other)).outcome()).isEqualTo(ReloadResult.Outcome.APPLIED);
            assertThat(gateway.get("/other").status()).isEqualTo(200);
            assertThat(gateway.get("/over").status()).isEqualTo(503);
            gate.get().countDown();
            TestGateway.await("room", () -> status(gateway) == 200);
            close(held);
        }
    }

    private static int status(TestGateway gateway) {
        try {
            return gateway.get("/again").status();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void close(List<RawClient> clients) throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
    }
}
