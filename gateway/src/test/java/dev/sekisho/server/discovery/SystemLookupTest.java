package dev.sekisho.server.discovery;

import static dev.sekisho.server.discovery.DnsTestServer.AAAA;
import static dev.sekisho.server.discovery.DnsTestServer.SERVFAIL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.model.Address;
import dev.sekisho.model.Dns;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemLookupTest {

    @TempDir
    private Path folder;

    private DnsTestServer server;
    private SystemLookup lookup;

    @BeforeEach
    void start() throws IOException {
        server = new DnsTestServer();
        Files.writeString(folder.resolve("hosts"), "127.0.0.9 Fixed.test alias # comment\n::1 fixed.test\n");
        Files.writeString(folder.resolve("resolv.conf"), "search one.test two.test\noptions ndots:2\n");
        lookup = new SystemLookup(folder.resolve("hosts"), folder.resolve("resolv.conf"));
    }

    @AfterEach
    void stop() throws IOException {
        lookup.close();
        server.close();
    }

    @Test
    void bothFamiliesAreFoundInAnOrderOfTheirOwn() throws Exception {
        server.address("web.a.test", 7, "127.0.0.3", "::1", "127.0.0.2");
        Answer first = find("web.a.test");
        server.address("web.a.test", 9, "127.0.0.2", "127.0.0.3", "::1");
        assertThat(first.addresses()).isEqualTo(addresses("127.0.0.2", "127.0.0.3", "::1"));
        assertThat(first.ttl()).isEqualTo(7);
        assertThat(find("web.a.test").places()).isEqualTo(first.places());
    }

    @Test
    void anAnswerHoldsAsLongAsItsShortestRecord() throws Exception {
        server.address("real.a.test", 300, "127.0.0.2");
        server.alias("alias.a.test", 3, "real.a.test", true);
        server.alias("bare.a.test", 4, "real.a.test", false);
        assertThat(find("alias.a.test").ttl()).isEqualTo(3);
        assertThat(find("bare.a.test").ttl()).isEqualTo(4);
        assertThat(find("bare.a.test").addresses()).isEqualTo(addresses("127.0.0.2"));
    }

    @Test
    void aliasesInACircleEnd() {
        server.alias("x.a.test", 1, "y.a.test", false);
        server.alias("y.a.test", 1, "x.a.test", false);
        assertThatThrownBy(() -> find("x.a.test")).hasMessageContaining("aliases");
    }

    @Test
    void shortNamesAreSearchedForAndNamesWithEnoughDotsComeFirst() throws Exception {
        server.address("short.two.test", 5, "127.0.0.4");
        server.address("has.two.dots.one.test", 5, "127.0.0.5");
        server.address("has.two.dots", 5, "127.0.0.6");
        assertThat(find("short").addresses()).isEqualTo(addresses("127.0.0.4"));
        assertThat(names()).containsExactly("short.one.test", "short.two.test");
        assertThat(find("has.two.dots").addresses()).isEqualTo(addresses("127.0.0.6"));
    }

    @Test
    void aNameThatEndsWithADotIsNotSearchedForAndSearchingCanBeOff() {
        server.address("short.two.test", 5, "127.0.0.4");
        assertThatThrownBy(() -> find("short.")).isInstanceOf(LookupFailure.class);
        assertThatThrownBy(() -> lookup.find("short", dns(false, server.port()), Optional.empty()))
                .isInstanceOf(LookupFailure.class);
        assertThat(names()).containsExactly("short");
    }

    @Test
    void aServerThatFailsOnOneSearchDomainDoesNotEndTheSearch() throws Exception {
        server.code("short.one.test", SERVFAIL);
        server.address("short.two.test", 5, "127.0.0.4");
        assertThat(find("short").addresses()).isEqualTo(addresses("127.0.0.4"));
    }

    @Test
    void namesOfTheHostsFileAndLocalhostAskNoServer() throws Exception {
        assertThat(find("FIXED.test.").addresses()).isEqualTo(addresses("127.0.0.9", "::1"));
        assertThat(find("alias").ttl()).isEqualTo(Answer.UNKNOWN);
        assertThat(find("localhost").addresses()).isEqualTo(addresses("127.0.0.1"));
        assertThat(find("api.localhost").addresses()).isEqualTo(addresses("127.0.0.1"));
        assertThat(lookup.started()).isFalse();
        Files.writeString(folder.resolve("hosts"), "127.0.0.10 fixed.test\n");
        assertThat(find("fixed.test").addresses()).as("read again").isEqualTo(addresses("127.0.0.10"));
    }

    @Test
    void truncatedAnswersAreAskedForAgainOverTcp() throws Exception {
        server.truncating = true;
        server.address(
                "many.a.test",
                5,
                java.util.stream.IntStream.rangeClosed(1, 200)
                        .mapToObj(i -> "127.0.1." + i)
                        .toArray(String[]::new));
        assertThat(find("many.a.test").addresses()).hasSize(200);
    }

    @Test
    void packetsThatAreNoAnswerAreIgnored() throws Exception {
        server.garbage = true;
        server.address("web.a.test", 5, "127.0.0.2");
        assertThat(find("web.a.test").addresses()).isEqualTo(addresses("127.0.0.2"));
    }

    @Test
    void theNextServerIsAskedWhereOneIsSilentOrFails() throws Exception {
        server.address("web.a.test", 5, "127.0.0.2");
        try (DnsTestServer dead = new DnsTestServer();
                DnsTestServer failing = new DnsTestServer()) {
            dead.silent = true;
            failing.code("web.a.test", SERVFAIL);
            Dns dns = dns(true, dead.port(), failing.port(), server.port());
            assertThat(lookup.find("web.a.test", dns, Optional.empty()).addresses())
                    .isEqualTo(addresses("127.0.0.2"));
            dead.questions.clear();
            long start = System.nanoTime();
            lookup.find("web.a.test", dns, Optional.empty());
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as("a silent server is asked last from then on")
                    .isLessThan(dns.timeout());
        }
    }

    @Test
    void whatFailsTellsWhy() {
        assertThatThrownBy(() -> find("none.a.test")).hasMessageContaining("NXDOMAIN");
        server.code("bad.a.test", SERVFAIL);
        assertThatThrownBy(() -> find("bad.a.test")).hasMessageContaining("ServFail");
        server.service("_x._tcp.test", 1, "1 1 1 .");
        assertThatThrownBy(() -> find("_x._tcp.test")).hasMessageContaining("not offered");
        assertThatThrownBy(() -> find("a..b.c")).isInstanceOf(LookupFailure.class);
        server.silent = true;
        assertThatThrownBy(() -> find("silent.a.test")).hasMessageContaining("does not answer");
    }

    @Test
    void aFamilyThatIsNeverAnsweredKeepsItsLastAddressesAndHoldsNothingUp() throws Exception {
        server.address("web.a.test", 5, "127.0.0.2", "::1");
        Answer before = find("web.a.test");
        server.silentType = AAAA;
        server.address("web.a.test", 5, "127.0.0.3", "::1");
        Dns slow = new Dns(
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                dns(true, server.port()).servers(),
                Duration.ofMinutes(1),
                true);
        long start = System.nanoTime();
        assertThat(lookup.find("web.a.test", slow, Optional.of(before)).addresses())
                .isEqualTo(addresses("127.0.0.3", "::1"));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void aServiceGivesPortsWeightsAndBackups() throws Exception {
        server.service("_api._tcp.test", 9, "10 5 81 b.test", "10 0 80 a.test", "20 7 82 c.test", "10 1 83 gone.test");
        server.address("a.test", 300, "127.0.0.2", "127.0.0.3");
        server.address("b.test", 300, "127.0.0.4");
        server.address("c.test", 300, "::1");
        Answer answer = find("_api._tcp.test");
        assertThat(answer.places())
                .containsExactly(
                        place("127.0.0.2", "a.test:80", 1, false),
                        place("127.0.0.3", "a.test:80", 1, false),
                        place("127.0.0.4", "b.test:81", 5, false),
                        place("::1", "c.test:82", 7, true));
        assertThat(answer.ttl()).as("one host is missing").isZero();
    }

    @Test
    void aHostOfAServiceThatCannotBeLookedUpKeepsItsLastAddresses() throws Exception {
        server.service("_api._tcp.test", 9, "1 1 80 a.test", "1 1 80 b.test");
        server.address("a.test", 300, "127.0.0.2");
        server.address("b.test", 300, "127.0.0.3");
        Answer before = find("_api._tcp.test");
        assertThat(before.ttl()).isEqualTo(9);
        server.code("b.test", SERVFAIL);
        Answer after = lookup.find("_api._tcp.test", dns(true, server.port()), Optional.of(before));
        assertThat(after.places()).isEqualTo(before.places());
    }

    private Answer find(String host) throws LookupFailure, InterruptedException {
        return lookup.find(host, dns(true, server.port()), Optional.empty());
    }

    private static Dns dns(boolean search, int... ports) {
        List<Address> servers = Arrays.stream(ports)
                .mapToObj(port -> new Address("127.0.0.1", port))
                .toList();
        return new Dns(Duration.ofSeconds(10), Duration.ofSeconds(1), servers, Duration.ofMillis(300), search);
    }

    private List<String> names() {
        return server.questions.stream()
                .map(question -> question.substring(0, question.indexOf('/')))
                .distinct()
                .toList();
    }

    private static List<InetAddress> addresses(String... texts) {
        return Arrays.stream(texts).map(InetAddress::ofLiteral).toList();
    }

    private static Place place(String address, String service, int weight, boolean backup) {
        return new Place(InetAddress.ofLiteral(address), Optional.of(Address.parse(service)), weight, backup);
    }
}
