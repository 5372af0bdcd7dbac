package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Which target serves, what is tried again, and what is not tried at all, through a listener to real upstreams. */
class UpstreamTrafficTest {

    private static final String NOW = "backoff: { kind: immediate }";

    private static RawUpstream named(String name) throws IOException {
        return RawUpstream.answering(request -> RawUpstream.ok(name));
    }

    private static String status(int status, String body) {
        return "HTTP/1.1 " + status + " S\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static TestGateway with(String more, RawUpstream... targets) {
        return TestGateway.start(
                Yaml.listener("") + Yaml.upstreams(Yaml.upstream("service", more, targets)) + Yaml.ALL);
    }

    private static String targets(String... targets) {
        return Yaml.listener("") + "upstreams: [ { name: service, targets: [ " + String.join(", ", targets) + " ] } ]\n"
                + Yaml.ALL;
    }

    private static String target(RawUpstream upstream, String more) {
        return "{ address: \"127.0.0.1:" + upstream.port() + "\"" + more + " }";
    }

    private static String bodies(TestGateway gateway, int count) throws IOException {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < count; i++) {
            all.append(gateway.get("/").text());
        }
        return all.toString();
    }

    /** Answers the first few requests in one way, all others in another. */
    private static RawUpstream first(int count, Function<Message, String> way, String then) throws IOException {
        AtomicInteger seen = new AtomicInteger();
        return RawUpstream.answering(
                request -> seen.getAndIncrement() < count ? way.apply(request) : RawUpstream.ok(then));
    }

    /**
     * The kernel deals clients out to the loops as it likes; where all may rest at each of them, no connection is closed because its loop
     * had more clients than another.
     */
    @Test
    void asManyConnectionsRestAtEachLoopAsIsSaid() throws IOException, InterruptedException {
        int clients = 6;
        String pool = "pool: { maxIdlePerLoop: " + clients + " }";
        try (RawUpstream service = RawUpstream.answering(request -> {
                    TestGateway.pause(1);
                    return RawUpstream.ok("ok");
                });
                TestGateway gateway = TestGateway.start(
                        Yaml.listener("") + Yaml.upstreams(Yaml.upstream("service", pool, service)) + Yaml.ALL,
                        "nio",
                        4)) {
            List<Thread> all = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                all.add(Thread.ofVirtual().start(() -> ask(gateway, 100)));
            }
            for (Thread client : all) {
                client.join();
            }
            assertThat(service.requests()).hasSize(100 * clients);
            assertThat(service.accepted()).isBetween(1, clients);
        }
    }

    private static void ask(TestGateway gateway, int times) {
        try (RawClient client = gateway.connect()) {
            for (int i = 0; i < times; i++) {
                client.send(RawClient.request("GET", "/")).read();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void roundRobinGoesInTheSmoothSequenceOfNginx() throws IOException {
        try (RawUpstream a = named("a");
                RawUpstream b = named("b");
                RawUpstream c = named("c");
                TestGateway gateway =
                        TestGateway.start(targets(target(a, ", weight: 5"), target(b, ""), target(c, "")))) {
            assertThat(bodies(gateway, 14)).isEqualTo("aabacaaaabacaa");
        }
    }

    @Test
    void backupServesOnlyWhileNoOtherCan() throws IOException {
        try (RawUpstream spare = named("spare")) {
            RawUpstream main = named("main");
            try (TestGateway gateway = TestGateway.start(targets(target(main, ""), target(spare, ", backup: true")))) {
                assertThat(bodies(gateway, 3)).isEqualTo("mainmainmain");
                main.close();
                assertThat(bodies(gateway, 2)).isEqualTo("sparespare");
            }
        }
    }

    @Test
    void weightsChangeWithoutClosingConnections() throws IOException {
        try (RawUpstream a = named("a");
                RawUpstream b = named("b");
                TestGateway gateway = TestGateway.start(targets(target(a, ""), target(b, "")))) {
            assertThat(bodies(gateway, 4)).isEqualTo("abab");
            int connections = connections(gateway);
            gateway.reload(targets(target(a, ", weight: 0"), target(b, "")));
            assertThat(bodies(gateway, 4)).isEqualTo("bbbb");
            assertThat(connections(gateway)).isEqualTo(connections);
        }
    }

    private static int connections(TestGateway gateway) {
        return gateway.gateway().snapshot().upstreams().values().stream()
                .flatMap(service -> service.targets().stream())
                .mapToInt(target -> target.open())
                .sum();
    }

    @Test
    void stickyClientComesBackToItsTarget() throws IOException {
        try (RawUpstream a = named("a");
                RawUpstream b = named("b");
                TestGateway gateway = with("balance: { sticky: { cookie: spot } }", a, b)) {
            Message first = gateway.get("/");
            String cookie = first.field("Set-Cookie").orElseThrow();
            assertThat(cookie).matches("spot=[0-9a-f]{16}; Path=/; HttpOnly; SameSite=Lax");
            for (int i = 0; i < 4; i++) {
                Message again = gateway.get("/", "Cookie: " + cookie.substring(0, cookie.indexOf(';')));
                assertThat(again.text()).isEqualTo(first.text());
                assertThat(again.field("Set-Cookie")).isEmpty();
            }
            assertThat(gateway.get("/", "Cookie: spot=../../etc/passwd").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void equalKeysGoToTheSameTarget() throws IOException {
        for (String algorithm : List.of("ring-hash", "maglev")) {
            try (RawUpstream a = named("a");
                    RawUpstream b = named("b");
                    RawUpstream c = named("c");
                    TestGateway gateway =
                            with("balance: { algorithm: " + algorithm + ", hash: { header: X-User } }", a, b, c)) {
                StringBuilder seen = new StringBuilder();
                for (int user = 0; user < 20; user++) {
                    String one = gateway.get("/", "X-User: u" + user).text();
                    assertThat(gateway.get("/", "X-User: u" + user).text()).isEqualTo(one);
                    seen.append(one);
                }
                assertThat(seen.toString()).contains("a", "b", "c");
            }
        }
    }

    @Test
    void subsetOfTheTargetsServes() throws IOException {
        try (RawUpstream a = named("a");
                RawUpstream b = named("b");
                TestGateway gateway = TestGateway.start(Yaml.listener("")
                        + "upstreams: [ { name: service, targets: [ " + target(a, ", labels: { version: v1 }") + ", "
                        + target(b, ", labels: { version: v2 }") + " ] } ]\n"
                        + Yaml.routes(
                                "name: r, match: { path: /* }, to: { upstream: service, labels: { version: v2 } }"))) {
            assertThat(bodies(gateway, 3)).isEqualTo("bbb");
        }
    }

    @Test
    void statusIsTriedAgainAtAnotherTarget() throws IOException {
        try (RawUpstream bad = RawUpstream.answering(request -> status(503, "no"));
                RawUpstream good = RawUpstream.answering(request ->
                        RawUpstream.ok("try " + request.field("X-Retry-Attempt").orElse("0")));
                TestGateway gateway = with("retry: { " + NOW + " }", bad, good)) {
            assertThat(gateway.get("/").text()).isEqualTo("try 1");
            assertThat(gateway.get("/").text()).isEqualTo("try 0");
        }
    }

    @Test
    void bodyIsSentAgainWhereThatIsAllowed() throws IOException {
        try (RawUpstream upstream = first(2, request -> status(503, "no"), "yes");
                TestGateway gateway = with("retry: { unsafe: true, " + NOW + " }", upstream);
                RawClient client = gateway.connect()) {
            assertThat(client.post("/", "money").text()).isEqualTo("yes");
            assertThat(upstream.requests())
                    .hasSize(3)
                    .allSatisfy(r -> assertThat(r.text()).isEqualTo("money"));
        }
    }

    @Test
    void postIsNotTriedAgainUnlessTold() throws IOException {
        try (RawUpstream upstream = first(1, request -> status(503, "no"), "yes");
                TestGateway gateway = with("retry: { " + NOW + " }", upstream);
                RawClient client = gateway.connect()) {
            Message answer = client.post("/", "money");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.text()).isEqualTo("no");
            assertThat(upstream.requests()).hasSize(1);
        }
    }

    @Test
    void retryAfterBeyondTheCapIsNotWaitedFor() throws IOException {
        String busy = "HTTP/1.1 503 S\r\nRetry-After: 60\r\nContent-Length: 2\r\n\r\nno";
        try (RawUpstream upstream = first(1, request -> busy, "yes");
                TestGateway gateway = with("retry: {}", upstream)) {
            assertThat(gateway.get("/").status()).isEqualTo(503);
            assertThat(upstream.requests()).hasSize(1);
        }
    }

    @Test
    void deadlineHoldsAndIsToldToTheService() throws IOException {
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    connection.request();
                    TestGateway.pause(2_000);
                });
                TestGateway gateway = with("timeouts: { total: 300ms }", upstream)) {
            long start = System.nanoTime();
            Message answer = gateway.get("/", "X-Request-Timeout: 200");
            long took = (System.nanoTime() - start) / 1_000_000;
            assertThat(answer.status()).isEqualTo(504);
            assertThat(took).isBetween(190L, 900L);
            String told =
                    upstream.requests().getFirst().field("X-Request-Timeout").orElseThrow();
            assertThat(Integer.parseInt(told)).isBetween(1, 200);
        }
    }

    /** A client that asks for too little time must not make the service look bad to the others. */
    @Test
    void deadlineOfTheClientIsHeldAgainstNobody() throws IOException {
        try (RawUpstream upstream = RawUpstream.answering(request -> {
                    TestGateway.pause(request.target().equals("/slow") ? 300 : 0);
                    return RawUpstream.ok("served");
                });
                TestGateway gateway = with(
                        "timeouts: { total: 5s }, breaker: { consecutiveFailures: 2 }, "
                                + "health: { passive: { timeouts: 1 } }",
                        upstream)) {
            for (int i = 0; i < 4; i++) {
                assertThat(gateway.get("/slow", "X-Request-Timeout: 20").status())
                        .isEqualTo(504);
            }
            assertThat(gateway.get("/").text()).isEqualTo("served");
        }
    }

    @Test
    void secondTryRunsBesideASlowOne() throws IOException {
        try (RawUpstream slow = RawUpstream.start(connection -> {
                    connection.request();
                    TestGateway.pause(3_000);
                });
                RawUpstream quick = named("quick");
                TestGateway gateway = with("retry: { hedge: { after: 50ms } }", slow, quick)) {
            long start = System.nanoTime();
            assertThat(gateway.get("/").text()).isEqualTo("quick");
            assertThat((System.nanoTime() - start) / 1_000_000).isLessThan(2_000);
        }
    }

    @Test
    void openBreakerAnswersAtOnceAndClosesAfterGoodTrials() throws IOException {
        try (RawUpstream upstream = first(5, request -> status(500, "no"), "yes");
                TestGateway gateway = with("breaker: { open: 200ms, successes: 2 }", upstream)) {
            for (int i = 0; i < 5; i++) {
                assertThat(gateway.get("/").status()).isEqualTo(500);
            }
            Message refused = gateway.get("/");
            assertThat(refused.status()).isEqualTo(503);
            String id = refused.field("X-Request-ID").orElseThrow();
            assertThat(gateway.logged(line -> line.contains(id))).contains("upstream.breaker_open");
            assertThat(upstream.requests()).hasSize(5);
            TestGateway.pause(250);
            assertThat(bodies(gateway, 3)).isEqualTo("yesyesyes");
        }
    }

    @Test
    void unhealthyTargetIsLeftOutAndComesBack() throws IOException {
        try (RawUpstream sick = first(3, request -> status(503, "sick"), "well");
                RawUpstream fine = named("fine");
                TestGateway gateway = with("health: { passive: { httpFailures: 3, retryAfter: 300ms } }", sick, fine)) {
            assertThat(bodies(gateway, 6)).isEqualTo("sickfinesickfinesickfine");
            assertThat(bodies(gateway, 4)).isEqualTo("finefinefinefine");
            TestGateway.await("the target to be asked again", () -> {
                try {
                    return gateway.get("/").text().equals("well");
                } catch (IOException e) {
                    return false;
                }
            });
        }
    }

    @Test
    void probesTakeATargetOutAndBringItBackWithTheFirstGoodOne() throws IOException {
        AtomicInteger health = new AtomicInteger(200);
        try (RawUpstream upstream = RawUpstream.answering(
                        r -> r.startLine().contains("/health") ? status(health.get(), "") : RawUpstream.ok("served"));
                TestGateway gateway = with(
                        "health: { active: { path: /health, healthy: { interval: 40ms }, unhealthy: { interval: 40ms, "
                                + "httpFailures: 3 } } }",
                        upstream)) {
            assertThat(gateway.get("/").text()).isEqualTo("served");
            health.set(500);
            TestGateway.await("no healthy target", () -> statusOf(gateway) == 503);
            long start = System.nanoTime();
            assertThat(statusOf(gateway)).isEqualTo(503);
            assertThat((System.nanoTime() - start) / 1_000_000).isLessThan(100);
            health.set(200);
            TestGateway.await("a healthy target", () -> statusOf(gateway) == 200);
        }
    }

    private static int statusOf(TestGateway gateway) {
        try {
            return gateway.get("/").status();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void outlierIsEjected() throws IOException {
        try (RawUpstream bad = RawUpstream.answering(request -> status(500, "bad"));
                RawUpstream good = named("good");
                TestGateway gateway = with("health: { outliers: { consecutive5xx: 2 } }", bad, good)) {
            assertThat(bodies(gateway, 4)).isEqualTo("badgoodbadgood");
            assertThat(bodies(gateway, 4)).isEqualTo("goodgoodgoodgood");
        }
    }

    @Test
    void fallbackAnswersWhereTheServiceFails() throws IOException {
        try (RawUpstream bad = RawUpstream.answering(request -> status(503, "bad"));
                RawUpstream other = named("other")) {
            String upstreams = Yaml.upstreams(Yaml.upstream("service", "", bad), Yaml.upstream("other", "", other));
            String routes = Yaml.routes(
                    "name: a, match: { path: /a }, to: service, fallback: { statuses: [ 5xx ], respond: { status: 200, body: calm } }",
                    "name: b, match: { path: /b }, to: service, fallback: { statuses: [ 503 ], upstream: other }",
                    "name: c, match: { path: /c }, to: service, fallback: { statuses: [ 504 ], upstream: other }");
            try (TestGateway gateway = TestGateway.start(Yaml.listener("") + upstreams + routes)) {
                assertThat(gateway.get("/a").text()).isEqualTo("calm");
                assertThat(gateway.get("/b").text()).isEqualTo("other");
                assertThat(gateway.get("/c").text()).isEqualTo("bad");
                try (RawClient client = gateway.connect()) {
                    assertThat(client.post("/b", "kept").text()).isEqualTo("other");
                }
                assertThat(other.requests().getLast().text()).isEqualTo("kept");
            }
        }
    }

    @Test
    void mirrorGetsACopyAndTheClientWaitsForNoneOfIt() throws IOException {
        try (RawUpstream main = named("main");
                RawUpstream shadow = RawUpstream.start(connection -> {
                    connection.request();
                    TestGateway.pause(500);
                    connection.reset();
                })) {
            String upstreams = Yaml.upstreams(Yaml.upstream("service", "", main), Yaml.upstream("shadow", "", shadow));
            String routes = Yaml.routes("name: a, match: { path: /* }, to: service, mirror: { upstream: shadow }");
            try (TestGateway gateway = TestGateway.start(Yaml.listener("") + upstreams + routes);
                    RawClient client = gateway.connect()) {
                assertThat(client.post("/x", "copied").text()).isEqualTo("main");
                TestGateway.await("the copy", () -> shadow.requests().size() >= 1);
                Message copy = shadow.requests().getFirst();
                assertThat(copy.text()).isEqualTo("copied");
                assertThat(copy.startLine()).isEqualTo("POST /x HTTP/1.1");
                TestGateway.pause(700); // until the copy has failed too
                assertThat(gateway.get("/").text()).isEqualTo("main");
            }
        }
    }

    @Test
    void headersForceAShareAndCookiesKeepIt() throws IOException {
        try (RawUpstream stable = named("stable");
                RawUpstream canary = named("canary")) {
            String upstreams = Yaml.upstreams(Yaml.upstream("stable", "", stable), Yaml.upstream("canary", "", canary));
            String routes = Yaml.routes(
                    "name: a, match: { path: /* }, to: { sticky: { cookie: share }, split: [ { upstream: stable }, "
                            + "{ upstream: canary, weight: 0, headers: { X-Canary: \"true\" } } ] }");
            try (TestGateway gateway = TestGateway.start(Yaml.listener("") + upstreams + routes)) {
                assertThat(bodies(gateway, 3)).isEqualTo("stablestablestable");
                assertThat(gateway.get("/", "X-Canary: true").text()).isEqualTo("canary");
                String cookie = gateway.get("/").field("Set-Cookie").orElseThrow();
                assertThat(gateway.get("/", "Cookie: " + cookie.substring(0, cookie.indexOf(';')))
                                .field("Set-Cookie"))
                        .isEmpty();
            }
        }
    }

    @Test
    void requestsBeyondTheCapAreRefused() throws Exception {
        List<Thread> clients = new ArrayList<>();
        AtomicInteger refused = new AtomicInteger();
        AtomicInteger served = new AtomicInteger();
        try (RawUpstream slow = RawUpstream.answering(request -> {
                    TestGateway.pause(400);
                    return RawUpstream.ok("slow");
                });
                TestGateway gateway = with("limits: { requests: 2 }", slow)) {
            for (int i = 0; i < 5; i++) {
                clients.add(Thread.ofVirtual()
                        .start(() -> (statusOf(gateway) == 503 ? refused : served).incrementAndGet()));
            }
            for (Thread client : clients) {
                client.join();
            }
            assertThat(served.get()).isEqualTo(2);
            assertThat(refused.get()).isEqualTo(3);
            assertThat(statusOf(gateway)).isEqualTo(200);
        }
    }

    @Test
    void stormOfRetriesStaysWithinTheBudget() throws IOException {
        try (RawUpstream upstream = RawUpstream.answering(request -> status(503, "no"));
                TestGateway gateway =
                        with("retry: { " + NOW + ", budget: { percent: 20, minPerSecond: 0 } }", upstream);
                RawClient client = gateway.connect()) {
            for (int i = 0; i < 200; i++) {
                assertThat(client.get("/").status()).isEqualTo(503);
            }
            assertThat(upstream.requests().size()).isBetween(220, 241);
        }
    }

    /** The budget of a route's own retry was not looked at. */
    @Test
    void routeHasABudgetOfItsOwn() throws IOException {
        try (RawUpstream upstream = RawUpstream.answering(request -> status(503, "no"))) {
            String routes = Yaml.routes("name: r, match: { path: /* }, to: service, retry: { " + NOW
                    + ", budget: { percent: 0, minPerSecond: 0 } }");
            try (TestGateway gateway = TestGateway.start(Yaml.listener("")
                    + Yaml.upstreams(Yaml.upstream("service", "retry: { " + NOW + " }", upstream))
                    + routes)) {
                assertThat(gateway.get("/").status()).isEqualTo(503);
                assertThat(upstream.requests()).hasSize(1);
            }
        }
    }
}
