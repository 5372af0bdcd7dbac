package dev.sekisho.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {

    @TempDir
    Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("gateway.yaml"), """
                listeners:
                  - { name: http, address: "127.0.0.1:8080", limits: { body: 1KiB } }
                upstreams:
                  - { name: users, targets: [ { address: "127.0.0.1:3000", weight: 3 }, { address: "users.test:80" } ] }
                  - { name: canary, targets: [ { address: "127.0.0.1:3001" } ] }
                routes:
                  - name: users
                    match: { host: api.example.com, path: /users/* }
                    policies: [ request-headers: { set: { X-Tier: gold } } ]
                    rewrite: { prefix: /people, host: users.internal }
                    to: { split: [ { upstream: users, weight: 9 }, { upstream: canary, weight: 1 } ] }
                  - name: internal
                    match: { path: /users/*, client: 10.0.0.0/8, cookies: { beta: "1" } }
                    to: canary
                  - name: closed
                    match: { path: /closed }
                    policies: [ respond: { status: 503 } ]
                    to: users
                  - name: moved
                    match: { path: /old }
                    to: { redirect: { status: 301, path: /new } }
                policies:
                  - response-headers: { set: { X-Served-By: sekisho } }
                """);
    }

    private String explain(String... request) {
        List<Object> words = new ArrayList<>(List.of("explain", file, "--"));
        words.addAll(List.of(request));
        Cli.Result result = Cli.run(words.toArray());
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
        return result.out();
    }

    @Test
    void an_authoriser_is_not_asked() throws IOException {
        file = Files.writeString(folder.resolve("asks.yaml"), """
                listeners: [ { name: http, address: "127.0.0.1:8080" } ]
                upstreams: [ { name: authoriser, targets: [ { address: "127.0.0.1:9" } ] } ]
                routes:
                  - name: all
                    policies:
                      - forward-auth: { upstream: authoriser, path: /auth }
                      - acl: { allow: [ staff ] }
                    to: { respond: { body: ok } }
                """);
        assertThat(explain("http://localhost/"))
                .contains("forward-auth (", "): asks upstream authoriser, GET /auth\n")
                .contains("    asks elsewhere, which is not done here; what follows is what happens if it agrees\n")
                .contains("acl (");
    }

    @Test
    void a_request_is_followed_to_other_routes() throws IOException {
        file = Files.writeString(folder.resolve("steps.yaml"), """
                listeners: [ { name: http, address: "127.0.0.1:8080" } ]
                variables: [ { name: pool, by: { map: { from: "{host}", values: { a.test: one } } } } ]
                routes:
                  - name: old
                    match: { path: /old/* }
                    policies:
                      - steps:
                          run:
                            - { rewrite: { pattern: "^/old/(.*)$", replacement: "/new/{var.pool}/{capture.1}", flag: last } }
                    to: { respond: { body: old } }
                  - name: new
                    match: { path: /new/* }
                    policies: [ steps: { run: [ { goto: named } ] } ]
                    to: { respond: { body: new } }
                  - name: named
                    match: { internal: true }
                    to: { respond: { status: 201, body: named } }
                  - name: loop
                    match: { path: /loop }
                    policies: [ steps: { run: [ { goto: loop } ] } ]
                    to: { respond: { body: loop } }
                """);
        assertThat(explain("http://a.test/old/x?y=z"))
                .contains("wins:  old (")
                .contains("rewrites ^/old/(.*)$ to /new/{var.pool}/{capture.1}, last\n")
                .contains("goes to route new, as /new/one/x?y=z\n")
                .contains("goes to route named, as /new/one/x?y=z\n")
                .endsWith("answered 201, a fixed response\n");
        assertThat(explain("http://a.test/loop"))
                .endsWith("answered 500, reason route.cycle: The request goes from" + " route to route without end.\n");
        assertThat(explain("http://a.test/named")).contains("answered 404");
    }

    /** Files are looked at where explain runs. */
    @Test
    void steps_look_at_files() throws IOException {
        file = Files.writeString(folder.resolve("closed.yaml"), """
                listeners: [ { name: http, address: "127.0.0.1:8080" } ]
                routes:
                  - name: all
                    policies: [ steps: { run: [ { when: { value: "%s/closed", test: file, then: [ { return: { status: 503 } } ] } } ] } ]
                    to: { respond: { body: open } }
                """.formatted(folder));
        assertThat(explain("http://a.test/"))
                .contains("where " + folder + "/closed file (answers 503)")
                .endsWith("answered 200, a fixed response\n");
        Files.writeString(folder.resolve("closed"), "x");
        assertThat(explain("http://a.test/")).contains("answers 503, reason policy.steps");
    }

    @Test
    void the_route_its_policies_and_what_the_upstream_sees() {
        assertThat(explain("curl", "-X", "PUT", "http://API.example.com:80/x/../users/%37?a=b#c"))
                .contains("PUT api.example.com/users/7\n", "wins:  users (", "gateway.yaml:7:5)", "loses: internal (")
                .contains("response-headers (", "request-headers (", "X-Tier")
                .contains("sent on as: PUT /people/7?a=b, Host: users.internal\n")
                .contains("to upstream users (9 of 10), by round-robin:\n  127.0.0.1:3000 (weight 3): may be picked\n")
                .contains("to upstream canary (1 of 10), by round-robin:\n  127.0.0.1:3001: may be picked\n");
    }

    @Test
    void the_listener_and_the_scheme() throws IOException {
        file = Files.writeString(folder.resolve("listeners.yaml"), """
                listeners:
                  - { name: http, address: "127.0.0.1:8080" }
                  - { name: inner, address: "127.0.0.1:8081" }
                routes:
                  - { name: inner, match: { listener: inner }, to: { respond: { body: ok } } }
                  - { name: named, match: { sni: a.test, scheme: https }, to: { respond: { body: ok } } }
                  - { name: other, match: { scheme: http, path: /* }, to: { respond: { body: ok } } }
                """);
        assertThat(explain("http://a.test/")).contains("wins:  other (", "loses: inner (", "listener does not fit");
        assertThat(explain("/", "--listener", "inner")).contains("loses: inner (", "less specific: no path");
        assertThat(Cli.run("explain", file, "--", "/", "--listener", "outer").err())
                .contains("--listener: outer (expected: one of http, inner)");
    }

    @Test
    void conditions_on_client_and_cookie() {
        assertThat(explain("/users/7", "--from", "10.1.2.3", "--cookie", "beta=1"))
                .contains("wins:  internal (");
        assertThat(explain("/users/7", "--from", "2001:db8::1", "-H", "Cookie: beta=1"))
                .contains("no route fits");
    }

    @Test
    void answers_without_an_upstream() {
        assertThat(explain("/closed")).contains("answers 503; nothing behind it sees the request");
        assertThat(explain("/old")).contains("answered 301, a redirect");
        assertThat(explain("/none")).contains("answered 404, reason route.none");
    }

    @Test
    void tunnels() throws Exception {
        assertThat(explain("-X", "CONNECT", "db.internal:5432")).contains("answered 405, reason head.connect");
        Files.writeString(file, """
                listeners: [ { name: http, address: "127.0.0.1:8080", connect: true } ]
                upstreams: [ { name: db, targets: [ { address: "127.0.0.1:5432" } ] } ]
                routes:
                  - { name: db, match: { host: db.internal, connect: 5432 }, to: db }
                  - { name: all, to: db }
                """);
        assertThat(explain("-X", "CONNECT", "db.internal:5432"))
                .contains("CONNECT db.internal:5432\n", "wins:  db (", "1 condition", "all", "method does not fit")
                .contains("answered 200 once a target takes the connection")
                .contains("to upstream db, by round-robin:\n  127.0.0.1:5432: may be picked\n");
        assertThat(explain("-X", "CONNECT", "db.internal:1"))
                .contains("port does not fit", "answered 405, reason head.connect");
        assertThat(explain("-X", "CONNECT", "http://db.internal:5432/"))
                .contains("answered 400, reason head.connect_target");
    }

    @Test
    void requests_that_are_refused() {
        assertThat(explain("/../x")).contains("answered 400, reason path.above_root");
        assertThat(explain("http://api.example.com/users/%2F")).contains("answered 400, reason path.separator");
        assertThat(explain("/users/7", "-H", "Transfer-Encoding: gzip, chunked"))
                .contains("answered 501");
        assertThat(explain("/users/7", "-d", "x".repeat(1025))).contains("answered 413, reason client.body_too_large");
        assertThat(explain("/users/7", "-H", "Host: a", "-H", "Host: b")).contains("reason head.host");
    }

    @Test
    void wrong_requests() {
        assertThat(Cli.run("explain", file).err()).contains("no URL");
        assertThat(Cli.run("explain", file, "--", "/a", "/b").err()).contains("unexpected argument: /b");
        assertThat(Cli.run("explain", file, "--", "/a", "--from", "host").err()).contains("--from: ");
        assertThat(Cli.run("explain", file, "--", "/a", "-H", "A: b\r\n\r\nx").code())
                .isZero();
        assertThat(Cli.run("explain", folder.resolve("none"), "--", "/a").code())
                .isEqualTo(2);
    }

    @Test
    void whichCredentialWasFoundAndWhyItIsRefused() throws IOException {
        file = Files.writeString(folder.resolve("keys.yaml"), """
                listeners: [ { name: http, address: "127.0.0.1:8080" } ]
                upstreams: [ { name: users, targets: [ { address: "127.0.0.1:3000" } ] } ]
                consumers:
                  - name: shop
                    groups: [ partners ]
                    keys: # "test", and one that has ended
                      - { sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 }
                      - { sha256: 60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752, expires: 2020-01-01T00:00:00Z }
                routes:
                  - name: users
                    match: { path: /users }
                    policies:
                      - key-auth: { headers: [ X-API-Key ], query: [ k ], hideCredentials: true }
                      - acl: { allow: [ staff ] }
                      - ip: { deny: [ 10.0.0.0/8 ] }
                    to: users
                """);
        assertThat(explain("/users"))
                .contains("answers 401, reason auth.missing: no API key in header X-API-Key, query parameter k;");
        assertThat(explain("/users?k=wrong"))
                .contains("reason auth.invalid: query parameter k: an API key of no consumer;")
                .doesNotContain("an API key of no consumer: wrong");
        assertThat(explain("/users", "-H", "X-API-Key: test2"))
                .contains("reason auth.expired: header X-API-Key: API key shop/2 expired 2020-01-01T00:00:00Z;");
        assertThat(explain("/users", "-H", "X-API-Key: test"))
                .contains("knows the client by key-auth: shop, consumer shop, groups partners\n")
                .contains("answers 403, reason auth.forbidden: shop is not among those allowed;");
        assertThat(explain("/users", "--from", "10.1.2.3"))
                .contains("answers 403, reason auth.address: address 10.1.2.3 is denied;");
    }
}
