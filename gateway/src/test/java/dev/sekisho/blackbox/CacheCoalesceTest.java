package dev.sekisho.blackbox;

import static dev.sekisho.blackbox.CacheRig.ok;
import static dev.sekisho.blackbox.CacheRig.response;
import static dev.sekisho.blackbox.CacheRig.status;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Many requests at once for what is not stored. The races: a waiter that joins while the fetch ends, on another loop; a leader that
 * ends without a response.
 */
class CacheCoalesceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Answers once the gate is open. */
    private static Function<Message, String> gated(CountDownLatch gate, Function<Message, String> answer) {
        return request -> {
            try {
                gate.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return answer.apply(request);
        };
    }

    private static List<RawClient> ask(CacheRig rig, int count, String path) throws IOException {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            RawClient client = rig.gateway().connect();
            client.patience(PATIENCE);
            client.send(RawClient.request("GET", path));
            clients.add(client);
        }
        return clients;
    }

    private static List<Message> read(List<RawClient> clients) throws IOException {
        List<Message> answers = new ArrayList<>();
        for (RawClient client : clients) {
            answers.add(client.read());
            client.close();
        }
        return answers;
    }

    @Test
    void oneHundredRequestsAreOneToTheBackend() throws IOException {
        CountDownLatch gate = new CountDownLatch(1);
        AtomicInteger count = new AtomicInteger();
        try (CacheRig rig = CacheRig.onLoops(
                "{ coalesce: { timeout: 1m } }",
                gated(gate, r -> ok("text " + count.incrementAndGet(), "Cache-Control: max-age=600")))) {
            List<RawClient> clients = ask(rig, 100, "/a");
            TestGateway.await("a request", PATIENCE, () -> rig.asked() == 1);
            gate.countDown();
            List<Message> answers = read(clients);
            assertThat(answers).extracting(Message::text).containsOnly("text 1");
            assertThat(answers.stream().filter(m -> status(m).equals("MISS"))).hasSize(1);
            assertThat(rig.asked()).isEqualTo(1);
        }
    }

    @Test
    void nobodyWaitsForWhatCannotBeKept() throws IOException {
        CountDownLatch gate = new CountDownLatch(1);
        try (CacheRig rig = CacheRig.onLoops(
                "{ coalesce: { timeout: 1m } }", gated(gate, r -> ok("text", "Cache-Control: private")))) {
            List<RawClient> clients = ask(rig, 20, "/a");
            TestGateway.await("a request", PATIENCE, () -> rig.asked() == 1);
            gate.countDown();
            assertThat(read(clients)).extracting(Message::text).containsOnly("text");
            assertThat(rig.asked()).isEqualTo(20);
        }
    }

    @Test
    void whereTheFirstClientLeavesTheNextOneAsks() throws IOException {
        CountDownLatch gate = new CountDownLatch(1);
        try (CacheRig rig = CacheRig.start(
                "{ coalesce: { timeout: 1m } }", gated(gate, r -> ok("text", "Cache-Control: max-age=600")))) {
            RawClient first = rig.gateway().connect();
            first.send(RawClient.request("GET", "/a"));
            TestGateway.await("a request", PATIENCE, () -> rig.asked() == 1);
            List<RawClient> others = ask(rig, 5, "/a");
            first.reset();
            TestGateway.await("another request", PATIENCE, () -> rig.asked() == 2);
            gate.countDown();
            assertThat(read(others)).extracting(Message::text).containsOnly("text");
            assertThat(rig.asked()).isEqualTo(2);
        }
    }

    @Test
    void whoHasWaitedLongEnoughAsksForItself() throws IOException {
        CountDownLatch gate = new CountDownLatch(1);
        try (CacheRig rig = CacheRig.start(
                "{ coalesce: { timeout: 50ms } }", gated(gate, r -> ok("text", "Cache-Control: max-age=600")))) {
            List<RawClient> clients = ask(rig, 3, "/a");
            TestGateway.await("three requests", PATIENCE, () -> rig.asked() == 3);
            gate.countDown();
            assertThat(read(clients)).extracting(Message::text).containsOnly("text");
        }
    }

    @Test
    void aPurgeMeanwhileKeepsTheResponseFromBeingStored() throws IOException {
        for (String purge : List.of("url=http://test/a", "prefix=http://test/", "key=k1", "all")) {
            CountDownLatch gate = new CountDownLatch(1);
            try (CacheRig rig = CacheRig.start(
                    "{}", gated(gate, r -> ok("old", "Cache-Control: max-age=600", "Surrogate-Key: k1 k2")))) {
                List<RawClient> clients = ask(rig, 1, "/a");
                TestGateway.await("a request", PATIENCE, () -> rig.asked() == 1);
                rig.purge(purge);
                gate.countDown();
                assertThat(read(clients)).extracting(Message::text).containsOnly("old");
                rig.answer(r -> response(200, "new", "Cache-Control: max-age=600"));
                assertThat(rig.get("/a").text()).as(purge).isEqualTo("new");
            }
        }
    }

    @Test
    void whereTheFirstClientLeavesAmidTheBodyTheNextOneAsks() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        String head = "HTTP/1.1 200 OK\r\nCache-Control: max-age=600\r\nContent-Length: 100000\r\n\r\n";
        try (RawUpstream service = RawUpstream.start(connection -> {
                    while (connection.request().isPresent()) {
                        boolean first = asked.incrementAndGet() == 1;
                        connection.send(head + "x".repeat(first ? 50_000 : 100_000));
                    }
                });
                TestGateway gateway = TestGateway.start(Yaml.listener("")
                        + Yaml.upstreams(Yaml.upstream("service", "", service))
                        + Yaml.routes("name: all, match: { path: /* }, policies: [ { cache: { coalesce: { timeout: 1m }"
                                + " } } ], to: service"))) {
            RawClient first = gateway.connect();
            first.send(RawClient.request("GET", "/a"));
            assertThat(first.head()).contains("X-Cache-Status: MISS");
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                RawClient client = gateway.connect();
                client.patience(PATIENCE);
                client.send(RawClient.request("GET", "/a"));
                clients.add(client);
            }
            first.reset();
            List<Message> answers = read(clients);
            assertThat(answers).extracting(m -> m.body().length).containsOnly(100_000);
            assertThat(asked).hasValue(2);
        }
    }
}
