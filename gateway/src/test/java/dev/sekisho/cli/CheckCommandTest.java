package dev.sekisho.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {

    private static final String HEAD = "listeners:\n  - { name: http, address: \"127.0.0.1:8080\" }\nroutes:\n";

    @TempDir
    Path folder;

    private Path file(String routes) throws IOException {
        return Files.writeString(folder.resolve("gateway.yaml"), HEAD + routes);
    }

    @Test
    void a_clean_file() throws IOException {
        Cli.Result result = Cli.run("check", "--strict", file("  - { name: a, to: { respond: {} } }\n"));
        assertThat(result).isEqualTo(new Cli.Result(0, "1 file, 1 route: 0 errors, 0 warnings\n", ""));
    }

    @Test
    void all_errors_of_a_dialect_by_line() throws IOException {
        Cli.Result result =
                Cli.run("check", file("  - { name: a, to: nowhere }\n  - { nam: b, to: { respond: {} } }\n"));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out().lines().filter(line -> line.contains(": error: ")))
                .extracting(line -> line.replaceAll(".*gateway.yaml:(\\d+):.*", "$1"))
                .isSorted()
                .contains("4", "5");
    }

    @Test
    void all_policies_that_cannot_be_built() throws IOException {
        Cli.Result result = Cli.run("check", file("""
                          - name: a
                            policies: [ cors: { origins: [ "not an origin" ] } ]
                            to: { respond: {} }
                          - name: b
                            policies: [ cors: { origins: [ "*" ], credentials: true } ]
                            to: { respond: {} }
                        """));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).contains("gateway.yaml:5:", "gateway.yaml:8:", "[policy.settings]");
    }

    @Test
    void policies_inside_others_by_their_own_line() throws IOException {
        Cli.Result result = Cli.run("check", file("""
                          - name: a
                            policies:
                              - any-of:
                                  policies:
                                    - key-auth: {}
                                    - jwt: {}
                            to: { respond: {} }
                        """));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out().lines().filter(line -> line.contains("policy.settings")))
                .singleElement()
                .asString()
                .contains("gateway.yaml:9:", "jwt: issuers: none");
    }

    @Test
    void a_policy_that_asks_an_unknown_upstream() throws IOException {
        Cli.Result result = Cli.run("check", Files.writeString(folder.resolve("gateway.yaml"), """
                        listeners: [ { name: http, address: "127.0.0.1:8080" } ]
                        upstreams: [ { name: authoriser, targets: [ { address: "127.0.0.1:9" } ] } ]
                        routes:
                          - name: a
                            policies: [ forward-auth: { upstream: authorizer } ]
                            to: { respond: {} }
                        """));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out())
                .contains("gateway.yaml:5:", "[policy.settings]", "forward-auth: upstream: authorizer (expected: ")
                .contains("did you mean authoriser?");
    }

    @Test
    void a_route_that_is_never_reached_is_a_warning() throws IOException {
        Path file = file("  - { name: a, match: { path: /x }, to: { respond: {} } }\n"
                + "  - { name: b, match: { path: /x, method: GET }, priority: -1, to: { respond: {} } }\n"
                + "  - { name: c, match: { path: /x }, to: { respond: {} } }\n");
        Cli.Result lenient = Cli.run("check", file);
        assertThat(lenient.out())
                .contains(
                        "gateway.yaml:6:",
                        "warning: route c is never reached",
                        "[route.shadowed]",
                        "0 errors, 1 warning\n");
        assertThat(lenient.code()).isZero();
        assertThat(Cli.run("check", "--strict", file).code()).isEqualTo(1);
    }

    /** What is configured and opens nothing: a typing error, or a policy that was forgotten. */
    @Test
    void credentials_that_no_policy_reads_are_warnings() throws IOException {
        String routes = "  - { name: a, to: { respond: {} }, policies: [ %s ] }\n";
        String consumers = """
                consumers:
                  - { name: nobody }
                  - name: shop
                    keys: [ { key: k } ]
                    basic: [ { username: till, password: "$2y$04$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW" } ]
                    jwt: [ { key: shop, secret: "0123456789abcdef0123456789abcdef" } ]
                """;
        Cli.Result none = Cli.run("check", file(routes.formatted("cors: { origins: [ \"*\" ] }") + consumers));
        assertThat(none.out())
                .contains(
                        "gateway.yaml:7:",
                        "warning: keys: no policy reads them (expected: key-auth) [model.unused]",
                        "warning: basic: no policy reads them (expected: basic without htpasswd) [model.unused]",
                        "warning: jwt: no policy reads them (expected: jwt with consumers: true) [model.unused]");
        String some = "key-auth: {}, basic: { htpasswd: \"a:{SHA}qUqP5cyxm6YcTAhz05Hph5gvu9M=\" },"
                + " jwt: { issuers: [ { issuer: i, jwksUri: \"https://i.test/keys\" } ] }";
        assertThat(Cli.run("check", file(routes.formatted(some) + consumers)).out())
                .doesNotContain("warning: keys")
                .contains("warning: basic: no policy", "warning: jwt: no policy");
        String global = "policies: [ { basic: {} }, { jwt: { consumers: true } }, { key-auth: {} } ]\n";
        assertThat(Cli.run("check", file("  - { name: a, to: { respond: {} } }\n" + global + consumers))
                        .out())
                .contains(": 0 errors, ")
                .doesNotContain("[model.unused]");
    }

    @Test
    void a_policy_of_keys_that_nobody_has_is_a_warning() throws IOException {
        Cli.Result result = Cli.run(
                "check",
                file("  - { name: a, to: { respond: {} }, policies: [ key-auth: {} ] }\n"
                        + "consumers: [ { name: shop } ]\n"));
        assertThat(result.out())
                .contains("gateway.yaml:4:", "warning: key-auth: no consumer has a key", "[model.no-credentials]");
    }

    @Test
    void a_policy_that_asks_for_certificates_which_no_listener_does_is_a_warning() throws IOException {
        String route = "  - { name: a, policies: [ mtls: {} ], to: { respond: {} } }\n";
        Path file = file(route);
        Cli.Result result = Cli.run("check", file);
        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("gateway.yaml:4:", "[model.client-certificates]");
        String tls = "tls: { certificates: [ { certificate: a.pem, key: a.key, clients: { ca: ca.pem } } ] } }";
        String text = Files.readString(file);
        Files.writeString(file, text.replaceFirst("(\"127\\.0\\.0\\.1:\\d+\") }", "$1, " + tls));
        assertThat(Files.readString(file)).isNotEqualTo(text);
        assertThat(Cli.run("check", "--strict", file).out()).doesNotContain("model.client-certificates");
    }

    @Test
    void json_for_scripts() throws IOException {
        Cli.Result result = Cli.run("check", "--format=json", file("  - { name: a, to: nowhere }\n"));
        assertThat(result.out())
                .startsWith("{\"files\":[\"")
                .contains(
                        "\"errors\":1,\"warnings\":0,\"diagnostics\":[{\"severity\":\"error\",\"code\":\"",
                        "\"line\":4,")
                .endsWith("}]}\n");
        assertThat(Cli.run("check", "--format", "xml", "x").err())
                .contains("--format: xml (expected: text, json or sarif)");
        assertThat(result.out()).contains("\"help\":\"sekisho help model.unknown-upstream\"");
    }

    @Test
    void sarif_for_code_review() throws IOException {
        Cli.Result result = Cli.run("check", "--format", "sarif", file("  - { name: a, to: nowhere }\n"));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out())
                .contains(
                        "\"version\": \"2.1.0\"",
                        "\"ruleId\": \"model.unknown-upstream\"",
                        "gateway.yaml",
                        "\"startLine\": 4");
    }

    @Test
    void a_file_that_is_not_there() {
        Cli.Result result = Cli.run("check", folder.resolve("none.yaml"));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).contains("none.yaml: error: the file cannot be read: no such file");
    }
}
