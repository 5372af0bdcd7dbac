package dev.sekisho.tls.ocsp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sekisho.dataplane.listener.tls.Staple;
import dev.sekisho.dataplane.listener.tls.Staple.Question;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Responses are asked for in time, kept while they are good, and believed only from the authority. */
class StaplerTest {

    private static final Stapler.Pace FAST =
            new Stapler.Pace(Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ofSeconds(20));
    private static final Duration HOUR = Duration.ofHours(1);

    private Authority authority;
    private HttpServer server;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Answer answer = question -> new byte[0];
    private volatile int status = 200;

    private interface Answer {
        byte[] to(Question question) throws Exception;
    }

    private Question question;

    @BeforeEach
    void responder() throws Exception {
        authority = new Authority();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        question = authority.issue("http://127.0.0.1:" + server.getAddress().getPort() + "/ocsp");
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            try {
                byte[] request = exchange.getRequestBody().readAllBytes();
                assertThat(Authority.asked(request)).isEqualTo(authority.id(question));
                byte[] body = answer.to(question);
                exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/");
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
            } catch (Exception e) {
                throw new IOException(e);
            } finally {
                exchange.close();
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - start).as(what).isLessThan(15_000_000_000L);
            Thread.sleep(10);
        }
    }

    @Test
    void aGoodResponseIsShownWhereverTheCertificateIs() throws Exception {
        answer = q -> authority.good(q, Instant.now(), HOUR);
        try (Stapler stapler = new Stapler(FAST)) {
            Staple first = Staple.asked(question);
            stapler.follow(List.of(first, Staple.none()));
            await("a response", () -> first.response().length > 0);
            Staple second = Staple.asked(question);
            stapler.follow(List.of(second));
            assertThat(second.response())
                    .as("known already when the certificates are read again")
                    .isEqualTo(first.response());
            assertThat(asked).hasValue(1);
            assertThat(stapler.fetched()).isEqualTo(1);
        }
    }

    @Test
    void itIsAskedForAgainAtHalfOfItsTime() throws Exception {
        answer = q -> authority.good(q, Instant.now(), Duration.ofSeconds(4));
        try (Stapler stapler = new Stapler(FAST)) {
            Staple staple = Staple.asked(question);
            stapler.follow(List.of(staple));
            await("a response", () -> staple.response().length > 0);
            byte[] first = staple.response();
            long start = System.nanoTime();
            await("the next", () -> staple.response() != first);
            assertThat(System.nanoTime() - start).isBetween(200_000_000L, 4_000_000_000L);
        }
    }

    @Test
    void theLastGoodOneStaysUntilItIsOutOfDateAndThenNone() throws Exception {
        answer = q -> authority.good(q, Instant.now(), Duration.ofSeconds(4));
        try (Stapler stapler = new Stapler(FAST)) {
            Staple staple = Staple.asked(question);
            stapler.follow(List.of(staple));
            await("a response", () -> staple.response().length > 0);
            long start = System.nanoTime();
            status = 503;
            await("a failure", () -> stapler.failed() > 0);
            assertThat(staple.response()).isNotEmpty();
            await("its end", () -> staple.response().length == 0);
            assertThat(System.nanoTime() - start).isBetween(2_000_000_000L, 10_000_000_000L);
            status = 200;
            await("the responder is back", () -> staple.response().length > 0);
        }
    }

    @Test
    void whatIsNotGoodIsNotShown() throws Exception {
        Authority mallory = new Authority();
        Question other = authority.issue("http://127.0.0.1/");
        Answer[] bad = {
            q -> authority.revoked(q),
            q -> authority.unknown(q),
            q -> authority.good(other, Instant.now(), HOUR),
            q -> mallory.answer(authority.id(q), CertificateStatus.GOOD, Instant.now(), HOUR),
            q -> authority.good(q, Instant.now().minus(Duration.ofDays(2)), HOUR),
            q -> authority.good(q, Instant.now().plus(Duration.ofDays(2)), HOUR),
            q -> new byte[] {0x30, 3, 0x0a, 1, 6},
            q -> new byte[100_000],
            q -> new byte[0]
        };
        for (int i = 0; i < bad.length; i++) {
            answer = bad[i];
            try (Stapler stapler = new Stapler(FAST)) {
                Staple staple = Staple.asked(question);
                stapler.follow(List.of(staple));
                await("a failure", () -> stapler.failed() > 0);
                assertThat(staple.response()).as("answer " + i).isEmpty();
            }
        }
    }

    @Test
    void aRevokedCertificateIsShownWithoutItsEarlierResponse() throws Exception {
        answer = q -> authority.good(q, Instant.now(), Duration.ofSeconds(2));
        try (Stapler stapler = new Stapler(FAST)) {
            Staple staple = Staple.asked(question);
            stapler.follow(List.of(staple));
            await("a response", () -> staple.response().length > 0);
            answer = q -> authority.revoked(q);
            await("none", () -> staple.response().length == 0);
        }
    }

    @Test
    void redirectsFilesAndAddressesOfTheLinkAreNotFollowed() throws Exception {
        status = 302;
        String[] responders = {
            "",
            "file:///etc/passwd",
            "ldap://127.0.0.1/",
            "http://169.254.169.254/ocsp",
            "http://[fe80::1]/",
            "http://2852039166/",
            "http:///x"
        };
        try (Stapler stapler = new Stapler(FAST)) {
            Staple staple = Staple.asked(question);
            stapler.follow(List.of(staple));
            await("a failure", () -> stapler.failed() > 0);
            assertThat(staple.response()).isEmpty();
        }
        int before = asked.get();
        for (String responder : responders) {
            try (Stapler stapler = new Stapler(FAST)) {
                stapler.follow(List.of(Staple.asked(authority.issue(responder))));
                await(responder, () -> stapler.failed() > 0);
                assertThat(stapler.fetched()).isZero();
            }
        }
        assertThat(asked).hasValue(before);
    }

    @Test
    void nobodyIsAskedForWhatIsGone() throws Exception {
        answer = q -> authority.good(q, Instant.now(), Duration.ofSeconds(2));
        try (Stapler stapler = new Stapler(FAST)) {
            Staple staple = Staple.asked(question);
            stapler.follow(List.of(staple));
            await("a response", () -> staple.response().length > 0);
            stapler.follow(List.of());
            int before = asked.get();
            Thread.sleep(2_500);
            assertThat(asked.get()).isLessThanOrEqualTo(before + 1); // one may be under way
        }
    }
}
