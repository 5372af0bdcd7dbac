package dev.sekisho.blackbox;

import static dev.sekisho.dataplane.websocket.TestFrames.FIN;
import static dev.sekisho.dataplane.websocket.TestFrames.TEXT;
import static dev.sekisho.dataplane.websocket.TestFrames.frame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.admin.ReloadResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An authoriser is asked about each request, through a listener and by an upstream of its own. */
@Timeout(60)
class ForwardAuthPolicyTest {

    static final String PLAIN = "forward-auth: { upstream: authoriser, path: /auth }";

    /** The policy with more settings. */
    static String with(String more) {
        return "forward-auth: { upstream: authoriser, path: /auth, " + more + " }";
    }

    static String yaml(RawUpstream service, String listener, String authoriser, String policy) {
        return Yaml.listener(listener)
                + Yaml.upstreams(Yaml.upstream("service", "", service), authoriser)
                + Yaml.routes("name: all, match: { path: /* }, policies: [ " + policy + " ], to: service");
    }

    static TestGateway gateway(RawUpstream service, RawUpstream authoriser, String policy) {
        return TestGateway.start(yaml(service, "", Yaml.upstream("authoriser", "", authoriser), policy));
    }

    /** An answer with these fields and this body. */
    static String answer(String status, String body, String... fields) {
        return "HTTP/1.1 " + status + "\r\nContent-Length: " + body.length() + "\r\n"
                + String.join("", List.of(fields).stream().map(f -> f + "\r\n").toList()) + "\r\n" + body;
    }

    private static Function<Message, String> always(String answer) {
        return request -> answer;
    }

    @Test
    void asksForEachRequestAndGivesTheBackendWhatTheAuthoriserSays() throws IOException {
        Function<Message, String> script =
                always(answer("200 OK", "fine", "X-Auth-User: anna", "X-Auth-Role: a", "X-Auth-Role: b"));
        try (RawUpstream service = RawUpstream.echo();
                RawUpstream authoriser = RawUpstream.answering(script);
                TestGateway gateway = gateway(
                        service, authoriser, with("responseHeaders: [ X-Auth-User, X-Auth-Role, X-Auth-Mail ]"));
                RawClient client = gateway.connect()) {
            for (int i = 0; i < 3; i++) {
                Message answer = client.get("/a/b?c=d", "Cookie: s=1", "X-Auth-User: root", "X_Auth.Mail: evil");
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.text())
                        .startsWith("GET /a/b?c=d HTTP/1.1\r\n")
                        .contains(
                                "X-Auth-User: anna\r\n", "X-Auth-Role: a\r\n", "X-Auth-Role: b\r\n", "Cookie: s=1\r\n")
                        .doesNotContainIgnoringCase("root", "evil", "X-Original", "X-Forwarded-Uri");
            }
            assertThat(authoriser.requests()).hasSize(3);
            assertThat(authoriser.accepted()).as("connections").isEqualTo(1);
            Message asked = authoriser.requests().getFirst();
            assertThat(asked.startLine()).isEqualTo("GET /auth HTTP/1.1");
            assertThat(asked.head())
                    .contains("Cookie: s=1\r\n", "X-Forwarded-Method: GET\r\n", "X-Forwarded-Uri: /a/b?c=d\r\n")
                    .contains("X-Original-Method: GET\r\n", "X-Original-URI: /a/b?c=d\r\n")
                    .contains(
                            "X-Forwarded-For: 127.0.0.1\r\n",
                            "X-Forwarded-Proto: http\r\n",
                            "X-Forwarded-Host: test\r\n")
                    .contains("Host: 127.0.0.1:" + authoriser.port() + "\r\n")
                    .doesNotContain("root", "evil");
        }
    }

    /** The path that the authoriser judges is the one that routes and backend see. */
    @Test
    void theAuthoriserSeesTheNormalisedPathAndNobodysWordButTheGateways() throws IOException {
        try (RawUpstream service = RawUpstream.echo();
                RawUpstream authoriser = RawUpstream.answering(
                        always(answer("204 No Content", "").replace("Content-Length: 0\r\n", "")));
                TestGateway gateway = gateway(service, authoriser, PLAIN)) {
            Message answer = gateway.get(
                    "/public/../admin?x",
                    "X-Original-URI: /public",
                    "X_Original_URI: /public",
                    "X-Original-Method: HEAD",
                    "X-Forwarded-Uri: /public",
                    "X-Forwarded-Method: HEAD",
                    "X-Forwarded-For: 9.9.9.9",
                    "X-Forwarded-Host: evil",
                    "X-Forwarded-Proto: gopher",
                    "If-None-Match: \"a\"",
                    "Range: bytes=0-1",
                    "TE: trailers",
                    "X-Hop: 1",
                    "Connection: X-Hop");
            assertThat(answer.text()).startsWith("GET /admin?x HTTP/1.1\r\n").contains("If-None-Match", "Range: ");
            Message asked = authoriser.only();
            assertThat(asked.all("X-Original-URI")).containsExactly("/admin?x");
            assertThat(asked.all("X-Forwarded-Uri")).containsExactly("/admin?x");
            assertThat(asked.all("X-Original-Method")).containsExactly("GET");
            assertThat(asked.head())
                    .doesNotContain("public", "HEAD", "9.9.9.9", "evil", "gopher")
                    .doesNotContain("If-None-Match", "Range", "TE:", "X-Hop", "Connection", "Content-Length");
        }
    }

    @Test
    void anAllowListLeavesOutEverythingElse() throws IOException {
        try (RawUpstream service = RawUpstream.echo();
                RawUpstream authoriser = RawUpstream.answering(always(answer("200 OK", "")));
                TestGateway gateway = gateway(
                        service, authoriser, with("method: keep, requestHeaders: [ Authorization, X-Unheard-Of ]"));
                RawClient client = gateway.connect()) {
            client.send(RawClient.request(
                            "DELETE", "/x", "Authorization: Bearer t", "x-unheard-of: 1", "Cookie: s=1", "X-Else: 2"))
                    .read();
            Message asked = authoriser.only();
            assertThat(asked.startLine()).isEqualTo("DELETE /auth HTTP/1.1");
            assertThat(asked.fields())
                    .extracting(line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT))
                    .containsExactlyInAnyOrder(
                            "authorization",
                            "x-unheard-of",
                            "content-length",
                            "host",
                            "forwarded",
                            "x-forwarded-for",
                            "x-forwarded-host",
                            "x-forwarded-method",
                            "x-forwarded-port",
                            "x-forwarded-proto",
                            "x-forwarded-uri",
                            "x-original-method",
                            "x-original-uri",
                            "x-request-id");
            assertThat(asked.field("Content-Length")).contains("0");
        }
    }

    /** What the authoriser needs of the client must reach it, though the backend gets another in its place. */
    @Test
    void credentialsReachTheAuthoriserAndNotTheBackendWhereItGivesOthers() throws IOException {
        try (RawUpstream service = RawUpstream.echo();
                RawUpstream authoriser = RawUpstream.answering(request -> request.target()
                                        .equals("/auth")
                                && request.field("Authorization").orElse("").equals("Basic secret")
                        ? answer("200 OK", "", "Authorization: Bearer inner")
                        : answer("200 OK", ""));
                TestGateway gateway = gateway(service, authoriser, with("responseHeaders: [ Authorization ]"))) {
            assertThat(gateway.get("/", "Authorization: Basic secret").text())
                    .contains("Authorization: Bearer inner\r\n")
                    .doesNotContain("secret");
            assertThat(gateway.get("/", "Authorization: Basic other").text()).doesNotContain("Authorization");
        }
    }

    @Test
    void theAnswerNamesTheClientForWhatComesBehind() throws IOException {
        Function<Message, String> script =
                request -> switch (request.field("Cookie").orElse("")) {
                    case "s=anna" -> answer("200 OK", "", "X-Who: anna", "X-Groups: staff , tills", "X-Groups: night");
                    case "s=bert" -> answer("200 OK", "", "X-Who: bert");
                    case "s=two" -> answer("200 OK", "", "X-Who: anna", "X-Who: bert");
                    default -> answer("200 OK", "", "X-Who:");
                };
        try (RawUpstream service = RawUpstream.echo();
                RawUpstream authoriser = RawUpstream.answering(script);
                TestGateway gateway = gateway(
                        service,
                        authoriser,
                        with("principalHeader: X-Who, groupsHeader: X-Groups") + ", acl: { allow: [ tills ] }")) {
            assertThat(gateway.get("/", "Cookie: s=anna", "X-User-ID: root").text())
                    .contains("X-User-ID: anna\r\n")
                    .doesNotContain("X-Who", "root");
            assertThat(gateway.get("/", "Cookie: s=bert").status()).isEqualTo(403);
            assertThat(gateway.get("/", "Cookie: s=none").status()).isEqualTo(403);
            assertThat(gateway.get("/", "Cookie: s=two").status())
                    .as("nobody knows whom")
                    .isEqualTo(503);
            assertThat(service.requests()).hasSize(1);
        }
    }

    @Test
    void cookiesOfTheAuthoriserReachTheClientWhereWanted() throws IOException {
        Function<Message, String> script = always(answer("200 OK", "", "Set-Cookie: s=2; HttpOnly", "Set-Cookie: t=3"));
        for (boolean passes : List.of(true, false)) {
            try (RawUpstream service = RawUpstream.answering(always(answer("200 OK", "", "Set-Cookie: own=1")));
                    RawUpstream authoriser = RawUpstream.answering(script);
                    TestGateway gateway = gateway(service, authoriser, with("passCookies: " + passes));
                    RawClient client = gateway.connect()) {
                for (int i = 0; i < 2; i++) {
                    assertThat(client.get("/").all("Set-Cookie"))
                            .containsExactlyElementsOf(
                                    passes ? List.of("own=1", "s=2; HttpOnly", "t=3") : List.of("own=1"));
                }
                assertThat(service.requests().getFirst().head()).doesNotContain("Set-Cookie");
            }
        }
    }

    @Test
    void aRefusalReachesTheClientWhole() throws IOException {
        Function<Message, String> script = request -> switch (request.field("X-Original-URI")
                .orElse("")) {
            case "/401" ->
                answer("401 Who", "log in", "WWW-Authenticate: Basic realm=\"x\"", "X-Own: 1", "Keep-Alive: 9");
            case "/302" -> answer("302 Found", "", "Location: https://login.invalid/?a=b", "Set-Cookie: state=1");
            case "/403" ->
                "HTTP/1.1 403 Forbidden\r\nTransfer-Encoding: chunked\r\nX-Hop: 1\r\nConnection: X-Hop\r\n\r\n2\r\nno\r\n0\r\n\r\n";
            case "/429" -> answer("429 Too Many Requests", "", "Retry-After: 3");
            case "/500" -> answer("500 Oops", "stack trace");
            default -> answer("200 OK", "");
        };
        try (RawUpstream service = RawUpstream.echo();
                RawUpstream authoriser = RawUpstream.answering(script);
                TestGateway gateway = gateway(service, authoriser, PLAIN);
                RawClient client = gateway.connect()) {
            Message login = client.get("/401");
            assertThat(login.startLine()).startsWith("HTTP/1.1 401 ");
            assertThat(login.fields()).contains("WWW-Authenticate: Basic realm=\"x\"", "X-Own: 1", "Content-Length: 6");
            assertThat(login.has("Keep-Alive")).isFalse();
            assertThat(login.text()).isEqualTo("log in");
            Message redirect = client.get("/302");
            assertThat(redirect.status()).isEqualTo(302);
            assertThat(redirect.fields()).contains("Location: https://login.invalid/?a=b", "Set-Cookie: state=1");
            Message no = client.get("/403");
            assertThat(no.text()).isEqualTo("no");
            assertThat(no.head()).contains("Content-Length: 2\r\n").doesNotContain("chunked", "X-Hop");
            assertThat(client.get("/429").field("Retry-After")).contains("3");
            Message failed = client.get("/500");
            assertThat(failed.status()).isEqualTo(503);
            assertThat(failed.text())
                    .startsWith("{\"error\":\"service_unavailable\"")
                    .doesNotContain("stack");
            assertThat(client.get("/ok").status()).isEqualTo(200);
            assertThat(service.requests()).hasSize(1);
            assertThat(gateway.logged(line -> line.contains("\"/403\""))).contains("auth.forbidden");
            assertThat(gateway.logged(line -> line.contains("\"/500\""))).contains("auth.unavailable");
        }
    }

    @Test
    void aRefusalByStatusHasTheGatewaysOwnForm() throws IOException {
        Function<Message, String> script = request -> answer(
                request.field("X-Original-URI").orElse("").substring(1) + " Some",
                "own page",
                "WWW-Authenticate: Basic realm=\"x\"",
                "WWW-Authenticate: Bearer",
                "Location: /login",
                "X-Own: 1");
        try (RawUpstream service = RawUpstream.echo();
                RawUpstream authoriser = RawUpstream.answering(script);
                TestGateway gateway = gateway(service, authoriser, with("refusals: status"));
                RawClient client = gateway.connect()) {
            Message login = client.get("/401");
            assertThat(login.all("WWW-Authenticate")).containsExactly("Basic realm=\"x\"", "Bearer");
            assertThat(login.text()).startsWith("{\"error\":\"unauthorized\"");
            assertThat(login.has("X-Own")).isFalse();
            Message no = client.get("/403");
            assertThat(no.text()).startsWith("{\"error\":\"forbidden\"");
            assertThat(no.has("WWW-Authenticate")).isFalse();
            for (String odd : List.of("/302", "/400", "/404", "/500", "/502")) {
                Message answer = client.get(odd);
                assertThat(answer.status()).as(odd).isEqualTo(500);
                assertThat(answer.has("Location")).isFalse();
            }
            assertThat(client.get("/201").status()).isEqualTo(200);
        }
    }

    /** The body waits with the client until the authoriser has answered, beyond what kernels hold, and arrives whole. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLargeBodyWaitsForASlowAuthoriser(boolean counted) throws Exception {
        int size = 48 << 20;
        AtomicInteger sent = new AtomicInteger();
        AtomicInteger early = new AtomicInteger();
        Function<Message, String> slow = request -> {
            TestGateway.pause(300);
            early.set(sent.get());
            return answer("200 OK", "");
        };
        try (RawUpstream service = RawUpstream.answering(request -> RawUpstream.ok("got " + request.body().length));
                RawUpstream authoriser = RawUpstream.answering(slow);
                TestGateway gateway = TestGateway.start(
                        yaml(service, "limits: { body: 64MiB }", Yaml.upstream("authoriser", "", authoriser), PLAIN));
                RawClient client = gateway.connect()) {
            String framing = counted ? "Content-Length: " + size : "Transfer-Encoding: chunked";
            client.send(RawClient.request("POST", "/", framing));
            client.send(counted ? "" : Integer.toHexString(size) + "\r\n");
            byte[] piece = new byte[64 << 10];
            while (sent.get() < size) {
                client.send(piece);
                sent.addAndGet(piece.length);
            }
            client.send(counted ? "" : "\r\n0\r\n\r\n");
            assertThat(client.read().text()).isEqualTo("got " + size);
            assertThat(early.get()).as("bytes taken before the answer").isLessThan(24 << 20);
            Message asked = authoriser.only();
            assertThat(asked.body()).isEmpty();
            assertThat(asked.head()).startsWith("GET ").doesNotContain("Transfer-Encoding", "Content-Length");
            assertThat(asked.field("X-Forwarded-Method")).contains("POST");
            assertThat(client.get("/next").status()).isEqualTo(200);
        }
    }

    @Test
    void aWebSocketOpensOnceItIsAllowed() throws IOException {
        Function<Message, String> script = request ->
                request.head().contains("s=1") ? answer("200 OK", "", "X-Auth-User: anna") : answer("403 No", "");
        try (RawUpstream service = RawUpstream.start(WebSockets.echo());
                RawUpstream authoriser = RawUpstream.answering(script);
                TestGateway gateway = gateway(service, authoriser, PLAIN)) {
            try (RawClient refused = gateway.connect()) {
                assertThat(refused.send(WebSockets.upgrade()).read().status()).isEqualTo(403);
            }
            try (RawClient client = WebSockets.open(gateway, "Cookie: s=1")) {
                client.send(frame(FIN | TEXT, "hello".getBytes(StandardCharsets.UTF_8), true));
                assertThat(new String(WebSockets.read(client).payload(), StandardCharsets.UTF_8))
                        .isEqualTo("hello");
            }
            assertThat(authoriser.requests())
                    .allSatisfy(asked -> assertThat(asked.head())
                            .startsWith("GET /auth HTTP/1.1\r\n")
                            .doesNotContainIgnoringCase("\r\nUpgrade:", "\r\nConnection:"));
        }
    }

    @Test
    void bothSidesMaySpeakHttp2() throws IOException {
        try (RawUpstream service = RawUpstream.echo();
                Http2Service authoriser = Http2Service.start(call -> {
                    if (call.header("x-original-uri").equals("/no")) {
                        call.answer(403, "not you", "x-why", "no");
                    } else {
                        call.answer(200, "fine", "x-auth-user", "anna");
                    }
                });
                TestGateway gateway = TestGateway.start(yaml(
                        service,
                        Http2PassingTest.H2C,
                        Yaml.upstream("authoriser", "protocol: http2", authoriser.port()),
                        with("method: POST, responseHeaders: [ X-Auth-User ]")));
                Http2Client client = Http2Client.connect(gateway.address())) {
            client.headers(1, false, Http2Client.request("POST", "/a", "x-auth-user", "root"));
            client.data(1, true, "body".getBytes(StandardCharsets.UTF_8));
            assertThat(client.await(1).text())
                    .contains("X-Auth-User: anna\r\n")
                    .endsWith("body")
                    .doesNotContain("root");
            Http2Client.Answer refused = client.get(3, "/no");
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.text()).isEqualTo("not you");
            assertThat(authoriser.calls()).hasSize(2).allSatisfy(call -> {
                assertThat(call.header(":method")).isEqualTo("POST");
                assertThat(call.path()).isEqualTo("/auth");
                assertThat(call.header(":authority")).isEqualTo("127.0.0.1:" + authoriser.port());
                assertThat(call.body()).isEmpty();
            });
            assertThat(authoriser.accepted()).isEqualTo(1);
        }
    }

    /** A route that is kept over a reload must not go on asking the targets of before. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aReloadThatChangesTheAuthoriserAloneCounts(boolean everyRoute) throws IOException {
        try (RawUpstream service = RawUpstream.echo();
                RawUpstream yes = RawUpstream.answering(always(answer("200 OK", "")));
                RawUpstream no = RawUpstream.answering(always(answer("403 No", "")));
                TestGateway gateway = TestGateway.start(reloaded(service, yes, everyRoute))) {
            assertThat(gateway.get("/").status()).isEqualTo(200);
            assertThat(gateway.reload(reloaded(service, no, everyRoute)).outcome())
                    .isEqualTo(ReloadResult.Outcome.APPLIED);
            assertThat(gateway.get("/").status()).isEqualTo(403);
            ReloadResult gone =
                    gateway.reload(reloaded(service, no, everyRoute).replace("name: authoriser", "name: authorizer"));
            assertThat(gone.outcome()).isNotEqualTo(ReloadResult.Outcome.APPLIED);
            assertThat(gone.toString())
                    .contains("upstream: authoriser (expected: the name of an upstream; did you mean authorizer?)");
            assertThat(gateway.get("/").status()).isEqualTo(403);
        }
    }

    private static String reloaded(RawUpstream service, RawUpstream authoriser, boolean everyRoute) {
        String yaml = yaml(service, "", Yaml.upstream("authoriser", "", authoriser), PLAIN);
        return everyRoute ? yaml.replace("policies: [ " + PLAIN + " ], ", "") + "policies: [ " + PLAIN + " ]\n" : yaml;
    }

    /** It makes no difference whether the policy is one of several, by its name or in its place. */
    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void aReloadThatChangesTheAuthoriserCountsWithinAnyOfToo(boolean named, boolean everyRoute) throws IOException {
        try (RawUpstream service = RawUpstream.echo();
                RawUpstream yes = RawUpstream.answering(always(answer("200 OK", "")));
                RawUpstream no = RawUpstream.answering(always(answer("403 No", "")));
                TestGateway gateway = TestGateway.start(oneOfTwo(service, yes, named, everyRoute))) {
            assertThat(gateway.get("/").status()).isEqualTo(200);
            assertThat(gateway.reload(oneOfTwo(service, no, named, everyRoute)).outcome())
                    .isEqualTo(ReloadResult.Outcome.APPLIED);
            assertThat(gateway.get("/").status()).isEqualTo(403);
            assertThat(yes.requests()).hasSize(1);
        }
    }

    private static String oneOfTwo(RawUpstream service, RawUpstream authoriser, boolean named, boolean everyRoute) {
        String any = "any-of: { policies: [ basic: {}, " + (named ? "asked" : PLAIN) + " ] }";
        String yaml = yaml(service, "", Yaml.upstream("authoriser", "", authoriser), everyRoute ? "" : any);
        List<String> all = new ArrayList<>();
        if (everyRoute) {
            all.add(any);
        }
        if (named) {
            all.add("{ name: asked, " + PLAIN + " }");
        }
        return yaml + "policies: [ " + String.join(", ", all) + " ]\n";
    }

    /** An authoriser that refuses has not used a credential up, though the backend would have got another in its place. */
    @Test
    void aCredentialThatIsRefusedIsThereForTheNextAlternative() throws IOException {
        String forward = with("responseHeaders: [ Authorization ], principalHeader: X-Who");
        String policy = "any-of: { policies: [ " + forward + ", basic: { hideCredentials: true } ] }";
        String consumers = "consumers: [ { name: shop, basic: [ { username: till, password: secret } ] } ]\n";
        Function<Message, String> script =
                request -> request.field("Authorization").orElse("").equals("Bearer outer")
                        ? answer("200 OK", "", "X-Who: anna")
                        : answer("401 No", "");
        try (RawUpstream service = RawUpstream.echo();
                RawUpstream authoriser = RawUpstream.answering(script);
                TestGateway gateway = TestGateway.start(
                        consumers + yaml(service, "", Yaml.upstream("authoriser", "", authoriser), policy))) {
            Message byPair = gateway.get("/", "Authorization: Basic dGlsbDpzZWNyZXQ=");
            assertThat(byPair.status()).isEqualTo(200);
            assertThat(byPair.text()).contains("X-Consumer-ID: shop").doesNotContain("Authorization");
            Message allowed = gateway.get("/", "Authorization: Bearer outer");
            assertThat(allowed.text()).contains("X-User-ID: anna").doesNotContain("Authorization");
            assertThat(gateway.get("/", "Authorization: Basic b3RoZXI6eA==").status())
                    .isEqualTo(401);
        }
    }

    /** What only the authoriser may say the backend never takes from a client, asked or not; cookies go to the client if it was. */
    @Test
    void asOneOfSeveralAlternatives() throws IOException {
        Function<Message, String> script = always(answer("200 OK", "", "X-Auth-User: anna", "Set-Cookie: s=2"));
        String forward = with("responseHeaders: [ X-Auth-User ], principalHeader: X-Auth-User, passCookies: true");
        String policy = "any-of: { policies: [ key-auth: {}, " + forward + ", " + forward + " ] }";
        String consumers = "consumers: [ { name: shop, keys: [ { key: the-key } ] } ]\n";
        try (RawUpstream service = RawUpstream.echo();
                RawUpstream authoriser = RawUpstream.answering(script);
                TestGateway gateway = TestGateway.start(
                        consumers + yaml(service, "", Yaml.upstream("authoriser", "", authoriser), policy))) {
            Message byKey = gateway.get("/", "X-API-Key: the-key", "X-Auth-User: root");
            assertThat(byKey.text()).contains("X-Consumer-ID: shop").doesNotContain("root");
            assertThat(byKey.field("Set-Cookie")).isEmpty();
            assertThat(authoriser.requests()).isEmpty();
            Message asked = gateway.get("/", "X-Auth-User: root");
            assertThat(asked.text()).contains("X-Auth-User: anna").doesNotContain("root");
            assertThat(asked.all("Set-Cookie")).containsExactly("s=2");
            assertThat(authoriser.requests()).hasSize(1);
        }
    }
}
