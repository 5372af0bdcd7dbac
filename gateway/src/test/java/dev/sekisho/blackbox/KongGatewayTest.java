package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of Kong's through a listener and to services, with the behaviour that Kong's documentation tells. */
class KongGatewayTest {

    private static String service(int port, String path, String routes) {
        return "_format_version: \"3.0\"\nservices:\n- name: service\n  url: http://127.0.0.1:" + port + path
                + "\n  routes:\n" + routes;
    }

    /** How service path, route path and request path come together, in both ways of handling them. */
    @ParameterizedTest
    @CsvSource({
        "/base, /shop,  true,  v0, /shop/cart, /base/cart",
        "/base, /shop,  true,  v0, /shopping,  /base/ping",
        "/base, /shop,  true,  v0, /shop,      /base",
        "/base, /shop,  true,  v0, /shop/,     /base/",
        "/base, /shop,  false, v0, /shop/cart, /base/shop/cart",
        "/base, /shop,  false, v0, /shopping,  /base/shopping",
        "/base, /shop,  true,  v1, /shop/cart, /base/cart",
        "/base, /shop,  true,  v1, /shopping,  /baseping",
        "/base, /shop,  false, v1, /shopping,  /baseshopping",
        "/base, /shop/, true,  v0, /shop/cart, /base/cart",
        "/base, /shop/, true,  v1, /shop/cart, /basecart",
        "'',    /shop,  true,  v0, /shop/cart, /cart",
        "'',    /shop,  true,  v0, /shop,      /",
        "'',    /shop,  true,  v0, /shopping,  /ping",
        "'',    /shop,  false, v0, /shop/cart, /shop/cart",
        "'',    '~/v\\d+/shop', true,  v0, /v12/shop/cart, /cart",
        "/base, '~/v\\d+/shop', true,  v0, /v12/shop/cart, /base/cart",
        "/base, '~/v\\d+/shop', false, v0, /v12/shop/cart, /base/v12/shop/cart",
        "'',    /,      true,  v0, /any/thing, /any/thing"
    })
    void pathsComeTogether(String base, String path, boolean strip, String handling, String asked, String sent)
            throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                KongGateway gateway = KongGateway.start(service(
                        upstream.port(),
                        base,
                        "  - { name: r, paths: [ '" + path + "' ], strip_path: " + strip + ", path_handling: "
                                + handling + " }\n"))) {
            assertThat(gateway.get(asked + "?q=1").status()).isEqualTo(200);
            assertThat(upstream.only().target()).isEqualTo(sent + "?q=1");
        }
    }

    @Test
    void theHostIsThatOfTheServiceUnlessItIsPreserved() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                KongGateway gateway = KongGateway.start(service(
                        upstream.port(),
                        "",
                        "  - { name: own, paths: [ /own ] }\n"
                                + "  - { name: kept, paths: [ /kept ], preserve_host: true }\n"))) {
            gateway.get("/own", "Host: shop.example.com");
            gateway.get("/kept", "Host: shop.example.com");
            assertThat(upstream.requests())
                    .extracting(request -> request.field("Host").orElse(""))
                    .containsExactly("127.0.0.1:" + upstream.port(), "shop.example.com");
        }
    }

    /** The more kinds of conditions, the sooner; then plain hosts, headers, expressions and longer paths. */
    @ParameterizedTest
    @CsvSource({
        "/a/b/c, shop.example.com, '',  host-and-path",
        "/a/b/c, else.example.com, '',  wildcard-and-path",
        "/a/b/c, other.org,        '',  longest",
        "/a/b,   other.org,        '',  long",
        "/a/b,   other.org,        V1,  header-and-path",
        "/a/1,   other.org,        '',  expression",
        "/a/x,   other.org,        '',  short",
        "/z,     shop.example.com, '',  host",
        "/z,     other.org,        '',  none"
    })
    void oneRouteWins(String path, String host, String version, String winner) throws IOException {
        String routes = """
              - { name: short, paths: [ /a ] }
              - { name: long, paths: [ /a/b ] }
              - { name: longest, paths: [ /a/b/c ] }
              - { name: expression, paths: [ '~/a/\\d+$' ] }
              - { name: host, hosts: [ shop.example.com ] }
              - { name: wildcard-and-path, hosts: [ '*.example.com' ], paths: [ /a ] }
              - { name: host-and-path, hosts: [ shop.example.com ], paths: [ /a ] }
              - { name: header-and-path, paths: [ /a/b ], headers: { X-Version: [ v1 ] } }
            """;
        try (RawUpstream upstream = RawUpstream.echo();
                KongGateway gateway = KongGateway.start(service(
                        upstream.port(), "", routes.replaceAll("\\{ name: ([a-z-]+),", "{ name: $1, tags: [ x ],")))) {
            Message answer = version.isEmpty()
                    ? gateway.get(path, "Host: " + host)
                    : gateway.get(path, "Host: " + host, "X-Version: " + version);
            if (winner.equals("none")) {
                assertThat(answer.status()).isEqualTo(404);
            } else {
                assertThat(answer.status()).isEqualTo(200);
                assertThat(upstream.only().target()).isEqualTo(stripped(path, winner));
            }
        }
    }

    /** Each route strips what it has matched, which tells which one it was. */
    private static String stripped(String path, String route) {
        String matched = switch (route) {
            case "longest" -> "/a/b/c";
            case "long", "header-and-path" -> "/a/b";
            case "expression" -> path;
            case "host" -> "";
            default -> "/a";
        };
        String rest = path.substring(matched.length());
        return rest.isEmpty() ? "/" : rest;
    }

    @Test
    void routesForTlsAloneAnswer426InTheClear() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                KongGateway gateway = KongGateway.start(service(upstream.port(), "", """
                      - { name: upgrade, paths: [ /a ], protocols: [ https ] }
                      - { name: moved, paths: [ /b ], protocols: [ https ], https_redirect_status_code: 301 }
                    """))) {
            assertThat(gateway.get("/a").status()).isEqualTo(426);
            Message moved = gateway.get("/b/c?d=e", "Host: shop.example.com");
            assertThat(moved.status()).isEqualTo(301);
            assertThat(moved.field("Location")).contains("https://shop.example.com/b/c?d=e");
            assertThat(upstream.requests()).isEmpty();
        }
    }

    /** A target that fails too often is left alone, and the host of the service is the upstream's name. */
    @Test
    void passiveChecksTakeATargetOut() throws IOException {
        try (RawUpstream good = RawUpstream.echo();
                RawUpstream bad = RawUpstream.answering(
                        request -> "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
                KongGateway gateway = KongGateway.start("""
                    _format_version: "3.0"
                    services:
                    - { name: pool, host: pool, routes: [ { name: pool, paths: [ / ] } ] }
                    upstreams:
                    - name: pool
                      healthchecks: { passive: { unhealthy: { http_failures: 2 } } }
                      targets: [ { target: "127.0.0.1:%d" }, { target: "127.0.0.1:%d" } ]
                    """.formatted(good.port(), bad.port()))) {
            for (int i = 0; i < 10; i++) {
                gateway.get("/" + i);
            }
            assertThat(bad.requests()).hasSize(2);
            assertThat(good.requests()).hasSize(8);
            assertThat(gateway.get("/last").status()).isEqualTo(200);
        }
    }

    @Test
    void weightsShareOut() throws IOException {
        try (RawUpstream much = RawUpstream.echo();
                RawUpstream little = RawUpstream.echo();
                RawUpstream none = RawUpstream.echo();
                KongGateway gateway = KongGateway.start("""
                    _format_version: "3.0"
                    services:
                    - { name: pool, host: pool, routes: [ { name: pool, paths: [ / ] } ] }
                    upstreams:
                    - name: pool
                      targets:
                      - { target: "127.0.0.1:%d", weight: 300 }
                      - { target: "127.0.0.1:%d", weight: 100 }
                      - { target: "127.0.0.1:%d", weight: 0 }
                    """.formatted(much.port(), little.port(), none.port()))) {
            for (int i = 0; i < 12; i++) {
                assertThat(gateway.get("/").status()).isEqualTo(200);
            }
            assertThat(much.requests()).hasSize(9);
            assertThat(little.requests()).hasSize(3);
            assertThat(none.requests()).isEmpty();
        }
    }

    /** A consumer's own plugin takes the place of the one for everybody, and nobody gets both. */
    @Test
    void aPluginOfAConsumerTakesThePlaceOfTheOthers() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                KongGateway gateway =
                        KongGateway.start(service(upstream.port(), "", "  - { name: r, paths: [ / ] }\n") + """
                            consumers:
                            - username: shop
                              keyauth_credentials: [ { key: key-of-shop } ]
                              plugins: [ { name: request-transformer, config: { add: { headers: [ "X-Class:gold" ] } } } ]
                            - username: till
                              keyauth_credentials: [ { key: key-of-till } ]
                            plugins:
                            - { name: key-auth, config: { key_names: [ apikey ] } }
                            - { name: request-transformer, config: { add: { headers: [ "X-Class:plain" ] } } }
                            """)) {
            assertThat(gateway.get("/", "apikey: key-of-shop").status()).isEqualTo(200);
            assertThat(gateway.get("/", "apikey: key-of-till").status()).isEqualTo(200);
            assertThat(gateway.get("/", "apikey: key-of-nobody").status()).isEqualTo(401);
            assertThat(upstream.requests())
                    .extracting(request -> request.all("X-Class"))
                    .containsExactly(java.util.List.of("gold"), java.util.List.of("plain"));
        }
    }

    @Test
    void expressionsRoute() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                KongGateway gateway = KongGateway.start(service(upstream.port(), "", """
                      - { name: old, priority: 1, expression: 'http.path ^= "/api"' }
                      - { name: new, priority: 2, expression: 'http.path ^= "/api/v" && any(lower(http.headers.x_beta)) == "yes"' }
                    """))) {
            gateway.get("/api/v1/x");
            gateway.get("/api/v1/x", "X-Beta: YES");
            assertThat(gateway.get("/else").status()).isEqualTo(404);
            assertThat(upstream.requests()).extracting(Message::target).containsExactly("/v1/x", "/1/x");
        }
    }

    @Test
    void aRouteWithoutServiceAnswers503() throws IOException {
        try (KongGateway gateway = KongGateway.start("""
            _format_version: "3.0"
            routes: [ { name: alone, paths: [ / ] } ]
            """)) {
            Message answer = gateway.get("/");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.text()).contains("no Service found with those values");
        }
    }
}
