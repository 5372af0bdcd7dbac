package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which field tells of the client, and listeners that tell upstreams nothing of their own. */
class ForwardedFieldsTest {

    private static final String SILENT = "forwarded: { add: false, users: true }";

    private static TestGateway with(String listener, String routes, RawUpstream upstream) {
        return TestGateway.start(
                Yaml.listener(listener) + Yaml.upstreams(Yaml.upstream("service", "", upstream)) + routes);
    }

    @Test
    void fieldsOfTheClientPassAsTheyCame() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = with(SILENT, Yaml.ALL, upstream)) {
            List<String> fields = List.of(
                    "X-Forwarded-For: 6.6.6.6",
                    "X-Forwarded-Host: a",
                    "X-Forwarded-Proto: https",
                    "X-Forwarded-Ssl: on",
                    "X-Real-IP: 6.6.6.6",
                    "X-Request-ID: mine",
                    "X-User-ID: u",
                    "Forwarded: for=6.6.6.6");
            gateway.get("/", fields.toArray(String[]::new));
            Message request = upstream.only();
            for (String field : fields) {
                String name = field.substring(0, field.indexOf(':'));
                assertThat(request.all(name)).as(name).containsExactly(field.substring(name.length() + 2));
            }
            assertThat(request.has("X-Forwarded-Port")).isFalse();
            assertThat(gateway.logged(line -> line.contains("\"/\""))).contains("\"remote_addr\":\"127.0.0.1\"");
        }
    }

    @Test
    void nothingIsAdded() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = with(SILENT, Yaml.ALL, upstream)) {
            gateway.get("/", "X_Forwarded_For: 6.6.6.6", "X.User.ID: u");
            assertThat(upstream.only().fields())
                    .as("spellings that only deceive are left out as ever")
                    .noneMatch(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("x"))
                    .noneMatch(line -> line.startsWith("Forwarded"));
            assertThat(gateway.logged(line -> line.contains("\"/\"")))
                    .containsPattern("\"http_x_request_id\":\"[^\"]{8,}\"");
        }
    }

    /** Who the client is, policies alone may say. */
    @Test
    void fieldsThatNameUsersAreLeftOutUnlessTheyAreWanted() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = with("forwarded: { add: false }", Yaml.ALL, upstream)) {
            gateway.get("/", "X-User-ID: u", "X-Consumer-Username: u", "X-Forwarded-User: passes");
            assertThat(upstream.only().has("X-User-ID")).isFalse();
            assertThat(upstream.only().has("X-Consumer-Username")).isFalse();
            assertThat(upstream.only().all("X-Forwarded-User")).containsExactly("passes");
        }
    }

    /** What a client says of its scheme would else open routes that are for TLS alone. */
    @Test
    void theSchemeIsThatOfTheConnection() throws IOException {
        String routes = Yaml.routes("name: secure, match: { path: /*, scheme: https }, to: service");
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = with(SILENT, routes, upstream)) {
            assertThat(gateway.get("/", "X-Forwarded-Proto: https").status()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "header: X-Real-IP | X-Real-IP: 203.0.113.9 | 203.0.113.9",
                "header: CF-Connecting-IP, add: false | CF-Connecting-IP: 2001:db8::1 | 2001:db8::1",
                "header: CF-Connecting-IP, add: false | X-Forwarded-For: 203.0.113.9 | 127.0.0.1",
                "recursive: false | X-Forwarded-For: 203.0.113.9, 127.0.0.9 | 127.0.0.9",
                "recursive: true | X-Forwarded-For: 203.0.113.9, 127.0.0.9 | 203.0.113.9",
                "header: x-forwarded-for | X-Forwarded-For: 203.0.113.9 | 203.0.113.9",
                "add: false | X-Forwarded-For: 203.0.113.9:4711 | 203.0.113.9",
                "add: false | X-Forwarded-For: [2001:db8::7]:80 | 2001:db8::7",
                "add: false | X-Forwarded-For: evil.example.com | 127.0.0.1",
                "add: false | X-Forwarded-For: 203.0.113.9, 10.0.0.0/8 | 127.0.0.1",
                "add: false | X-Forwarded-For: 1.2.3.4.5 | 127.0.0.1",
                "add: false | X-Forwarded-For: 203.0.113.9:x | 127.0.0.1",
            })
    void aTrustedPeerTellsTheClientInTheField(String forwarded, String field, String client) throws IOException {
        String listener = "trustedProxies: [ 127.0.0.0/8 ], forwarded: { " + forwarded + " }";
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = with(listener, Yaml.ALL, upstream)) {
            gateway.get("/", field);
            assertThat(gateway.logged(line -> line.contains("\"/\""))).contains("\"remote_addr\":\"" + client);
        }
    }

    @Test
    void aStrangerTellsNothing() throws IOException {
        String listener = "trustedProxies: [ 10.0.0.0/8 ], forwarded: { header: X-Client, add: false }";
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = with(listener, Yaml.ALL, upstream)) {
            gateway.get("/", "X-Client: 203.0.113.9");
            assertThat(upstream.only().all("X-Client")).containsExactly("203.0.113.9");
            assertThat(gateway.logged(line -> line.contains("\"/\""))).contains("\"remote_addr\":\"127.0.0.1\"");
        }
    }
}
