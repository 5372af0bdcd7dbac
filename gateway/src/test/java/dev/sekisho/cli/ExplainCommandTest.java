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
    void the_route_its_policies_and_what_the_upstream_sees() {
        assertThat(explain("curl", "-X", "PUT", "http://API.example.com:80/x/../users/%37?a=b#c"))
                .contains("PUT api.example.com/users/7\n", "wins:  users (", "gateway.yaml:7:5)", "loses: internal (")
                .contains("response-headers (", "request-headers (", "X-Tier")
                .contains("sent on as: PUT /people/7?a=b, Host: users.internal\n")
                .contains("to upstream users (9 of 10), by round-robin:\n  127.0.0.1:3000 (weight 3): may be picked\n")
                .contains("to upstream canary (1 of 10), by round-robin:\n  127.0.0.1:3001: may be picked\n");
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
}
