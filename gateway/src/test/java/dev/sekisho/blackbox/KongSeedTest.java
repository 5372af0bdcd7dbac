package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.yaml.Golden;
import dev.sekisho.model.Address;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The file that the product was asked for with, as it is, where it stands beside the repository; else skipped. A second file adds what its
 * author has elsewhere: a certificate, and the key of a consumer's tokens.
 */
@Timeout(300)
class KongSeedTest {

    private static final Path SEED =
            Golden.project().resolve("../shared/seed/kong.yml").normalize();
    private static final String NAME = "api.example.com";
    private static final String SECRET = "a-secret-of-enough-bytes-for-hs256";
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Map<Address, Address> places = new HashMap<>();
    private SSLContext tls;
    private KongGateway gateway;
    private TcpLines log;
    private RawUpstream first;
    private RawUpstream second;
    private RawUpstream orders;

    @BeforeEach
    void start() throws Exception {
        if (!Files.exists(SEED)) {
            System.out.println("skipped: " + SEED + " is not there");
        }
        Assumptions.assumeTrue(Files.exists(SEED), SEED + " is not there");
        log = opened(TcpLines.start());
        first = opened(named("one"));
        second = opened(named("two"));
        orders = opened(named("orders"));
        RawUpstream health = opened(named("health"));
        RedisServer redis = opened(RedisServer.start(folder));
        place("user-service-1", 3000, first.port());
        place("user-service-2", 3000, second.port());
        place("order-service", 3000, orders.port());
        place("health-aggregator", 3000, health.port());
        place("redis", 6379, redis.port());
        place("log-collector", 5140, log.port());
        X509Bundle own = new CertificateBuilder()
                .ecp256()
                .subject("CN=" + NAME)
                .addSanDnsName(NAME)
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        tls = trusting(own);
        gateway = opened(KongGateway.start(KongGateway.kong(), true, places, Files.readString(SEED), """
                _format_version: "3.0"
                certificates:
                - { cert: %s, key: %s, snis: [ { name: %s } ] }
                jwt_secrets:
                - { consumer: { username: mobile-app }, key: mobile-issuer, secret: %s }
                """.formatted(
                        quoted(own.getCertificatePEM()), quoted(own.getPrivateKeyPEM()), NAME, SECRET)));
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private <T extends AutoCloseable> T opened(T each) {
        open.add(each);
        return each;
    }

    private void place(String host, int port, int real) {
        places.put(new Address(host, port), new Address("127.0.0.1", real));
    }

    private static RawUpstream named(String name) throws IOException {
        return RawUpstream.answering(sent -> answer(name));
    }

    private static String answer(String name) {
        return "HTTP/1.1 200 OK\r\nServer: s/1\r\nX-Powered-By: p\r\nX-Name: " + name
                + "\r\nContent-Length: 2\r\n\r\nok";
    }

    private static String quoted(String pem) {
        return "\"" + pem.replace("\r", "").replace("\n", "\\n") + "\"";
    }

    private static SSLContext trusting(X509Bundle authority) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("own", authority.getCertificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** One request over TLS, on a connection of its own. */
    private Message over(String request) throws IOException {
        InetSocketAddress address = gateway.gateway().addresses().stream()
                .filter(gateway.gateway()::isEncrypted)
                .findFirst()
                .orElseThrow();
        Socket plain = new Socket(address.getAddress(), address.getPort());
        SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, NAME, address.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(NAME)));
        socket.setSSLParameters(parameters);
        try (RawClient client = RawClient.over(socket)) {
            return client.send(request.replace("Host: test", "Host: " + NAME)).read();
        }
    }

    private static String bearer() {
        return "Authorization: Bearer " + Hs256.token(SECRET, "mobile-issuer", 600);
    }

    private Message users(String... more) throws IOException {
        List<String> fields = new ArrayList<>(List.of("x-api-version: v1"));
        fields.addAll(List.of(more));
        return over(RawClient.request("GET", "/api/v1/users/7?x=1", fields.toArray(String[]::new)));
    }

    @Test
    void usersNeedTlsAVersionAndAToken() throws IOException {
        assertThat(gateway.get("/api/v1/users/7", "x-api-version: v1").status())
                .as("in the clear")
                .isEqualTo(426);
        assertThat(over(RawClient.request("GET", "/api/v1/users/7", bearer())).status())
                .as("without its version")
                .isEqualTo(404);
        assertThat(users().status()).isEqualTo(401);
        assertThat(users("Authorization: Bearer " + Hs256.token(SECRET, "mobile-issuer", -60))
                        .status())
                .isEqualTo(401);
        assertThat(users("Authorization: Bearer "
                                + Hs256.token("wrong-secret-of-enough-bytes-hs256x", "mobile-issuer", 60))
                        .status())
                .isEqualTo(401);
        Message answer = users(bearer());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.has("Server")).isFalse();
        assertThat(answer.has("X-Powered-By")).isFalse();
        assertThat(answer.field("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(answer.field("X-Frame-Options")).hasValue("DENY");
        assertThat(answer.field("Strict-Transport-Security")).hasValue("max-age=31536000; includeSubDomains");
        RawUpstream served = answer.field("X-Name").orElse("").equals("one") ? first : second;
        Message sent = served.requests().stream()
                .filter(request -> request.target().startsWith("/api"))
                .findFirst()
                .orElseThrow();
        assertThat(sent.target()).isEqualTo("/api/v1/users/7?x=1");
        assertThat(sent.all("X-Gateway-Version")).containsExactly("kong-3.x");
        assertThat(sent.all("X-Forwarded-Service")).containsExactly("user-service");
        assertThat(sent.all("X-Consumer-Username")).containsExactly("mobile-app");
        assertThat(log.line(line -> line.contains("/api/v1/users/7") && line.contains("\"status\":200")))
                .contains("\"consumer\":{\"username\":\"mobile-app\"}", "\"route\":{\"name\":\"users-route\"}");
    }

    @Test
    void limitsOfTheConsumerAndOfTheServiceAreToldAndCountedInRedis() throws IOException {
        Message answer = users(bearer());
        assertThat(answer.field("X-RateLimit-Limit-Minute")).hasValue("200");
        assertThat(answer.field("X-RateLimit-Limit-Hour")).hasValue("10000");
        String remaining = answer.field("X-RateLimit-Remaining-Hour").orElseThrow();
        assertThat(users(bearer()).field("X-RateLimit-Remaining-Hour"))
                .hasValue("" + (Integer.parseInt(remaining) - 1));
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 101; i++) { // more than two minutes allow, since one may turn meanwhile
            Message order = over(RawClient.request("GET", "/api/v1/orders"));
            assertThat(order.field("X-RateLimit-Limit-Minute")).hasValue("50");
            statuses.add(order.status());
        }
        assertThat(statuses.subList(0, 50)).containsOnly(200);
        assertThat(statuses).contains(429);
    }

    @Test
    void preflightsBodiesAndBots() throws IOException {
        Message tooLarge =
                over(RawClient.request("POST", "/api/v1/orders", "Content-Length: " + (5 * 1024 * 1024 + 1)));
        assertThat(tooLarge.status()).isEqualTo(413);
        assertThat(gateway.get("/health").status()).isEqualTo(200);
        for (String agent : List.of("curl/8.5", "Wget/1.2 wget")) {
            assertThat(gateway.get("/health", "User-Agent: " + agent).status()).isEqualTo(403);
        }
        Message allowed = users(bearer(), "Origin: https://staging.example.com");
        assertThat(allowed.field("Access-Control-Allow-Origin")).hasValue("https://staging.example.com");
        assertThat(allowed.field("Access-Control-Allow-Credentials")).hasValue("true");
    }

    /** Probes as the file has them: every five seconds while a target is out, three good ones bring it back. */
    @Test
    void aKilledTargetIsTakenOutAndBroughtBack() throws IOException {
        int port = second.port();
        second.close();
        TestGateway.await(
                "only the first target serves", PATIENCE, () -> names().stream().allMatch("one"::equals));
        opened(RawUpstream.startAt(port, RawUpstream.answers(sent -> answer("two"))));
        TestGateway.await("the second target serves again", PATIENCE, () -> names().contains("two"));
    }

    private List<String> names() {
        TestGateway.pause(2_000); // so that the consumer's own limit is not reached
        try {
            List<String> names = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                names.add(users(bearer()).field("X-Name").orElse(""));
            }
            return names;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
