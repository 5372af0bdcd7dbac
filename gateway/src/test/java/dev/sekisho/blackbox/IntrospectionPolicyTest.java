package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policy.jwt.SignedTokens;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Opaque tokens through a listener, with a server that knows them, refuses, and fails. */
class IntrospectionPolicyTest {

    private static final String SECRET = "s3cret-of-the-gateway";

    private AuthorizationServer server;
    private RawUpstream service;

    @BeforeEach
    void begin() throws IOException {
        server = new AuthorizationServer();
        service = RawUpstream.echo();
        server.issue("good", ",\"scope\":\"orders\",\"roles\":[\"a\",\"b\"]");
    }

    @AfterEach
    void end() throws IOException {
        server.close();
        service.close();
    }

    private String yaml(String url, String more) {
        return Yaml.listener("") + Yaml.upstreams(Yaml.upstream("service", "", service))
                + "routes: [ { name: all, match: { path: /* }, policies: [ { introspection: { endpoint: \"" + url
                + "\", client: { id: gw, secret: \"" + SECRET + "\" }" + (more.isEmpty() ? "" : ", " + more)
                + " } } ], to: service } ]\n";
    }

    private TestGateway start(String more) {
        return TestGateway.start(yaml(server.url("/introspect"), more));
    }

    private static String bearer(String token) {
        return "Authorization: Bearer " + token;
    }

    private static int status(TestGateway gateway, String token) throws IOException {
        return gateway.get("/", bearer(token)).status();
    }

    private static void assertRefused(TestGateway gateway, Message answer, int status, String error, String reason) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text()).startsWith("{\"error\":\"" + error + "\"");
        String id = answer.field("X-Request-ID").orElseThrow();
        assertThat(gateway.logged(line -> line.contains(id))).contains("\"reason\":\"" + reason + "\"");
    }

    @Test
    void theBackendLearnsWhoItIsAndNotTheToken() throws IOException {
        try (TestGateway gateway = start("tokenTypeHint: access_token")) {
            Message answer = gateway.get("/", bearer("good"), "X-User-ID: admin", "X_User_Roles: admin");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(service.only().all("X-User-ID")).containsExactly("u1");
            assertThat(service.only().all("X-User-Roles")).containsExactly("a,b");
            assertThat(service.only().head()).doesNotContain("admin", "good", SECRET);
            assertThat(server.requests().getFirst().authorization())
                    .isEqualTo("Basic Z3c6czNjcmV0LW9mLXRoZS1nYXRld2F5"); // RFC 7617, by hand
            assertThat(server.requests().getFirst().form()).hasSize(2).containsEntry("token_type_hint", "access_token");
            assertThat(status(gateway, "good")).isEqualTo(200);
            assertThat(server.requests()).as("known for five minutes").hasSize(1);
        }
    }

    @Test
    void refusalsHaveTheirBodiesChallengesAndReasons() throws IOException {
        server.issue("old", ",\"exp\":1000000000");
        server.issue("weak", ",\"scope\":\"other\"");
        try (TestGateway gateway = start("scopes: [orders]")) {
            Message missing = gateway.get("/");
            assertRefused(gateway, missing, 401, "unauthorized", "auth.missing");
            assertThat(missing.field("WWW-Authenticate")).contains("Bearer realm=\"api\"");
            Message bad = gateway.get("/", bearer("bad"));
            assertRefused(gateway, bad, 401, "invalid_token", "auth.invalid");
            assertThat(bad.field("WWW-Authenticate").orElse("")).contains("error=\"invalid_token\"");
            Message old = gateway.get("/", bearer("old"));
            assertRefused(gateway, old, 401, "token_expired", "auth.expired");
            assertThat(old.text()).contains("\"expiredAt\":\"2001-09-09T01:46:40Z\"");
            Message weak = gateway.get("/", bearer("weak"));
            assertRefused(gateway, weak, 403, "insufficient_scope", "auth.scope");
            assertThat(weak.text()).contains("\"requiredScopes\":[\"orders\"],\"currentScopes\":[\"other\"]");
            assertThat(service.requests()).isEmpty();
            assertThat(status(gateway, "good")).isEqualTo(200);
        }
    }

    @Test
    void theTokenOfAQueryIsInNoLogAndNoRequest() throws IOException {
        server.issue("a+token/of=a query".replace(" ", "-"), "");
        try (TestGateway gateway = start("from: [ { query: t } ]")) {
            assertThat(gateway.get("/marked?a=1&t=a%2Btoken%2Fof%3Da-query").status())
                    .isEqualTo(200);
            assertThat(service.only().target()).isEqualTo("/marked?a=1");
            assertThat(gateway.logged(line -> line.contains("/marked"))).doesNotContain("of%3Da");
        }
    }

    @Test
    void aSignedTokenMayBeAskedAboutTooAndBothMustPass() throws IOException {
        try (TokenIssuer issuer = new TokenIssuer();
                TestGateway gateway = TestGateway.start(yaml(server.url("/introspect"), "")
                        .replace(
                                "policies: [",
                                "policies: [ { jwt: { forwardOriginalToken: true, issuers: [ { issuer: \""
                                        + issuer.name() + "\" } ] } },"))) {
            String token = issuer.token(SignedTokens.RSA, 60, ",\"email\":\"of-jwt\"");
            assertThat(status(gateway, token)).as("withdrawn, says the server").isEqualTo(401);
            assertThat(status(gateway, "good")).as("no signed token").isEqualTo(401);
            String second = issuer.token(SignedTokens.RSA, 61, ",\"email\":\"of-jwt\"");
            server.issue(second, ",\"email\":\"of-introspection\"");
            assertThat(status(gateway, second)).isEqualTo(200);
            assertThat(service.only().all("X-User-Email"))
                    .as("the first says who it is")
                    .containsExactly("of-jwt");
            assertThat(service.only().head()).doesNotContain(second);
        }
    }

    @Test
    void theIssuersMetadataTellsWhereToAsk() throws IOException {
        String yaml = yaml("x", "").replace("endpoint: \"x\"", "issuer: \"" + server.url("") + "\"");
        try (TestGateway gateway = TestGateway.start(yaml)) {
            assertThat(status(gateway, "good")).isEqualTo(200);
            assertThat(status(gateway, "bad")).isEqualTo(401);
        }
    }

    @Test
    void reloadsKeepWhatIsKnownAndOtherCredentialsDoNot() throws IOException {
        try (TestGateway gateway = start("")) {
            assertThat(status(gateway, "good")).isEqualTo(200);
            for (int i = 1; i <= 3; i++) {
                gateway.reload(yaml(server.url("/introspect"), "scopes: [s" + i + "]"));
                assertThat(status(gateway, "good")).isEqualTo(403);
            }
            assertThat(server.requests()).hasSize(1);
            gateway.reload(yaml(server.url("/introspect"), "").replace(SECRET, "another"));
            assertThat(status(gateway, "good")).isEqualTo(200);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void oneTokenOfManyRequestsIsAskedAboutOnceAndWhoLeavesDisturbsNobody() throws Exception {
        server.hold();
        try (TestGateway gateway = start("timeout: 1m")) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                clients.add(gateway.connect().send(RawClient.request("GET", "/", bearer("good"))));
            }
            try (RawClient gone = gateway.connect()) {
                gone.send(RawClient.request("GET", "/first") + RawClient.request("GET", "/gone", bearer("good")));
                assertThat(gone.read().status()).isEqualTo(401); // its answer shows that the gateway reads
                TestGateway.await("a request", () -> !server.requests().isEmpty());
                gone.reset();
            }
            assertThat(gateway.logged(line -> line.contains("/gone"))).contains("\"reason\":\"client.closed\"");
            server.release();
            for (RawClient client : clients) {
                assertThat(client.read().status()).isEqualTo(200);
                client.close();
            }
            assertThat(server.requests()).hasSize(1);
            assertThat(service.requests())
                    .hasSize(200)
                    .noneMatch(r -> r.target().equals("/gone"));
        }
    }

    @Test
    void aThousandBadTokensAreAskedAboutInBoundedNumberAndTheGoodOneStaysKnown() throws Exception {
        try (TestGateway gateway = start("maxConcurrent: 8, cacheSize: 50")) {
            assertThat(status(gateway, "good")).isEqualTo(200);
            server.hold();
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                StringBuilder requests = new StringBuilder();
                for (int k = 0; k < 20; k++) {
                    requests.append(RawClient.request("GET", "/", bearer("bad-" + i + "-" + k)));
                }
                clients.add(gateway.connect().send(requests.toString()));
            }
            TestGateway.await("requests", () -> server.requests().size() == 1 + 8);
            assertThat(status(gateway, "good")).as("while strangers wait").isEqualTo(200);
            server.release();
            Set<Integer> seen = clients.stream()
                    .flatMap(client -> java.util.stream.IntStream.range(0, 20).mapToObj(k -> read(client)))
                    .collect(Collectors.toSet());
            assertThat(seen).contains(401).isSubsetOf(401, 503);
            assertThat(server.most()).isLessThanOrEqualTo(8);
            assertThat(status(gateway, "good")).isEqualTo(200);
            assertThat(server.requests().stream()
                            .filter(request -> request.form().containsValue("good")))
                    .hasSize(1);
            assertThat(service.requests()).hasSize(3);
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    private static int read(RawClient client) {
        try {
            return client.read().status();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatIsKnownPassesInAnOutageAndTheRestIs503UntilItEnds() throws IOException {
        try (TestGateway gateway = start("")) {
            assertThat(status(gateway, "good")).isEqualTo(200);
            server.issue("new", "");
            server.answerWith(500);
            Message refused = gateway.get("/", bearer("new"));
            assertRefused(gateway, refused, 503, "service_unavailable", "auth.unavailable");
            for (int i = 0; i < 100; i++) {
                assertThat(status(gateway, "t" + i)).isEqualTo(503);
                assertThat(status(gateway, "good")).isEqualTo(200);
            }
            assertThat(server.requests().size())
                    .as("it is not asked by every request")
                    .isLessThan(20);
            server.answerWith(200);
            TestGateway.await("the end of the outage", java.time.Duration.ofSeconds(20), () -> {
                try {
                    return status(gateway, "new") == 200;
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
    }

    @Test
    void aServerThatRefusesTheGatewayIsNoVerdictOnTheToken() throws IOException {
        try (TestGateway gateway = start("")) {
            for (int code : new int[] {401, 403}) {
                server.answerWith(code);
                Message refused = gateway.get("/", bearer("good"));
                assertRefused(gateway, refused, 503, "service_unavailable", "auth.unavailable");
                assertThat(refused.field("WWW-Authenticate")).isEmpty();
            }
        }
    }

    @Test
    void aSlowServerIs503AtItsTimeout() throws IOException {
        server.hold();
        try (TestGateway gateway = start("timeout: 300ms")) {
            long start = System.nanoTime();
            Message refused = gateway.get("/", bearer("good"));
            assertRefused(gateway, refused, 503, "service_unavailable", "auth.unavailable");
            assertThat(System.nanoTime() - start).isBetween(300_000_000L, 5_000_000_000L);
        }
    }

    /** Down, silent, cut, endless, too large, too deep, and no HTTP at all. */
    @Test
    void whateverElseAServerDoesIs503() throws IOException {
        String deep = "{\"active\":true,\"a\":" + "[".repeat(7_000) + "]".repeat(7_000) + "}"; // within maxAnswer
        String large = "{\"active\":true,\"a\":\"" + "x".repeat(20_000) + "\"}";
        List<RawUpstream.Script> scripts = List.of(
                RawUpstream.Connection::reset,
                connection -> {
                    connection.request();
                    connection.reset();
                },
                connection -> connection.send("no HTTP, but {\"active\":true}\r\n\r\n"),
                RawUpstream.answers(request -> RawUpstream.ok(deep)),
                RawUpstream.answers(request -> RawUpstream.ok(large)),
                RawUpstream.answers(request -> RawUpstream.ok("{\"active\":false,\"active\":true}")),
                RawUpstream.answers(request -> RawUpstream.ok("{\"active\":\"true\"}")),
                RawUpstream.answers(request -> "HTTP/1.1 302 Found\r\nLocation: " + server.url("/introspect")
                        + "\r\nContent-Length: 0\r\n\r\n"),
                connection -> {
                    connection.request();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{\"active\":true}"); // cut
                },
                connection -> {
                    connection.request();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{\"active\":");
                    connection.awaitEnd(); // stops in the middle
                });
        for (int i = 0; i < scripts.size(); i++) {
            try (RawUpstream hostile = RawUpstream.start(scripts.get(i));
                    TestGateway gateway =
                            TestGateway.start(yaml("http://127.0.0.1:" + hostile.port() + "/", "timeout: 2s"))) {
                assertThat(status(gateway, "good")).as("script " + i).isEqualTo(503);
            }
        }
        int unused;
        try (RawUpstream down = RawUpstream.echo()) {
            unused = down.port();
        }
        try (TestGateway gateway = TestGateway.start(yaml("http://127.0.0.1:" + unused + "/", ""))) {
            assertThat(status(gateway, "good")).isEqualTo(503);
        }
        assertThat(service.requests()).isEmpty();
    }

    @Test
    void hostileFieldsAreRefusedUnasked() throws IOException {
        try (TestGateway gateway = start("")) {
            for (String field : List.of(
                    "Authorization: Bearer",
                    "Authorization: Bearer ",
                    "Authorization: Bearer\tgood",
                    "Authorization: Bearer good ,",
                    "Authorization: Bearer\u00a0good",
                    "Authorization: Bearer good\r\nAuthorization: Bearer good",
                    "Authorization: Bearer " + "A".repeat(9_000),
                    "Authorization: good",
                    "Proxy-Authorization: Bearer good")) {
                assertThat(gateway.get("/", field).status()).as(field).isEqualTo(401);
            }
            assertThat(server.requests()).isEmpty();
            assertThat(gateway.get("/", "Authorization:   BEARER    good").status())
                    .isEqualTo(200);
        }
    }
}
