package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What foreign configurations need of the router, through listeners: how a request came in, ranks, and joined paths. */
class PrecedenceTest {

    @TempDir
    Path folder;

    private static String respond(String name, String match) {
        return "name: " + name + ", " + match + ", to: { respond: { status: 200, body: \"" + name + "\" } }";
    }

    private static String asked(InetSocketAddress address, String host, String path) throws IOException {
        try (RawClient client = RawClient.connect(address)) {
            return client.send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                    .read()
                    .text();
        }
    }

    private static String asked(Pki pki, InetSocketAddress address, String name, String host, String path)
            throws Exception {
        try (SSLSocket socket = Pki.connect(pki.context(), address, name);
                RawClient client = RawClient.over(socket)) {
            return client.send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                    .read()
                    .text();
        }
    }

    @Test
    void listenerSchemeServerNameAndPortDecide() throws Exception {
        Pki pki = new Pki(folder);
        String files = pki.files("a", pki.issue("a", "a.test", "b.test", "c.test"));
        String listeners = "listeners:\n  - { name: inner, address: \"127.0.0.1:0\" }\n"
                + "  - { name: outer, address: \"127.0.0.1:0\" }\n"
                + "  - { name: secure, address: \"127.0.0.1:0\", tls: { certificates: [ { " + files + " } ] } }\n";
        try (TestGateway gateway = TestGateway.start(listeners
                + Yaml.routes(
                        respond("other", "match: { path: /* }"),
                        respond("inner", "match: { path: /*, listener: inner }"),
                        respond("https", "match: { path: /*, scheme: https }"),
                        respond("named", "match: { path: /*, sni: [ \"b.*\", \"~^c[.]\" ], scheme: https }"),
                        respond("port", "match: { host: \"x.test:8000\" }"),
                        respond("secret", "rank: 9, match: { internal: true }")))) {
            List<InetSocketAddress> at = gateway.gateway().addresses();
            assertThat(asked(at.get(0), "x", "/")).isEqualTo("inner");
            assertThat(asked(at.get(1), "x", "/")).isEqualTo("other");
            assertThat(asked(at.get(1), "x.test:8000", "/")).isEqualTo("port");
            assertThat(asked(at.get(1), "x.test:8001", "/")).isEqualTo("other");
            assertThat(asked(pki, at.get(2), "a.test", "b.test", "/")).isEqualTo("https");
            assertThat(asked(pki, at.get(2), "b.test", "a.test", "/")).isEqualTo("named");
            assertThat(asked(pki, at.get(2), "C.test", "a.test", "/")).isEqualTo("named");
        }
    }

    /** The order of nginx's locations: exact, ^~ prefixes, expressions in order, then the longest prefix. */
    @Test
    void ranksKeepTheOrderOfAnotherProduct() throws IOException {
        try (TestGateway gateway = TestGateway.start(Yaml.listener("")
                + Yaml.routes(
                        respond("root", "match: { path: ^/ }"),
                        respond("docs", "match: { path: ^/docs/ }"),
                        respond("images", "match: { path: ^/images/ }"),
                        respond(
                                "pictures",
                                "rank: 2, match: { path: \"~(?i)\\\\.(gif|jpg)$\", within: { /images/: false } }"),
                        respond("jpg", "rank: 1, match: { path: \"~\\\\.jpg$\", within: { /images/: false } }"),
                        respond("home", "rank: 3, match: { path: / }")))) {
            assertThat(gateway.get("/").text()).isEqualTo("home");
            assertThat(gateway.get("/index.html").text()).isEqualTo("root");
            assertThat(gateway.get("/docs/a").text()).isEqualTo("docs");
            assertThat(gateway.get("/images/1.gif").text()).isEqualTo("images");
            assertThat(gateway.get("/docs/1.JPG").text()).isEqualTo("pictures");
            assertThat(gateway.get("/docs/1.jpg").text()).isEqualTo("pictures");
        }
    }

    private static String forwarded(String match, String rewrite, String asked) throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = TestGateway.start(Yaml.listener("")
                        + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                        + Yaml.routes(
                                "name: r, match: { " + match + " }, rewrite: { " + rewrite + " }, to: service"))) {
            int status = gateway.get(asked).status();
            return status == 200 ? upstream.only().target() : Integer.toString(status);
        }
    }

    /** The tables of Kong's documentation of path_handling, whose service has the path of the first column. */
    @ParameterizedTest
    @CsvSource({
        "/s, /fv0, false, slash, /fv0req, /s/fv0req",
        "/s, /fv0, false, slash, /fv0/req, /s/fv0/req",
        "/s, /fv1, false, text, /fv1req, /sfv1req",
        "/s, /fv1, false, text, /fv1/req, /sfv1/req",
        "/s, /tv0, true, slash, /tv0req, /s/req",
        "/s, /tv0, true, slash, /tv0/req, /s/req",
        "/s, /tv0, true, slash, /tv0, /s",
        "/s, /tv0, true, slash, /tv0/, /s/",
        "/s, /tv1, true, text, /tv1req, /sreq",
        "/s, /tv1, true, text, /tv1/req, /s/req",
        "/s, /tv0/, true, slash, /tv0/req, /s/req",
        "/s, /tv0/, true, slash, /tv0/, /s/",
        "/s, /tv1/, true, text, /tv1/req, /sreq",
        "/s/, /fv0, false, slash, /fv0req, /s/fv0req",
        "/s/, /fv1, false, text, /fv1/req, /s/fv1/req",
        "/s/, /tv0, true, slash, /tv0req, /s/req",
        "/s/, /tv0, true, slash, /tv0, /s",
        "/s/, /tv1, true, text, /tv1req, /s/req",
        "/s/, /tv1, true, text, /tv1/req, /s/req",
        "/s/, /tv1, true, text, /tv1, /s/",
        "/, /tv0, true, slash, /tv0, /",
        "/, /tv0, true, slash, /tv0req, /req",
        "/s, /, true, slash, /, /s",
        "/s, /, false, slash, /, /s",
        "/s, /, true, slash, /req, /s/req",
    })
    void basesAreJoinedAsKongJoinsThem(
            String base, String start, boolean strip, String join, String asked, String expected) throws IOException {
        String rewrite = "base: " + base + ", stripMatched: " + strip + ", join: " + join;
        assertThat(forwarded("path: ^" + start, rewrite, asked)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "^/api/, prefix: /x/, /api/a/b, /x/a/b",
        "^/api/, prefix: /x/, /api/, /x/",
        "^/api, prefix: /x, /apis/1, /xs/1",
        "^/api/, prefix: /x, /api/a, /xa",
        "^/api, stripMatched: true, /apis/1, /s/1",
        "^/api, stripMatched: true, /api, /",
        "^/api, prefix: /x/, /api../secret, 400",
        "^/api, 'stripMatched: true, base: /s', /api../secret, 400",
        "~^/v[0-9]+, prefix: /x, /v12/a, /x/a",
        "~^/v[0-9]+, stripMatched: true, /v12/a, /a",
        "~^/v[0-9]+/([^/]+)/(.*)$, 'path: \"/{2}/of/{1}\"', /v1/a/b/c, /b/c/of/a",
        "~^/v1(?P<rest>.*)$, 'path: \"/s/{rest}\"', /v1../x, 400",
        "'\"/t/{id}/*\"', prefix: /x/, /t/7/a, /x/a",
        "'\"/t/{id}\"', stripMatched: true, /t/7, /",
    })
    void whatWasMatchedIsReplaced(String path, String rewrite, String asked, String expected) throws IOException {
        String quoted = path.startsWith("\"") ? path : "'" + path + "'";
        assertThat(forwarded("path: " + quoted, rewrite, asked)).isEqualTo(expected);
    }

    @Test
    void groupsFillPlaceholdersAndRedirects() throws IOException {
        String headers = "policies: [ request-headers: { set: { X-Tenant: \"{path.tenant}\", X-Id: \"{path.1}\" } } ]";
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = TestGateway.start(Yaml.listener("")
                        + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                        + Yaml.routes(
                                "name: a, match: { host: '~^(?<tenant>.+)\\.a\\.test$', path:"
                                        + " '~^/users/([0-9]+)$' }, "
                                        + headers + ", to: service",
                                "name: b, match: { path: '~^/old/(.+)$' }, to: { redirect: { status: 301,"
                                        + " path: \"/new/{1}\" } }"));
                RawClient client = gateway.connect()) {
            client.send("GET /users/7 HTTP/1.1\r\nHost: Big.a.test\r\n\r\n").read();
            assertThat(upstream.only().all("X-Tenant")).containsExactly("big");
            assertThat(upstream.only().all("X-Id")).containsExactly("7");
            assertThat(client.get("/old/x/y").all("Location")).containsExactly("/new/x/y");
        }
    }
}
