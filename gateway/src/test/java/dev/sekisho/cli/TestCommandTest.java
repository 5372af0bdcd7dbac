package dev.sekisho.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.yaml.Golden;
import dev.sekisho.model.Address;
import dev.sekisho.server.ConfigurationSource;
import dev.sekisho.server.Gateway;
import dev.sekisho.server.GatewayOptions;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Names of targets are of no domain that there is, so a look-up or a call outside would fail a case. */
class TestCommandTest {

    private static final String GATEWAY = """
            listeners: [ { name: http, address: "127.0.0.1:8080", trustedProxies: [ 10.0.0.0/8 ] } ]
            upstreams:
              - { name: users, targets: [ { address: "users.invalid:8081" } ] }
              - { name: orders, targets: [ { address: "orders.invalid:443" } ], tls: {}, protocol: auto }
              - { name: files, targetsFile: /nowhere/targets.yaml }
              - { name: authoriser, targets: [ { address: "users.invalid:8081" } ] }
            consumers:
              - { name: shop, groups: [ staff ], keys: [ { sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 } ] }
            routes:
              - name: users
                match: { path: /users/* }
                policies: [ request-headers: { set: { X-Client: "{clientAddress}" } } ]
                rewrite: { prefix: /v2, host: target }
                to: users
              - name: orders
                match: { path: /orders/* }
                policies: [ key-auth: {}, acl: { allow: staff }, rate-limit: { limits: [ { requests: 2, per: day } ] } ]
                to: orders
              - { name: files, match: { path: /files/* }, to: files }
              - name: asked
                match: { path: /asked/* }
                policies: [ forward-auth: { upstream: authoriser, path: /auth, refusals: status } ]
                to: users
              - name: token
                match: { path: /token/* }
                policies: [ introspection: { endpoint: "http://id.invalid/introspect", client: { id: gateway, method: none } } ]
                to: users
              - { name: old, match: { path: /old }, to: { redirect: { status: 301, path: /users } } }
            """;

    @TempDir
    Path folder;

    private Path gateway() throws IOException {
        return Files.writeString(folder.resolve("gateway.yaml"), GATEWAY);
    }

    private Path cases(String text) throws IOException {
        return Files.writeString(folder.resolve("cases.yaml"), "cases:\n" + text);
    }

    private Cli.Result run(String cases, Object... more) throws IOException {
        return run(gateway(), cases(cases), more);
    }

    private static Cli.Result run(Path gateway, Path cases, Object... more) {
        Object[] words = new Object[4 + more.length];
        System.arraycopy(new Object[] {"test", gateway, "--cases", cases}, 0, words, 0, 4);
        System.arraycopy(more, 0, words, 4, more.length);
        return Cli.run(words);
    }

    @Test
    void the_example_passes() {
        Path examples = Golden.project().resolve("examples");
        Cli.Result result = run(examples.resolve("key-auth.yaml"), examples.resolve("cases.yaml"));
        assertThat(result.code()).as(result.out() + result.err()).isZero();
        assertThat(result.out().lines())
                .hasSize(8)
                .startsWith("ok   partners get their orders, and the service does not see the key")
                .endsWith("7 cases: 7 passed, 0 failed");
    }

    @Test
    void what_the_upstream_gets_is_what_the_configuration_makes_of_the_request() throws IOException {
        Cli.Result result = run("""
                  - name: rewritten
                    request: { url: "http://a.example/users/7?q=a%20b", method: PUT, body: "x=1", client: 192.0.2.7, headers: { X-A: [ b, c ] } }
                    upstreams: { users: { status: 201, headers: { X-Got: "yes", Set-Cookie: [ a=1, b=2 ] }, body: made } }
                    expect:
                      route: users
                      status: 201
                      headers: { x-got: "yes", set-cookie: "~a=1.*b=2", x-none: "!*" }
                      body: made
                      upstream:
                        name: users
                        method: PUT
                        path: /v2/7
                        query: { q: a b, p: "!*" }
                        headers: { host: "users.invalid:8081", x-client: 192.0.2.7, x-a: "b, c", x-forwarded-host: a.example }
                        body: x=1
                        bodyContains: [ x, "=1" ]
                        requests: 1
                  - name: of a proxy that is trusted
                    request: { url: /users/7, client: 10.1.2.3, headers: { X-Forwarded-For: 203.0.113.9 } }
                    expect: { upstream: { headers: { x-client: 203.0.113.9 } } }
                  - name: of a proxy that is not
                    request: { url: /users/7, client: 192.0.2.7, headers: { X-Forwarded-For: 203.0.113.9 } }
                    expect: { upstream: { headers: { x-client: 192.0.2.7 } } }
                  - name: from IPv6
                    request: { url: /users/7, client: "2001:db8::7" }
                    expect: { upstream: { headers: { x-client: "2001:db8:0:0:0:0:0:7" } } }
                  - name: targets of a file
                    request: { url: /files/1 }
                    expect: { status: 200, upstream: { name: files } }
                  - name: answered by the gateway
                    request: { url: /old }
                    expect: { status: 301, headers: { Location: "~/users$" }, upstream: { asked: false } }
                  - name: refused before a route is known
                    request: { url: /users/7, headers: { "Content-Length": x } }
                    expect: { route: none, status: 400, reason: framing.content_length }
                """);
        assertThat(result.out()).as(result.err()).endsWith("7 cases: 7 passed, 0 failed\n");
        assertThat(result.code()).isZero();
    }

    @Test
    void differences_are_told_as_expected_and_actual() throws IOException {
        Cli.Result result = run("""
                  - name: all wrong
                    request: { url: /users/7 }
                    upstreams: { users: { body: here } }
                    expect:
                      route: orders
                      status: 404
                      headers: { content-length: "5" }
                      body: there
                      bodyContains: more
                      upstream: { method: POST, path: /v1/7, headers: { x-client: "!*" }, query: { q: "*" } }
                  - name: asked, though it should not be
                    request: { url: /users/7 }
                    expect: { upstream: { asked: false } }
                  - name: another one
                    request: { url: /users/7 }
                    expect: { upstream: { name: orders } }
                  - { name: good, request: { url: /users/7 }, expect: { status: 200 } }
                """);
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out().replace(folder + "/", "")).contains("""
                FAIL all wrong (cases.yaml:2:5)
                       route: expected "orders", actual "users"
                       status: expected "404", actual "200"
                       headers.content-length: expected "5", actual "4"
                       body: expected "there", actual "here"
                       body: expected one that holds "more", actual "here"
                       upstream.method: expected "POST", actual "GET"
                       upstream.path: expected "/v1/7", actual "/v2/7"
                       upstream.query.q: expected any value, actual none
                       upstream.headers.x-client: expected none, actual "127.0.0.1"
                """, """
                       upstream: expected not asked, actual users got "GET /v2/7 HTTP/1.1"
                """, """
                       upstream: expected orders, actual users
                ok   good
                4 cases: 1 passed, 3 failed
                """);
    }

    @Test
    void a_client_is_taken_for_whom_the_case_says_and_limits_count() throws IOException {
        Cli.Result result = run("""
                  - name: nobody
                    request: { url: /orders }
                    expect: { status: 401, reason: auth.missing, upstream: { asked: false } }
                  - name: not of the group
                    request: { url: /orders }
                    principal: { subject: somebody }
                    expect: { status: 403, reason: auth.forbidden }
                  - name: within the limit
                    request: { url: /orders }
                    principal: { consumer: shop }
                    repeat: 2
                    expect: { status: 200 }
                  - name: beyond it
                    request: { url: /orders }
                    principal: { consumer: shop }
                    expect: { status: 429, reason: policy.rate_limit }
                  - name: a route that asks nobody
                    request: { url: /users/7 }
                    principal: { consumer: shop }
                    expect: { status: 200 }
                """);
        assertThat(result.out())
                .contains("ok   nobody", "ok   not of the group", "ok   within the limit", "ok   beyond it")
                .contains("principal: expected a policy that finds out who the client is, actual none of route users");
        assertThat(result.code()).isEqualTo(1);
    }

    @Test
    void a_repeated_case_fails_where_one_of_its_requests_does() throws IOException {
        Cli.Result result = run("""
                  - { name: thrice, request: { url: /orders }, principal: { consumer: shop }, repeat: 3, expect: { status: 200 } }
                """);
        assertThat(result.out()).contains("status: expected \"200\", actual \"429\"");
    }

    @Test
    void others_answer_as_the_case_says() throws IOException {
        Cli.Result result = run("""
                  - name: the authoriser agrees
                    request: { url: /asked/1 }
                    expect: { status: 200, upstream: { path: /asked/1 } }
                  - name: what the authoriser was asked
                    request: { url: /asked/1 }
                    expect: { upstream: { name: authoriser, path: /auth } }
                  - name: the authoriser refuses
                    request: { url: /asked/1 }
                    upstreams: { authoriser: { status: 403 } }
                    expect: { status: 403, upstream: { name: users, asked: false } }
                  - name: the service fails, and is asked once more
                    request: { url: /users/1 }
                    upstreams: { users: { fails: true } }
                    expect: { status: 502, reason: upstream.reset, upstream: { requests: 2 } }
                  - name: a token is good
                    request: { url: /token/1, headers: { Authorization: Bearer abc } }
                    elsewhere: { "http://id.invalid/introspect": { headers: { Content-Type: application/json }, body: '{"active":true,"sub":"ann"}' } }
                    expect: { status: 200 }
                  - name: nobody says whether a token is good
                    request: { url: /token/1, headers: { Authorization: Bearer other } }
                    expect: { status: 503, reason: auth.unavailable }
                """);
        assertThat(result.out())
                .as(result.err())
                .contains("note: a policy asked http://id.invalid/introspect, which is not reached")
                .endsWith("6 cases: 6 passed, 0 failed\n");
        assertThat(run("""
                  - { name: t, request: { url: /token/1, headers: { Authorization: Bearer x } }, expect: { status: 503 } }
                """, "--complete").code()).isEqualTo(1);
    }

    @Test
    void tls_is_spoken_with_the_certificates_of_the_listener() throws Exception {
        X509Bundle own = new CertificateBuilder()
                .ecp256()
                .subject("CN=localhost")
                .addSanDnsName("a.example")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        Path certificate = Files.writeString(folder.resolve("own.pem"), own.getCertificatePEM());
        Path key = Files.writeString(folder.resolve("own.key"), own.getPrivateKeyPEM());
        Path gateway = Files.writeString(folder.resolve("tls.yaml"), """
                listeners:
                  - { name: http, address: "127.0.0.1:8080", redirectToHttps: {} }
                  - { name: https, address: "127.0.0.1:8443", tls: { certificates: [ { certificate: "%s", key: "%s" } ] } }
                upstreams: [ { name: users, targets: [ { address: "users.invalid:80" } ] } ]
                routes: [ { name: users, to: users } ]
                """.formatted(certificate, key));
        Path cases = cases("""
                  - name: over TLS
                    request: { url: "https://a.example/x", client: 192.0.2.7 }
                    expect: { status: 200, upstream: { headers: { x-forwarded-proto: https, x-forwarded-for: 192.0.2.7 } } }
                  - name: in the clear
                    request: { url: "http://a.example/x" }
                    expect: { headers: { location: "https://a.example/x" }, upstream: { asked: false } }
                  - name: by the name of the listener
                    request: { url: /x, listener: https }
                    expect: { status: 200 }
                """);
        Cli.Result result = run(gateway, cases);
        assertThat(result.out()).as(result.err()).endsWith("3 cases: 3 passed, 0 failed\n");
        Files.delete(key);
        assertThat(run(gateway, cases).out())
                .contains("FAIL over TLS", "listener: expected https to be opened", "ok   in the clear");
    }

    @Test
    void json_for_scripts_and_xml_for_continuous_integration() throws Exception {
        String cases = """
                  - { name: 'a "good" <one> & more', request: { url: /users/7 }, expect: { status: 200 } }
                  - { name: bad, request: { url: /users/7 }, expect: { status: 404 } }
                """;
        JsonNode json = new JsonMapper().readTree(run(cases, "--format", "json").out());
        assertThat(json.get("cases").asInt()).isEqualTo(2);
        assertThat(json.get("failures").asInt()).isEqualTo(1);
        JsonNode bad = json.get("results").get(1);
        assertThat(bad.get("result").asString()).isEqualTo("fail");
        assertThat(bad.get("line").asInt()).isEqualTo(3);
        assertThat(bad.get("differences").get(0).get("what").asString()).isEqualTo("status");
        String xml = run(cases, "--format=junit").out();
        Element suite = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();
        assertThat(suite.getAttribute("tests")).isEqualTo("2");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        Element good = (Element) suite.getElementsByTagName("testcase").item(0);
        assertThat(good.getAttribute("name")).isEqualTo("a \"good\" <one> & more");
        assertThat(suite.getElementsByTagName("failure").getLength()).isEqualTo(1);
    }

    @Test
    void against_a_gateway_that_serves_answers_are_compared_and_the_rest_is_told() throws Exception {
        ConfigurationSource source = new ConfigurationSource(List.of(gateway()), Cli.DIALECTS, Optional.empty());
        GatewayOptions options = new GatewayOptions(
                "nio",
                1,
                List.of(new Address("127.0.0.1", 0)),
                List.of(),
                Optional.empty(),
                Map.of(
                        new Address("users.invalid", 8081), new Address("127.0.0.1", 1),
                        new Address("orders.invalid", 443), new Address("127.0.0.1", 1)),
                Optional.empty(),
                false);
        String cases = """
                  - { name: moved, request: { url: /old }, expect: { route: old, status: 301, upstream: { asked: false } } }
                  - { name: other, request: { url: /old }, expect: { status: 302 } }
                  - { name: shop, request: { url: /orders }, principal: { consumer: shop }, expect: { status: 200 } }
                """;
        try (Gateway gateway = Gateway.start(source, options)) {
            String url = "http://127.0.0.1:" + gateway.addresses().getFirst().getPort();
            Cli.Result result = run(cases, "--against", url);
            assertThat(result.code()).isEqualTo(1);
            assertThat(result.out())
                    .contains("ok   moved\n       note: not looked at there: expect.route, expect.upstream\n")
                    .contains("FAIL other", "status: expected \"302\", actual \"301\"")
                    .contains("skip shop: principal")
                    .endsWith("3 cases: 1 passed, 1 failed, 1 skipped\n");
            String first = cases.lines().findFirst().orElseThrow() + "\n";
            assertThat(run(first, "--against", url).code()).isZero();
            assertThat(run(first, "--against", url, "--complete").code()).isEqualTo(1);
        }
        assertThat(run(cases, "--against", "http://127.0.0.1:1").out()).contains("answer: expected one, actual none: ");
        assertThat(run(cases, "--against", "ftp://x").err()).contains("--against: ftp://x (expected: http://");
    }

    @Test
    void cases_that_name_what_there_is_not_are_refused() throws IOException {
        Cli.Result result = run("""
                  - name: lost
                    request: { url: "https://a.example/x" }
                    principal: { consumer: shpo }
                    upstreams: { usres: {} }
                    expect: { route: ordesr, upstream: { name: fiels } }
                """);
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .contains("cases.yaml:2:5: error: lost: principal.consumer: shpo", "did you mean shop?")
                .contains("upstreams: usres", "expect.route: ordesr", "expect.upstream.name: fiels")
                .contains("request.url: https (expected: the scheme of a listener) [cases.unknown-name]");
    }

    /** Each is told with its place, and nothing is run. */
    @Test
    void files_that_are_no_cases_are_refused() throws IOException {
        refused(
                "  - { name: a, request: { url: users }, expect: { status: 200 } }\n",
                ":2:25: error: url: users (expected: /PATH");
        refused(
                "  - { name: a, request: { url: \"http://\" }, expect: { status: 200 } }\n",
                "url: http:// (expected: ");
        refused("  - { name: a, request: { url: /a b }, expect: { status: 200 } }\n", "url: /a b (expected: ");
        refused(
                "  - { name: a, request: { url: /, client: me }, expect: { status: 200 } }\n",
                "client: me (expected: an IP address)");
        refused(
                "  - { name: a, request: { url: /, headers: { \"a\\r\\nb\": c } }, expect: { status: 200 } }\n",
                "(expected: the name of a header)");
        refused(
                "  - { name: a, request: { url: /, headers: { a: \"b\\r\\nc: d\" } }, expect: { status: 200 } }\n",
                "(expected: no control characters)");
        refused("  - { name: a, request: { url: / }, expect: {} }\n", "expect: nothing");
        refused("  - { name: a, request: { url: / }, expect: { stauts: 200 } }\n", "[yaml.unknown-key]");
        refused("  - { name: a, request: { url: / }, repeat: 10001, expect: { status: 200 } }\n", "[yaml.bounds]");
        refused("  - { name: a, request: { url: / }, expect: { body: \"~(\" } }\n", "[yaml.value]");
        refused("  - { name: a, request: [ }\n", "[yaml.syntax]");
        refused("  " + "[".repeat(100) + "\n", "[yaml.depth]");
        refused("  []\n", "[cases.none]");
        assertThat(run(gateway(), folder.resolve("none.yaml")).err()).contains("[cases.unreadable]");
        Path huge = Files.write(folder.resolve("huge.yaml"), new byte[17 << 20]);
        assertThat(run(gateway(), huge).err()).contains("(expected: at most 16777216) [cases.unreadable]");
        Path binary = Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xC3, 0x28});
        assertThat(run(gateway(), binary).err()).contains("the file is not UTF-8");
        assertThat(Cli.run("test", gateway()).err()).contains("--cases: none (expected: at least one file)");
    }

    private void refused(String cases, String message) throws IOException {
        Cli.Result result = run(cases);
        assertThat(result.code()).as(cases).isEqualTo(2);
        assertThat(result.err()).as(cases).contains(message);
        assertThat(result.out()).as(cases).isEmpty();
    }

    @Test
    void a_configuration_with_errors_is_refused() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.yaml"), "routes: [ { name: a, to: nowhere } ]\n");
        Cli.Result result = run(broken, cases("  - { name: a, request: { url: / }, expect: { status: 200 } }\n"));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("[model.unknown-upstream]");
    }
}
