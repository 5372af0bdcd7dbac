package dev.sekisho.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffCommandTest {

    private static final String OLD = """
            listeners: [ { name: http, address: "127.0.0.1:8080" } ]
            upstreams:
              - { name: users, targets: [ { address: "127.0.0.1:3000" }, { address: "127.0.0.1:3001" } ] }
            routes:
              - { name: users, match: { path: /users/* }, policies: [ cors: { origins: "https://a.example" } ], to: users }
              - { name: admin, match: { path: /users/admin, host: "*.example.com" }, to: users }
              - { name: old, match: { path: /old }, to: { respond: { status: 410 } } }
              - { name: expression, match: { path: "~^/x[0-9]+$" }, to: users }
              - { name: none, match: { path: "~^/y\\b[0-9]$" }, to: users }
            """;

    @TempDir
    Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private Cli.Result diff(String changed, Object... more) throws IOException {
        Object[] words = new Object[3 + more.length];
        System.arraycopy(new Object[] {"diff", file("old.yaml", OLD), file("new.yaml", changed)}, 0, words, 0, 3);
        System.arraycopy(more, 0, words, 3, more.length);
        Cli.Result result = Cli.run(words);
        return new Cli.Result(result.code(), result.out().replace(folder + "/", ""), result.err());
    }

    @Test
    void the_same_configuration_has_no_difference_wherever_its_lines_stand() throws IOException {
        Cli.Result result = diff("# moved\n\n" + OLD);
        assertThat(result.code()).isZero();
        assertThat(result.out())
                .startsWith("The configurations are the same.\n")
                .contains("Requests made from the patterns of both: 0 of 10 change\n")
                .contains("none made for 1 route whose patterns are regular expressions");
    }

    @Test
    void what_is_written_otherwise_is_told_by_name_and_place() throws IOException {
        Cli.Result result = diff(OLD.replace("https://a.example", "https://b.example")
                .replace(", { address: \"127.0.0.1:3001\" }", ", { address: \"127.0.0.1:3002\", weight: 5 }")
                .replace("name: old,", "name: older,"));
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out())
                .contains("  upstream users changed (old.yaml:3:5 -> new.yaml:3:5)\n")
                .contains("    target 127.0.0.1:3002 added\n", "    target 127.0.0.1:3001 removed\n")
                .contains("  route users changed (old.yaml:5:5 -> new.yaml:5:5)\n    settings: policies\n    - cors: ")
                .contains("  route older added (new.yaml:7:5)\n", "  route old removed (old.yaml:7:5)\n");
    }

    @Test
    void requests_that_go_elsewhere_are_told_with_an_example() throws IOException {
        Cli.Result result = diff(OLD.replace(", host: \"*.example.com\"", "")
                .replace(
                        "path: /old }, to: { respond: { status: 410 } }",
                        "path: /old }, to: users, rewrite: { path: /new }"));
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out())
                .contains("2 x  route users -> route admin\n      such as GET localhost/users/admin\n      - cors: ")
                .contains("2 x  route old -> route old\n      such as GET localhost/old\n")
                .contains("response 410 -> upstream users\n")
                .contains("sent on as nothing -> GET /new, Host: localhost\n");
    }

    @Test
    void requests_of_an_access_log_are_counted_by_where_they_went_and_go() throws IOException {
        String line =
                "{\"time\":\"2026-01-02T03:04:05.678Z\",\"remote_addr\":\"203.0.113.7\",\"request_method\":\"%s\","
                        + "\"request_uri\":\"%s\",\"status\":200,\"http_user_agent\":\"curl/8.5\",\"route\":\"users\"%s}\n";
        String log = line.formatted("GET", "/old?token=[redacted]", "").repeat(3)
                + line.formatted("GET", "/users/7", "")
                + line.formatted("GET", "/users/admin", ",\"ssl_server_name\":\"a.example.com\"")
                + line.formatted("POST", "http://b.example.com/users/admin", "")
                + line.formatted("GET", "/x[truncated]", "")
                + line.formatted("G T", "/", "")
                + line.formatted("GET", "/\\u0000\\r\\nHost: evil", "")
                + "no json\n{\"stream\":\"s\"}\n[1,2]\n\n" + "x".repeat(3_000_000);
        Path file = file("access.log", log);
        Cli.Result result = diff(
                OLD.replace("name: old, match: { path: /old }", "name: old, match: { path: /older }")
                        .replace("*.example.com", "a.example.com"),
                "--log",
                file,
                "--host",
                "localhost");
        assertThat(result.out())
                .contains("Requests of access.log: 4 of 6 change\n")
                .contains("3 x  route old -> none (404 route.none)\n"
                        + "      such as GET localhost/old?token=redacted from 203.0.113.7 (User-Agent: curl/8.5)\n")
                .contains("      response 410 -> nothing\n")
                .contains("1 x  route admin -> route users\n      such as POST http://b.example.com/users/admin from")
                .contains("7 lines passed over: no request, or one that was cut");
        assertThat(result.code()).isEqualTo(1);
    }

    @Test
    void locations_of_nginx_have_requests_by_their_listeners() throws IOException {
        String conf = """
                events { }
                http {
                    server { listen 127.0.0.1:8080; return 301 https://$host$request_uri; }
                    server {
                        listen 127.0.0.1:8443;
                        server_name api.test;
                        location /orders { return 200 a; }
                        location ~ \\.(png|gif)$ { return 200 b; }
                    }
                }
                """;
        Cli.Result result = Cli.run(
                "diff",
                file("old.conf", conf),
                file("new.conf", conf.replace("200 a", "201 a").replace("200 b", "204")));
        assertThat(result.code()).as(result.err()).isEqualTo(1);
        assertThat(result.out())
                .contains("such as GET api.test/orders by 127.0.0.1:8443")
                .contains("such as GET api.test/.png by 127.0.0.1:8443");
    }

    @Test
    void errors_are_told() throws IOException {
        Cli.Result broken = diff("routes: [ { name: a, to: nowhere } ]\n");
        assertThat(broken.code()).isEqualTo(2);
        assertThat(broken.err()).contains("[model.unknown-upstream]");
        assertThat(diff(OLD, "--log", folder.resolve("none.log")).code()).isEqualTo(2);
        assertThat(diff(OLD, "--host", "a b").err()).contains("--host: a b (expected: a host name)");
        assertThat(Cli.run("diff", "one.yaml").err()).contains("1 file (expected: two, the old one and the new one)");
    }
}
