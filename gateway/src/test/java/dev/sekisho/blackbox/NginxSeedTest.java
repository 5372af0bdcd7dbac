package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sekisho.dialect.Compilation;
import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.model.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The configuration that the product is built from, as it is: its faults are told, and it serves what its author describes.
 * Skipped, with the reason, where the file is not beside the repository.
 */
@Timeout(60)
class NginxSeedTest {

    private static final Path FILE = Path.of("../../shared/seed/nginx.conf");
    private static final String HOST = "api.example.com";
    private static final Pattern SERVER = Pattern.compile("server ([a-z0-9-]+):(\\d+)");

    @TempDir
    Path folder;

    private NginxServices services;
    private String text;

    @BeforeEach
    void prepare() throws IOException {
        if (!Files.exists(FILE)) {
            System.out.println("skipped: no " + FILE);
        }
        assumeTrue(Files.exists(FILE), "no " + FILE);
        services = new NginxServices();
        text = present(Files.readString(FILE));
    }

    @AfterEach
    void end() throws IOException {
        if (services != null) {
            services.close();
        }
    }

    /** Folders and files that this machine does not have are looked for in that of the test. */
    private String present(String original) throws IOException {
        Files.writeString(folder.resolve("mime.types"), "types { application/json json; text/plain txt; }\n");
        return original.replace(
                        "/etc/nginx/ssl/fullchain.pem",
                        folder.resolve("server.pem").toString())
                .replace(
                        "/etc/nginx/ssl/privkey.pem",
                        folder.resolve("server.key").toString())
                .replace("/etc/nginx/mime.types", folder.resolve("mime.types").toString())
                .replace("/var/log/nginx", folder.toString())
                .replace("/var/cache/nginx", folder.toString());
    }

    private Map<Address, Address> connectTo() {
        Map<Address, Address> all = new HashMap<>();
        Matcher server = SERVER.matcher(text);
        while (server.find()) {
            String service =
                    server.group(1).startsWith("user") ? "@A@" : server.group(1).startsWith("order") ? "@B@" : "@C@";
            all.put(
                    new Address(server.group(1), Integer.parseInt(server.group(2))),
                    Address.parse(services.fill(service)));
        }
        return all;
    }

    private NginxRig start() throws Exception {
        return NginxRig.start(text, folder, HOST, true, connectTo());
    }

    /** The line on which a text stands, from 1. */
    private int line(String wanted) {
        return (int) text.substring(0, text.indexOf(wanted)).lines().count();
    }

    private static List<Integer> lines(Compilation compilation, String code) {
        return compilation.diagnostics().stream()
                .filter(each -> each.code().equals(code))
                .map(each -> each.at().line())
                .toList();
    }

    @Test
    void itsFaultsAreToldWhereTheyAre() throws IOException {
        Compilation strict = NginxGateway.compile(folder, text, false);
        assertThat(strict.failed()).as("nginx does not start, either").isTrue();
        assertThat(lines(strict, "nginx.variable-fixed")).contains(line("set $request_id $http"));
        assertThat(lines(strict, "nginx.location-shadows")).contains(line("location ~ ^/api/"));
        assertThat(lines(strict, "nginx.error-page-unused")).contains(line("error_page 429"));
        assertThat(lines(strict, "nginx.limit-empty-key")).contains(line("limit_req_zone $http_x_api_key"));
    }

    @Test
    void itIsServedWithItsRepairsAnnounced() throws IOException {
        Files.writeString(folder.resolve("server.pem"), "");
        Files.writeString(folder.resolve("server.key"), "");
        Compilation repaired = NginxGateway.compile(folder, text, true);
        String told = repaired.diagnostics().stream().map(Diagnostic::toString).collect(Collectors.joining("\n"));
        assertThat(repaired.failed()).as(told).isFalse();
        assertThat(repaired.diagnostics().stream().map(each -> each.at().line()))
                .as(told)
                .contains(line("set $request_id $http"), line("location ~ ^/api/"));
    }

    @Test
    void itAnswersAsItsAuthorDescribes() throws Exception {
        try (NginxRig rig = start()) {
            assertThat(rig.get("/health").text()).isEqualTo("{\"status\":\"healthy\"}");
            assertThat(rig.plain("/api/v1/users?a=b").field("Location"))
                    .contains("https://" + HOST + "/api/v1/users?a=b");
            Message preflight = rig.ask("OPTIONS", "/api/v1/users", "Origin: https://app.example.com");
            assertThat(preflight.status()).isEqualTo(204);
            assertThat(preflight.field("Access-Control-Allow-Origin")).contains("https://app.example.com");
            assertThat(rig.get("/api/v1/users/1").field("X-Cache-Status")).contains("MISS");
            assertThat(rig.get("/api/v1/users/1").field("X-Cache-Status")).contains("HIT");
            assertThat(rig.get("/api/v1/orders/1").text()).contains("\"service\":\"B\"");
            Message payment = rig.get("/api/v1/payments/1");
            assertThat(payment.text()).contains("\"service\":\"C\"");
            assertThat(payment.field("X-Frame-Options")).contains("DENY");
            try (Http2Client client = rig.http2()) {
                client.headers(1, true, ":method", "GET", ":scheme", "https", ":path", "/health", ":authority", HOST);
                assertThat(client.await(1).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void theRequestIdOfTheClientReachesTheService() throws Exception {
        try (NginxRig rig = start()) {
            rig.get("/api/v1/orders", "X-Request-ID: given");
            rig.get("/api/v1/orders");
            List<NginxServices.Arrival> arrivals = services.take();
            assertThat(arrivals.get(0).request().all("X-Request-ID")).containsExactly("given");
            assertThat(arrivals.get(1).request().field("X-Request-ID").orElse(""))
                    .isNotEmpty();
        }
    }

    @Test
    void limitsAndDeadServicesHaveTheirPages() throws Exception {
        Map<Address, Address> dead = new HashMap<>(connectTo());
        dead.replaceAll(
                (named, real) -> named.host().startsWith("order") ? Address.parse(services.fill("@DEAD@")) : real);
        try (NginxRig rig = NginxRig.start(text, folder, HOST, true, dead)) {
            Message unavailable = rig.get("/api/v1/orders");
            assertThat(unavailable.status()).isEqualTo(503);
            assertThat(unavailable.text()).contains("service_unavailable");
            int refused = 0;
            for (int i = 0; i < 40; i++) {
                Message answer = rig.get("/api/v1/payments");
                if (answer.status() != 200) {
                    refused++;
                    assertThat(answer.status())
                            .as("limits answer 503 where nothing says 429")
                            .isEqualTo(503);
                    assertThat(answer.text()).contains("service_unavailable");
                }
            }
            assertThat(refused).as("10 a second, and 5 at once").isPositive();
        }
    }
}
