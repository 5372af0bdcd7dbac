package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.Compilation;
import dev.sekisho.dialect.Severity;
import dev.sekisho.model.Address;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway as nginx.conf describes one, behaviour by behaviour: TLS, preflights, limits, cache, balancing, pages, log. */
@Timeout(60)
class NginxGatewayTest {

    private static final String HOST = "api.shop.test";

    @TempDir
    Path folder;

    private NginxServices services;
    private String text;

    @BeforeEach
    void prepare() throws IOException {
        services = new NginxServices();
        text = Files.readString(Path.of("src/test/resources/dev/sekisho/dialect/nginx/gateway.conf"))
                .replace("@FOLDER@", folder.toString());
    }

    @AfterEach
    void end() throws IOException {
        services.close();
    }

    private Address real(String service) {
        return Address.parse(services.fill(service));
    }

    private NginxRig start() throws Exception {
        return start("@A@", "@B@");
    }

    private NginxRig start(String first, String second) throws Exception {
        Map<Address, Address> connectTo = new HashMap<>();
        connectTo.put(new Address("catalogue-1.internal", 3000), real(first));
        connectTo.put(new Address("catalogue-2.internal", 3000), real(second));
        connectTo.put(new Address("catalogue-3.internal", 3000), real("@C@"));
        connectTo.put(new Address("orders-1.internal", 3000), real("@B@"));
        connectTo.put(new Address("nowhere.internal", 3000), real("@DEAD@"));
        return NginxRig.start(text, folder, HOST, true, connectTo);
    }

    private static List<String> statuses(NginxRig rig, int count, String path) throws IOException {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(Integer.toString(rig.get(path).status()));
        }
        return all;
    }

    @Test
    void clientsInTheClearAreSentToTls() throws Exception {
        try (NginxRig rig = start()) {
            Message answer = rig.plain("/v1/orders/1?a=b");
            assertThat(answer.status()).isEqualTo(301);
            assertThat(answer.field("Location")).contains("https://" + HOST + "/v1/orders/1?a=b");
            assertThat(services.count()).isZero();
        }
    }

    @Test
    void tlsSpeaksBothVersionsOfHttp() throws Exception {
        try (NginxRig rig = start();
                Http2Client client = rig.http2()) {
            assertThat(rig.get("/up").text()).isEqualTo("{\"up\":true}");
            client.headers(1, true, ":method", "GET", ":scheme", "https", ":path", "/v1/orders/2", ":authority", HOST);
            Http2Client.Answer answer = client.await(1);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).contains("\"service\":\"B\"", "/v1/orders/2");
            assertThat(answer.field("x-frame-options")).isEqualTo("DENY");
        }
    }

    @Test
    void securityFieldsAreOnEveryAnswerWhereTheLocationAddsNone() throws Exception {
        try (NginxRig rig = start()) {
            for (String path : new String[] {"/up", "/v1/orders", "/v1/nowhere", "/none"}) {
                Message answer = rig.get(path);
                assertThat(answer.all("X-Content-Type-Options")).as(path).containsExactly("nosniff");
                assertThat(answer.all("X-Frame-Options")).as(path).containsExactly("DENY");
                assertThat(answer.all("Strict-Transport-Security"))
                        .as(path)
                        .containsExactly("max-age=31536000; includeSubDomains");
                assertThat(answer.all("Referrer-Policy")).as(path).containsExactly("no-referrer");
            }
            assertThat(rig.get("/v1/catalogue").has("X-Frame-Options"))
                    .as("its own add_header takes the place of the others")
                    .isFalse();
        }
    }

    @Test
    void preflightsAreAnsweredAndOtherRequestsFallThrough() throws Exception {
        try (NginxRig rig = start()) {
            Message preflight = rig.ask("OPTIONS", "/v1/orders", "Origin: https://shop.test");
            assertThat(preflight.status()).isEqualTo(204);
            assertThat(preflight.field("Access-Control-Allow-Origin")).contains("https://shop.test");
            assertThat(preflight.field("Access-Control-Allow-Methods")).contains("GET, POST, OPTIONS");
            assertThat(preflight.field("Access-Control-Max-Age")).contains("600");
            assertThat(services.count()).isZero();
            assertThat(rig.get("/v1/orders").text()).contains("\"service\":\"B\"");
        }
    }

    @Test
    void theRepairIsAnnouncedAndCanBeSwitchedOff() throws Exception {
        Map<Address, Address> nowhere = Map.of(new Address("orders-1.internal", 3000), real("@B@"));
        try (NginxRig rig = NginxRig.start(text, folder, HOST, false, nowhere)) {
            assertThat(rig.get("/v1/orders").status()).as("as nginx does it").isEqualTo(404);
            assertThat(rig.ask("OPTIONS", "/v1/orders").status()).isEqualTo(204);
        }
        Compilation repaired = NginxGateway.compile(folder, text, true);
        int line = (int)
                text.substring(0, text.indexOf("location ~ ^/v1/")).lines().count();
        assertThat(repaired.diagnostics()).anySatisfy(found -> {
            assertThat(found.at().line()).isEqualTo(line);
            assertThat(found.severity()).isEqualTo(Severity.WARNING);
        });
    }

    @Test
    void answersAreCachedAndSayWhetherTheyWere() throws Exception {
        try (NginxRig rig = start()) {
            assertThat(rig.get("/v1/catalogue/1").field("X-Cache-Status")).contains("MISS");
            Message hit = rig.get("/v1/catalogue/1");
            assertThat(hit.field("X-Cache-Status")).contains("HIT");
            assertThat(services.take()).hasSize(1);
            assertThat(hit.text()).contains("/v1/catalogue/1");
            assertThat(rig.get("/v1/catalogue/1", "Cache-Control: no-cache").field("X-Cache-Status"))
                    .contains("BYPASS");
            assertThat(rig.get("/v1/catalogue/2").field("X-Cache-Status")).contains("MISS");
            rig.get("/v1/catalogue/3", "Do: status=404");
            assertThat(rig.get("/v1/catalogue/3").status())
                    .as("404 is kept, too")
                    .isEqualTo(404);
            rig.get("/v1/catalogue/4", "Do: status=500");
            assertThat(rig.get("/v1/catalogue/4").status()).as("500 is not").isEqualTo(200);
        }
    }

    @Test
    void servicesAreToldOfTheClient() throws Exception {
        try (NginxRig rig = start()) {
            rig.get("/v1/catalogue/x?y=z", "X-Forwarded-For: 10.0.0.1", "X-Request-ID: trace-1");
            Message request = services.take().getFirst().request();
            assertThat(request.target()).isEqualTo("/v1/catalogue/x?y=z");
            assertThat(request.field("Host")).contains(HOST);
            assertThat(request.field("X-Real-IP")).contains("127.0.0.1");
            assertThat(String.join(", ", request.all("X-Forwarded-For"))).isEqualTo("10.0.0.1, 127.0.0.1");
            assertThat(request.field("X-Forwarded-Proto")).contains("https");
            assertThat(request.field("X-Trace")).contains("trace-1");
            rig.get("/v1/catalogue/w");
            assertThat(services.take().getFirst().request().field("X-Trace"))
                    .as("one is made where the client has none")
                    .get()
                    .asString()
                    .hasSizeGreaterThan(8);
        }
    }

    @Test
    void whoAsksTooOftenGetsThePageFor429() throws Exception {
        try (NginxRig rig = start()) {
            assertThat(statuses(rig, 3, "/v1/payments")).containsOnly("200");
            Message refused = rig.get("/v1/payments");
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.text()).isEqualTo("{\"error\":\"too_many\",\"retry_after\":60}");
            assertThat(refused.field("Content-Type").orElse("")).startsWith("application/json");
            assertThat(statuses(rig, 5, "/v1/orders"))
                    .as("other zones do not care")
                    .containsOnly("200");
        }
    }

    @Test
    void whoHasTooManyConnectionsIsRefusedWithThePageFor503() throws Exception {
        try (NginxRig rig = start();
                RawClient one = rig.begin("/v1/catalogue/one", "Do: hold");
                RawClient two = rig.begin("/v1/catalogue/two", "Do: hold")) {
            TestGateway.await("both at services", Duration.ofSeconds(10), () -> services.count() == 2);
            Message third = rig.get("/v1/catalogue/three");
            assertThat(third.status()).isEqualTo(503);
            assertThat(third.text()).isEqualTo("{\"error\":\"unavailable\"}");
            assertThat(rig.get("/v1/orders").status()).isEqualTo(200);
            services.release();
            assertThat(one.read().status()).isEqualTo(200);
            assertThat(two.read().status()).isEqualTo(200);
            assertThat(rig.get("/v1/catalogue/four").status()).isEqualTo(200);
        }
    }

    @Test
    void theServerWithTheFewestConnectionsServes() throws Exception {
        try (NginxRig rig = start();
                RawClient busy = rig.begin("/v1/catalogue/slow", "Do: hold")) {
            TestGateway.await("one at a service", Duration.ofSeconds(10), () -> services.count() == 1);
            String taken = services.take().getFirst().service();
            for (int i = 0; i < 3; i++) {
                rig.get("/v1/catalogue/" + i);
            }
            assertThat(services.take())
                    .isNotEmpty()
                    .allSatisfy(each -> assertThat(each.service()).isNotEqualTo(taken));
            services.release();
            assertThat(busy.read().status()).isEqualTo(200);
        }
    }

    @Test
    void theBackupServesWhereAllOthersAreDead() throws Exception {
        try (NginxRig rig = start("@DEAD@", "@DEAD@")) {
            for (int i = 0; i < 4; i++) {
                assertThat(rig.get("/v1/catalogue/" + i).text()).contains("\"service\":\"C\"");
            }
        }
    }

    @Test
    void aDeadServiceGivesThePageFor503() throws Exception {
        try (NginxRig rig = start()) {
            Message answer = rig.get("/v1/nowhere");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.text()).isEqualTo("{\"error\":\"unavailable\"}");
        }
    }

    @Test
    void longAnswersAreCompressed() throws Exception {
        try (NginxRig rig = start()) {
            Message small = rig.get("/v1/orders/1", "Accept-Encoding: gzip", "Do: size=1000");
            assertThat(small.has("Content-Encoding")).isFalse();
            Message large = rig.get("/v1/orders/2", "Accept-Encoding: gzip", "Do: size=5000");
            assertThat(large.field("Content-Encoding")).contains("gzip");
            assertThat(large.field("Vary")).contains("Accept-Encoding");
            assertThat(large.body().length).isLessThan(2000);
            try (GZIPInputStream content = new GZIPInputStream(new ByteArrayInputStream(large.body()))) {
                assertThat(new String(content.readAllBytes(), StandardCharsets.US_ASCII))
                        .isEqualTo(NginxCorpus.filler(5000));
            }
            assertThat(rig.get("/v1/orders/3", "Do: size=5000").has("Content-Encoding"))
                    .isFalse();
        }
    }

    @Test
    void bodiesAreLimited() throws Exception {
        try (NginxRig rig = start();
                RawClient client = rig.connect()) {
            client.send("POST /v1/orders HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: 65537\r\n\r\n");
            assertThat(client.read("POST").status()).isEqualTo(413);
            assertThat(services.count()).isZero();
        }
    }

    @Test
    void eachRequestIsALineOfJson() throws Exception {
        try (NginxRig rig = start()) {
            rig.get("/up");
            rig.get("/v1/orders?a=b", "User-Agent: the \"agent\"", "X-Request-ID: t-1");
            rig.get("/v1/nowhere");
            Path log = folder.resolve("access.log");
            TestGateway.await(
                    "two lines", Duration.ofSeconds(10), () -> lines(log).size() >= 2);
            assertThat(lines(log)).hasSize(2);
            assertThat(lines(log).getFirst())
                    .matches(
                            "\\{\"at\":\"\\d{4}-\\d\\d-\\d\\dT[^\"]+\",\"client\":\"127\\.0\\.0\\.1\",\"method\":\"GET\","
                                    + "\"target\":\"/v1/orders\\?a=b\",\"status\":\"200\",\"bytes\":\"\\d+\","
                                    + "\"seconds\":\"\\d+\\.\\d{3}\",\"service_seconds\":\"\\d+\\.\\d{3}\","
                                    + "\"service\":\"[^\"]+\",\"agent\":\"the \\\\\"agent\\\\\"\",\"id\":\"t-1\"\\}");
            assertThat(lines(log).get(1)).contains("\"status\":\"503\"");
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }
}
