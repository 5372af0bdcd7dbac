package dev.sekisho.server.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.upstream.Endpoint;
import dev.sekisho.dialect.yaml.TargetsFile;
import dev.sekisho.model.Address;
import dev.sekisho.model.Upstream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NameDiscoveryTest {

    private static final Discovery.Limits LIMITS = new Discovery.Limits(Duration.ofMillis(600), Duration.ofMillis(600));
    private static final Duration LIMIT = Duration.ofSeconds(3);

    private final Found found = new Found();
    private final AtomicReference<List<Upstream>> serving = new AtomicReference<>(List.of());
    private final SystemLookup lookup = new SystemLookup(Path.of("/etc/hosts"), Path.of("/absent/resolv.conf"));
    private DnsTestServer server;
    private Discovery discovery;

    @BeforeEach
    void start() throws IOException {
        server = new DnsTestServer();
        discovery = make(Map.of());
    }

    @AfterEach
    void stop() throws IOException {
        discovery.close();
        server.close();
    }

    private Discovery make(Map<Address, Address> connectTo) {
        return new Discovery(connectTo, new TargetsFile()::read, found, lookup, LIMITS);
    }

    private List<Upstream> upstreams(String name, String targets) {
        return upstreams(name, targets, "timeout: 100ms, refresh: 100ms");
    }

    private List<Upstream> upstreams(String name, String targets, String more) {
        return Found.upstreams("- { name: " + name + ", targets: [" + targets + "], dns: { servers: \"127.0.0.1:"
                + server.port() + "\", " + more + " } }");
    }

    private void serve(List<Upstream> upstreams) {
        discovery.first(upstreams);
        boolean start = serving.getAndSet(upstreams).isEmpty();
        if (start) {
            discovery.follow(serving::get);
        }
    }

    @Test
    void literalAddressesAskNobodyAndNamesOfUpstreamsAreNoNames() {
        server.address("other", 1, "127.0.0.2");
        serve(upstreams(
                "other",
                "{ address: \"127.0.0.1:1\", weight: 3, backup: true, labels: { a: b } }, { address: \"[::1]:2\" }"));
        assertThat(found.endpoints("other").getFirst())
                .isEqualTo(new Endpoint(
                        new Address("127.0.0.1", 1),
                        new InetSocketAddress("127.0.0.1", 1),
                        3,
                        true,
                        false,
                        Map.of("a", "b")));
        assertThat(found.where("other")).containsExactly("127.0.0.1:1", "0:0:0:0:0:0:0:1:2");
        assertThat(found.unresolved("other")).isFalse();
        serve(upstreams("localname", "{ address: \"localhost:3\" }"));
        assertThat(found.where("localname")).contains("127.0.0.1:3");
        assertThat(server.questions).isEmpty();
        assertThat(lookup.started()).isFalse();
    }

    @Test
    void aNewAddressShowsWithinItsTimeToLiveAndASecond() throws Exception {
        server.address("web.test", 1, "127.0.0.2");
        serve(upstreams("a", "{ address: \"web.test:80\" }", "refresh: 10s"));
        assertThat(found.where("a")).containsExactly("127.0.0.2:80");
        assertThat(found.endpoints("a").getFirst().target()).isEqualTo(new Address("web.test", 80));
        server.address("web.test", 1, "127.0.0.3", "127.0.0.4");
        Duration took = found.await("a", Duration.ofSeconds(2), "127.0.0.3:80", "127.0.0.4:80");
        assertThat(took).as("the answer is used while it holds").isGreaterThan(Duration.ofMillis(500));
    }

    @Test
    void theTimeToLiveIsKeptBetweenItsBounds() throws Exception {
        server.address("zero.test", 0, "127.0.0.2");
        server.address("long.test", 86_400, "127.0.0.2");
        serve(upstreams("a", "{ address: \"zero.test:80\" }, { address: \"long.test:80\" }", "refresh: 400ms"));
        Thread.sleep(1_000);
        assertThat(server.questions)
                .filteredOn(question -> question.equals("zero.test/1"))
                .hasSizeBetween(2, 3);
        assertThat(server.questions)
                .filteredOn(question -> question.equals("long.test/1"))
                .hasSizeBetween(2, 3);
    }

    @Test
    void theLastGoodAnswerIsKeptHoweverTheServerFails() throws Exception {
        server.address("web.test", 0, "127.0.0.2");
        serve(upstreams("a", "{ address: \"web.test:80\" }", "timeout: 100ms, refresh: 100ms, minRefresh: 100ms"));
        server.silent = true;
        Thread.sleep(500);
        server.silent = false;
        server.remove("web.test");
        Thread.sleep(300);
        server.code("web.test", DnsTestServer.SERVFAIL);
        Thread.sleep(300);
        assertThat(found.where("a")).containsExactly("127.0.0.2:80");
        assertThat(found.unresolved("a")).isFalse();
        assertThat(found.reports).as("no change, no report").hasSize(1);
        server.remove("web.test");
        server.address("web.test", 0, "127.0.0.5");
        found.await("a", LIMIT, "127.0.0.5:80");
    }

    @Test
    void aDeadServerHoldsTheStartUpNoLongerThanTheLimitAndTheAnswerComesLater() throws Exception {
        server.silent = true;
        server.address("web.test", 1, "127.0.0.2");
        long start = System.nanoTime();
        serve(upstreams("a", "{ address: \"web.test:80\" }, { address: \"127.0.0.1:1\" }", "refresh: 10s"));
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(500), Duration.ofSeconds(2));
        assertThat(found.where("a")).as("what is known serves").containsExactly("127.0.0.1:1");
        assertThat(found.unresolved("a")).isTrue();
        server.silent = false;
        found.await("a", LIMIT, "127.0.0.2:80", "127.0.0.1:1");
    }

    @Test
    void aNameThatComesToBeIsFoundByTrying() throws Exception {
        serve(upstreams("a", "{ address: \"web.test:80\" }"));
        assertThat(found.unresolved("a")).isTrue();
        server.address("web.test", 1, "127.0.0.2");
        found.await("a", LIMIT, "127.0.0.2:80");
        assertThat(found.unresolved("a")).isFalse();
    }

    @Test
    void aReloadUsesWhatIsKnownWithoutWaiting() {
        server.address("web.test", 60, "127.0.0.2");
        serve(upstreams("a", "{ address: \"web.test:80\" }", "refresh: 10s"));
        server.silent = true;
        long start = System.nanoTime();
        serve(upstreams("a", "{ address: \"web.test:81\" }, { address: \"127.0.0.1:1\" }", "refresh: 11s"));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(300));
        assertThat(found.where("a")).containsExactly("127.0.0.2:81", "127.0.0.1:1");
    }

    @Test
    void aReloadDoesNotWaitAgainForANameThatFailed() throws Exception {
        server.silent = true;
        serve(upstreams("a", "{ address: \"web.test:80\" }"));
        Thread.sleep(100);
        long start = System.nanoTime();
        serve(upstreams("a", "{ address: \"web.test:80\" }, { address: \"127.0.0.1:1\" }"));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(90));
        assertThat(found.unresolved("a")).isTrue();
    }

    @Test
    void upstreamsThatAreGoneAreForgotten() throws Exception {
        server.address("web.test", 0, "127.0.0.2");
        serve(upstreams("a", "{ address: \"web.test:80\" }", "timeout: 100ms, refresh: 100ms, minRefresh: 100ms"));
        serve(upstreams("b", "{ address: \"127.0.0.1:1\" }"));
        Thread.sleep(250);
        server.questions.clear();
        Thread.sleep(300);
        assertThat(server.questions).isEmpty();
    }

    @Test
    void theRealAddressIsLookedUpInPlaceOfTheNamedOne() {
        server.address("real.test", 60, "127.0.0.7");
        discovery.close();
        SystemLookup other = new SystemLookup(Path.of("/etc/hosts"), Path.of("/absent/resolv.conf"));
        discovery = new Discovery(
                Map.of(Address.parse("web.test:80"), Address.parse("real.test:8080")),
                new TargetsFile()::read,
                found,
                other,
                LIMITS);
        serve(upstreams("a", "{ address: \"web.test:80\" }"));
        assertThat(found.where("a")).containsExactly("127.0.0.7:8080");
        assertThat(found.endpoints("a").getFirst().target()).isEqualTo(Address.parse("web.test:80"));
    }

    @Test
    void aServiceBecomesEndpointsThatTheRecordsName() throws Exception {
        server.service("_api._tcp.test", 1, "10 5 81 b.test", "20 0 82 c.test");
        server.address("b.test", 60, "127.0.0.2");
        server.address("c.test", 60, "127.0.0.3");
        serve(upstreams("a", "{ address: \"_api._tcp.test:0\", weight: 2, labels: { v: one } }", "refresh: 10s"));
        assertThat(found.endpoints("a"))
                .containsExactly(
                        endpoint("b.test:81", "127.0.0.2", 10, false), endpoint("c.test:82", "127.0.0.3", 2, true));
        server.service("_api._tcp.test", 1, "20 3 82 c.test");
        found.await("a", Duration.ofSeconds(2), "127.0.0.3:82");
        assertThat(found.endpoints("a")).containsExactly(endpoint("c.test:82", "127.0.0.3", 6, false));
    }

    private static Endpoint endpoint(String target, String where, int weight, boolean backup) {
        Address address = Address.parse(target);
        return new Endpoint(
                address, new InetSocketAddress(where, address.port()), weight, backup, false, Map.of("v", "one"));
    }

    @Test
    void aConfigurationThatNeverServesIsTakenBack() throws Exception {
        serve(upstreams("a", "{ address: \"127.0.0.1:1\" }"));
        Thread.sleep(100);
        List<Upstream> refused = upstreams("a", "{ address: \"127.0.0.1:2\" }");
        discovery.first(refused);
        found.await("a", LIMIT, "127.0.0.1:2");
        found.await("a", LIMIT, "127.0.0.1:1");
    }

    @Test
    void severalReloadsBeforeTheLoopLooksReportTheLastOneOnly() throws Exception {
        serve(upstreams("a", "{ address: \"127.0.0.1:1\" }"));
        for (int i = 2; i <= 20; i++) {
            serve(upstreams("a", "{ address: \"127.0.0.1:" + i + "\" }"));
        }
        Thread.sleep(200);
        assertThat(found.where("a")).containsExactly("127.0.0.1:20");
        assertThat(found.reports).as("none is reported again").hasSize(20);
    }
}
