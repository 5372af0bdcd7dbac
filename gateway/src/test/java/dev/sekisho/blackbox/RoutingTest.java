package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which route serves a request, what it makes of path and Host, and the answers of the gateway's own. */
class RoutingTest {

    private static TestGateway with(RawUpstream upstream, String... routes) {
        return TestGateway.start(
                Yaml.listener("") + Yaml.upstreams(Yaml.upstream("service", "", upstream)) + Yaml.routes(routes));
    }

    @ParameterizedTest
    @CsvSource({
        "/strip/a?q=1, /a?q=1, /strip",
        "/strip, /, /strip",
        "/old/a/b, /new/a/b, ",
        "/users/42/orders/7, /o/7/of/42, ",
        "/v1/things/9?x, /things/9/v1?x, ",
        "/kept/%7euser/./x, /kept/~user/x, ",
        "/kept//a/../b, /kept/b, ",
        "/kept/a;x=1/b, /kept/a;x=1/b, ",
        "/kept/%23%3f%252e, /kept/%23%3F%252e, ",
        "/kept/%e3%81%82, /kept/%E3%81%82, ",
        "/separators/a%2fb..c/..d, /separators/a%2Fb..c/..d, ",
    })
    void pathsAreRewritten(String asked, String forwarded, String prefix) throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = with(
                        upstream,
                        "name: strip, match: { path: /strip/* }, rewrite: { stripPrefix: /strip }, to: service",
                        "name: prefix, match: { path: /old/* }, rewrite: { prefix: /new }, to: service",
                        "name: template, match: { path: \"/users/{user}/orders/{order}\" },"
                                + " rewrite: { path: \"/o/{order}/of/{user}\" }, to: service",
                        "name: regex, match: { path: /v1/* },"
                                + " rewrite: { regex: { pattern: \"^/v1/(.*)$\", replacement: \"/$1/v1\" } }, to: service",
                        "name: kept, match: { path: /kept/* }, to: service",
                        "name: separators, match: { path: /separators/*, encodedSeparators: true }, to: service")) {
            assertThat(gateway.get(asked).status()).isEqualTo(200);
            assertThat(upstream.only().target()).isEqualTo(forwarded);
            assertThat(upstream.only().all("X-Forwarded-Prefix"))
                    .isEqualTo(prefix == null ? List.of() : List.of(prefix));
        }
    }

    @ParameterizedTest
    @CsvSource({"keep, test", "target, 127.0.0.1:PORT", "inner.example, inner.example"})
    void hostIsRewritten(String rewrite, String host) throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway =
                        with(upstream, "name: all, rewrite: { host: \"" + rewrite + "\" }, to: service")) {
            assertThat(gateway.get("/").status()).isEqualTo(200);
            assertThat(upstream.only().all("Host"))
                    .containsExactly(host.replace("PORT", Integer.toString(upstream.port())));
            assertThat(upstream.only().all("X-Forwarded-Host")).containsExactly("test");
        }
    }

    @Test
    void rewriteToAPathThatIsNotAllowedIsRefused() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = with(
                        upstream,
                        "name: up, match: { path: /up/* },"
                                + " rewrite: { regex: { pattern: \"^/up/\", replacement: \"/../\" } }, to: service",
                        "name: hidden, match: { path: /hidden/* },"
                                + " rewrite: { regex: { pattern: \"^/hidden/X\", replacement: \"/.\" } }, to: service",
                        "name: relative, match: { path: /relative/* },"
                                + " rewrite: { regex: { pattern: \"^/relative/\", replacement: \"\" } }, to: service",
                        "name: query, match: { path: /query/* },"
                                + " rewrite: { regex: { pattern: \"^/query/\", replacement: \"/?\" } }, to: service")) {
            for (String path : List.of("/up/secret", "/hidden/X./secret", "/relative/a", "/query/a")) {
                assertThat(gateway.get(path).status()).as(path).isEqualTo(400);
            }
            assertThat(upstream.requests()).isEmpty();
        }
    }

    @Test
    void redirectsLeadElsewhere() throws IOException {
        String listener = Yaml.listener("");
        try (TestGateway gateway = TestGateway.start(
                listener
                        + Yaml.routes(
                                "name: moved, match: { path: \"/users/{id}\" },"
                                        + " to: { redirect: { status: 301, path: \"/people/{id}\" } }",
                                "name: away, match: { path: /away/* },"
                                        + " to: { redirect: { status: 308, scheme: https, host: other.example, keepQuery: false } }"))) {
            Message moved = gateway.get("/users/7?a=b");
            assertThat(moved.status()).isEqualTo(301);
            assertThat(moved.all("Location")).containsExactly("/people/7?a=b");
            Message away = gateway.get("/away/x?a=b");
            assertThat(away.status()).isEqualTo(308);
            assertThat(away.all("Location")).containsExactly("https://other.example/away/x");
        }
    }

    @Test
    void redirectNeverLeavesByThePathAlone() throws IOException {
        try (TestGateway gateway =
                TestGateway.start(Yaml.listener("") + Yaml.routes("name: all, to: { redirect: { status: 302 } }"))) {
            assertThat(gateway.get("//evil.example/x").all("Location")).containsExactly("/evil.example/x");
            assertThat(gateway.get("/%0d%0aSet-Cookie:%20x").status()).isEqualTo(400);
        }
    }

    @Test
    void fixedResponsesAreGiven() throws IOException {
        try (TestGateway gateway = TestGateway.start(
                        Yaml.listener("")
                                + Yaml.routes(
                                        "name: closed, to: { respond: { status: 503,"
                                                + " headers: { Retry-After: \"60\", Content-Type: text/plain }, body: \"closed\" } }"));
                RawClient client = gateway.connect()) {
            Message answer = client.get("/");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.all("Retry-After")).containsExactly("60");
            assertThat(answer.text()).isEqualTo("closed");
            Message head = client.send(RawClient.request("HEAD", "/")).read("HEAD");
            assertThat(head.all("Content-Length")).containsExactly("6");
            assertThat(client.post("/", "a body that nobody reads").text()).isEqualTo("closed");
            assertThat(client.get("/").text()).isEqualTo("closed");
        }
    }

    @Test
    void splitSpreadsExactlyAndEvenly() throws IOException {
        try (RawUpstream first = RawUpstream.answering(r -> RawUpstream.ok("1"));
                RawUpstream second = RawUpstream.answering(r -> RawUpstream.ok("2"));
                TestGateway gateway = TestGateway.start(Yaml.listener("")
                        + Yaml.upstreams(Yaml.upstream("one", "", first), Yaml.upstream("two", "", second))
                        + Yaml.routes("name: all, to: { split: [ { upstream: one, weight: 3 },"
                                + " { upstream: two, weight: 1 } ] }"));
                RawClient client = gateway.connect()) {
            List<String> answers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                answers.add(client.get("/").text());
            }
            assertThat(String.join("", answers)).isEqualTo("11211121"); // smooth weights
        }
    }

    @Test
    void targetsTakeTurnsByWeight() throws IOException {
        try (RawUpstream first = RawUpstream.answering(r -> RawUpstream.ok("1"));
                RawUpstream second = RawUpstream.answering(r -> RawUpstream.ok("2"));
                TestGateway gateway = TestGateway.start(Yaml.listener("")
                        + "upstreams: [ { name: service, targets: [ { address: \"127.0.0.1:" + first.port()
                        + "\", weight: 2 }, { address: \"127.0.0.1:" + second.port() + "\" } ] } ]\n"
                        + Yaml.ALL);
                RawClient client = gateway.connect()) {
            StringBuilder answers = new StringBuilder();
            for (int i = 0; i < 6; i++) {
                answers.append(client.get("/").text());
            }
            assertThat(answers.toString()).isEqualTo("121121");
        }
    }

    @Test
    void errorsAreJsonWithTheRequestId() throws IOException {
        try (TestGateway gateway = TestGateway.start(Yaml.listener("")
                + Yaml.routes("name: one, match: { path: /one }, to: { respond: { status: 200 } }"))) {
            Message answer = gateway.get("/none", "X-Request-ID: abc");
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.all("Content-Type")).containsExactly("application/json");
            assertThat(answer.text())
                    .isEqualTo("{\"error\":\"not_found\",\"message\":\"No route matches this request.\","
                            + "\"requestId\":\"abc\"}\n");
            assertThat(gateway.logged(line -> line.contains("abc"))).contains("\"reason\":\"route.none\"");
        }
    }

    @Test
    void errorPagesReplaceTheGatewaysOwn() throws IOException {
        try (RawUpstream gone = RawUpstream.echo()) {
            gone.close();
            try (TestGateway gateway = with(
                    gone,
                    "name: all, to: service, errors: { 502: { status: 500, headers: { X-Page: \"yes\" },"
                            + " contentType: text/html, body: \"<p>{error}: {message} ({requestId})</p>\" } }")) {
                Message answer = gateway.get("/", "X-Request-ID: abc");
                assertThat(answer.status()).isEqualTo(500);
                assertThat(answer.all("X-Page")).containsExactly("yes");
                assertThat(answer.all("Content-Type")).containsExactly("text/html");
                assertThat(answer.text()).startsWith("<p>bad_gateway: ").endsWith(" (abc)</p>");
            }
        }
    }
}
