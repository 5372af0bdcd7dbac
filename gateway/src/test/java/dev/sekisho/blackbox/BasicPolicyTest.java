package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.admin.ReloadResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** User names and passwords through a listener and to a service. */
class BasicPolicyTest {

    /** "secret", at the least cost. */
    private static final String LIGHT = "$2y$04$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW";

    @TempDir
    Path folder;

    private static String basic(String pair) {
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static String yaml(RawUpstream upstream, String policy) {
        return Yaml.listener("")
                + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                + Yaml.routes(
                        "name: all, match: { path: /* }, policies: [ " + policy + " ], to: service",
                        "name: open, match: { path: /open }, to: { respond: { body: open } }")
                + "consumers: [ { name: shop, groups: [ tills ], basic: [ { username: till, password: \"" + LIGHT
                + "\" }, { username: kasse, password: schlüssel } ] } ]\n";
    }

    @Test
    void consumersAreKnownByUserNameAndPassword() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = TestGateway.start(
                        yaml(upstream, "basic: { realm: shop, hideCredentials: true }, acl: { allow: [ tills ] }"))) {
            for (String pair : List.of("till:secret", "kasse:schlüssel", "till:secret")) {
                Message answer = gateway.get("/a", basic(pair));
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.text())
                        .contains("X-Consumer-ID: shop\r\n", "X-User-ID: " + pair.split(":")[0] + "\r\n")
                        .doesNotContain("Authorization");
            }
            Message missing = gateway.get("/a", "X-User-ID: till");
            assertThat(missing.status()).isEqualTo(401);
            assertThat(missing.field("WWW-Authenticate")).contains("Basic realm=\"shop\", charset=\"UTF-8\"");
            assertThat(missing.text()).startsWith("{\"error\":\"unauthorized\"");
            for (String field : List.of(
                    basic("till:wrong"),
                    basic("nobody:secret"),
                    basic("till:"),
                    "Authorization: Basic ===",
                    "Authorization: Basic")) {
                Message wrong = gateway.get("/a", field);
                assertThat(wrong.status()).as(field).isEqualTo(401);
                assertThat(wrong.text()).startsWith("{\"error\":\"invalid_credentials\"");
            }
            assertThat(upstream.requests()).hasSize(3);
            assertThat(gateway.log()).noneMatch(line -> line.contains("secret") || line.contains("Basic"));
        }
    }

    /** The file is part of the configuration: a reload that finds other text in it knows other users. */
    @Test
    void anHtpasswdFileIsReadAnewByAReload() throws IOException {
        Path file =
                Files.writeString(folder.resolve("users"), "anna:" + LIGHT + "\nold:$apr1$ab$jiiV6N7hIIuIoJbc1hxOE/\n");
        try (RawUpstream upstream = RawUpstream.echo()) {
            String yaml = yaml(upstream, "basic: { htpasswd: \"${file:" + file + "}\" }");
            try (TestGateway gateway = TestGateway.start(yaml)) {
                assertThat(gateway.get("/a", basic("anna:secret")).text()).contains("X-User-ID: anna\r\n");
                assertThat(gateway.get("/a", basic("old:secret")).status()).isEqualTo(200);
                assertThat(gateway.get("/a", basic("till:secret")).status())
                        .as("a consumer's")
                        .isEqualTo(401);
                Files.writeString(file, "berta:" + LIGHT + "\n");
                assertThat(gateway.reload(yaml).outcome()).isEqualTo(ReloadResult.Outcome.APPLIED);
                assertThat(gateway.get("/a", basic("anna:secret")).status()).isEqualTo(401);
                assertThat(gateway.get("/a", basic("berta:secret")).status()).isEqualTo(200);
                Files.writeString(file, "berta:hidden\n");
                ReloadResult refused = gateway.reload(yaml);
                assertThat(refused.outcome()).isNotEqualTo(ReloadResult.Outcome.APPLIED);
                assertThat(refused.toString()).contains("htpasswd: line 1").doesNotContain("hidden");
                assertThat(gateway.get("/a", basic("berta:secret")).status())
                        .as("the last good one serves")
                        .isEqualTo(200);
            }
        }
    }

    /** A bcrypt check of cost 11 takes some 100 ms of a processor: a loop that did it would answer nobody else meanwhile. */
    @Test
    void slowChecksHoldUpNobodyElseAndAreBounded() throws IOException {
        Path file = Files.writeString(folder.resolve("users"), "anna:" + LIGHT.replace("$04$", "$11$") + "\n");
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway =
                        TestGateway.start(yaml(upstream, "basic: { htpasswd: \"${file:" + file + "}\" }"), "nio", 1)) {
            List<RawClient> flood = new ArrayList<>();
            int places = 33 * Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
            for (int i = 0; i < places + 20; i++) {
                flood.add(gateway.connect().send(RawClient.request("GET", "/a", basic("anna:wrong" + i))));
            }
            assertThat(gateway.logged(line -> line.contains("\"status\":503")))
                    .contains("\"reason\":\"auth.unavailable\"");
            long start = System.nanoTime();
            assertThat(gateway.get("/open").text()).isEqualTo("open");
            assertThat((System.nanoTime() - start) / 1_000_000)
                    .as("milliseconds")
                    .isLessThan(1000);
            for (RawClient client : flood) {
                client.close();
            }
        }
    }
}
