package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same variables, rewrites and error pages behind nginx, and behind this gateway. */
@Timeout(60)
class StepsPeersTest {

    @TempDir
    Path folder;

    private static Message get(InetSocketAddress address, String path, String... fields) throws IOException {
        try (RawClient client = RawClient.connect(address)) {
            return client.get(path, fields);
        }
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @Test
    void mapAndShareGiveTheValuesThatNginxGives() throws IOException {
        int port = TcpServer.freePort();
        String http = """
                access_log off;
                map $http_x $m {
                  hostnames;
                  default none;
                  Exact exact;
                  \\~tilde tilde;
                  *.example.com below;
                  *.b.example.com deeper;
                  .shop.org dot;
                  www.* trailing;
                  www.more.* longest;
                  ~^re(?P<n>[0-9]+)$ "re $n";
                  ~*^ANY-(.*)$ "any $1";
                }
                split_clients $http_x $s { 0.5%% tiny; 10%% ten; 33.33%% third; * rest; }
                split_clients $http_x $t { 50%% half; }
                geo $http_x $g { default none; 10.0.0.0/8 ten; 10.1.2.0/24 smaller; 10.1.2.3 one; 2001:db8::/32 six; }
                server {
                  listen 127.0.0.1:%d;
                  location / { default_type text/plain; return 200 "$m|$s|$t|$g"; }
                }
                """.formatted(port);
        String yaml = Yaml.listener("") + """
                variables:
                  - name: m
                    by:
                      map:
                        from: "{header.X}"
                        hosts: true
                        otherwise: none
                        values:
                          Exact: exact
                          \\~tilde: tilde
                          "*.example.com": below
                          "*.b.example.com": deeper
                          .shop.org: dot
                          "www.*": trailing
                          "www.more.*": longest
                          "~^re(?P<n>[0-9]+)$": "re {capture.n}"
                          "~*^ANY-(.*)$": "any {capture.1}"
                  - { name: s, by: { share: { from: "{header.X}", parts: [ { percent: 0.5, value: tiny }, { percent: 10, value: ten }, { percent: 33.33, value: third }, { value: rest } ] } } }
                  - { name: t, by: { share: { from: "{header.X}", parts: [ { percent: 50, value: half } ] } } }
                  - { name: g, by: { geo: { from: "{header.X}", otherwise: none, networks: { 10.0.0.0/8: ten, 10.1.2.0/24: smaller, 10.1.2.3: one, "2001:db8::/32": six } } } }
                """
                + Yaml.routes(
                        "name: all, match: { path: /* }, policies: [ steps: { run: [ { return: { body: \"{var.m}|{var.s}|{var.t}|{var.g}\" } } ] } ],"
                                + " to: { respond: { status: 500 } }");
        String[] texts = {
            "exact",
            "EXACT",
            "~tilde",
            "a.example.com",
            "a.b.example.com",
            "b.example.com",
            "example.com",
            "shop.org",
            "x.y.shop.org",
            "www.test",
            "www.more.test",
            "re12",
            "rex",
            "any-Thing",
            "none",
            "10.1.2.3",
            "10.1.2.4",
            "10.9.9.9",
            "11.0.0.1",
            "2001:db8::1",
            "A.EXAMPLE.COM.",
            "www.",
            ".example.com"
        };
        try (Programs nginx = Programs.nginx(folder, port, http);
                TestGateway gateway = TestGateway.start(yaml);
                RawClient theirs = RawClient.connect(loopback(port));
                RawClient ours = gateway.connect()) {
            for (String text : texts) {
                assertThat(ours.get("/", "X: " + text).text())
                        .as(text)
                        .isEqualTo(theirs.get("/", "X: " + text).text());
            }
            for (int i = 0; i < 500; i++) {
                String text = "client-" + i * 7919;
                assertThat(ours.get("/", "X: " + text).text())
                        .as(text)
                        .isEqualTo(theirs.get("/", "X: " + text).text());
            }
            assertThat(nginx).isNotNull();
        }
    }

    @Test
    void rewritesLeadToTheSamePathAndQuery() throws IOException {
        int port = TcpServer.freePort();
        try (RawUpstream service = RawUpstream.answering(request -> RawUpstream.ok(request.target()));
                Programs nginx = Programs.nginx(folder, port, """
                        access_log off;
                        server {
                          listen 127.0.0.1:%d;
                          absolute_redirect off;
                          location /a/ {
                            rewrite ^/a/one/(.*)$ /b/$1 last;
                            rewrite ^/a/two/(.*)$ /b/$1? last;
                            rewrite ^/a/three/(.*)$ /b?p=$1 last;
                            rewrite ^/a/four/(.*)$ /b?p=$1? last;
                            rewrite ^/a/five/(.*)$ /kept/$1 break;
                            rewrite ^/a/six/(.*)$ /moved/$1 permanent;
                            rewrite ^/a/seven/(.*)$ http://other.test/$1;
                            rewrite ^/a/eight/(.*)$ /a/nine/$1;
                            rewrite ^/a/nine/(.*)$ /b/nine/$1;
                            if ($arg_deny) { return 403; }
                            if ($http_x ~* ^(v[0-9])$) { set $v $1; rewrite ^ /b/v/$v last; }
                            if ($request_method = POST) { return 405; }
                            proxy_pass http://127.0.0.1:%d;
                          }
                          location /b { proxy_pass http://127.0.0.1:%d; }
                          location /loop { rewrite ^ /loop/x last; }
                          location / { return 404 other; }
                        }
                        """.formatted(port, service.port(), service.port()));
                TestGateway gateway = TestGateway.start(
                        Yaml.listener("") + Yaml.upstreams(Yaml.upstream("service", "", service)) + """
                        routes:
                          - name: a
                            match: { path: /a/* }
                            policies:
                              - steps:
                                  run:
                                    - { rewrite: { pattern: "^/a/one/(.*)$", replacement: "/b/{capture.1}", flag: last } }
                                    - { rewrite: { pattern: "^/a/two/(.*)$", replacement: "/b/{capture.1}?", flag: last } }
                                    - { rewrite: { pattern: "^/a/three/(.*)$", replacement: "/b?p={capture.1}", flag: last } }
                                    - { rewrite: { pattern: "^/a/four/(.*)$", replacement: "/b?p={capture.1}?", flag: last } }
                                    - { rewrite: { pattern: "^/a/five/(.*)$", replacement: "/kept/{capture.1}", flag: break } }
                                    - { rewrite: { pattern: "^/a/six/(.*)$", replacement: "/moved/{capture.1}", flag: permanent } }
                                    - { rewrite: { pattern: "^/a/seven/(.*)$", replacement: "http://other.test/{capture.1}" } }
                                    - { rewrite: { pattern: "^/a/eight/(.*)$", replacement: "/a/nine/{capture.1}" } }
                                    - { rewrite: { pattern: "^/a/nine/(.*)$", replacement: "/b/nine/{capture.1}" } }
                                    - { when: { value: "{query.deny}", then: [ { return: { status: 403 } } ] } }
                                    - when:
                                        value: "{header.X}"
                                        test: matches-any-case
                                        with: ^(v[0-9])$
                                        then:
                                          - { set: { name: v, value: "{capture.1}" } }
                                          - { rewrite: { pattern: "^", replacement: "/b/v/{var.v}", flag: last } }
                                    - { when: { value: "{method}", test: equals, with: POST, then: [ { return: { status: 405 } } ] } }
                            to: service
                          - { name: b, match: { path: /b/* }, to: service }
                          - name: loop
                            match: { path: /loop/* }
                            policies: [ { steps: { run: [ { rewrite: { pattern: "^", replacement: /loop/x, flag: last } } ] } } ]
                            to: service
                          - { name: other, match: { path: /* }, to: { respond: { status: 404, body: other } } }
                        """)) {
            String[] targets = {
                "/a/one/x/y", "/a/one/x?q=1", "/a/two/x?q=1", "/a/three/x?q=1", "/a/three/x", "/a/four/x?q=1",
                "/a/five/x?q=1", "/a/six/x?q=1", "/a/six/x", "/a/seven/x?q=1", "/a/eight/x?q=1", "/a/plain?deny=0",
                "/a/plain?deny=1", "/a/plain?q", "/loop", "/x", "/a/one/"
            };
            for (String target : targets) {
                same(get(loopback(port), target), get(gateway.address(), target), target);
                same(get(loopback(port), target, "X: V7"), get(gateway.address(), target, "X: V7"), target + " V7");
            }
            try (RawClient theirs = RawClient.connect(loopback(port));
                    RawClient ours = gateway.connect()) {
                assertThat(ours.post("/a/plain", "x").status())
                        .isEqualTo(theirs.post("/a/plain", "x").status());
            }
            assertThat(nginx).isNotNull();
        }
    }

    private static void same(Message theirs, Message ours, String what) {
        assertThat(ours.status()).as(what).isEqualTo(theirs.status());
        if (ours.status() == 200) {
            assertThat(ours.text()).as(what).isEqualTo(theirs.text());
        }
        assertThat(ours.all("Location")).as(what).isEqualTo(theirs.all("Location"));
    }

    @Test
    void errorPagesHaveTheStatusThatNginxGivesThem() throws IOException {
        int port = TcpServer.freePort();
        try (RawUpstream service = RawUpstream.answering(request -> {
                    String status = request.target().replaceAll("[^0-9]", "");
                    return "HTTP/1.1 " + (status.isEmpty() ? "200" : status)
                            + " Some\r\nContent-Length: 7\r\n\r\nbackend";
                });
                Programs nginx = Programs.nginx(folder, port, """
                        access_log off;
                        server {
                          listen 127.0.0.1:%d;
                          proxy_intercept_errors on;
                          error_page 404 /e/page;
                          error_page 410 =200 /e/page;
                          error_page 500 = /e/teapot418;
                          error_page 501 /e/teapot418;
                          error_page 502 =503 /e/none;
                          error_page 503 = @named;
                          error_page 504 @named;
                          error_page 403 https://away.test/;
                          error_page 405 =301 https://away.test/;
                          location /e/ { internal; proxy_intercept_errors off; proxy_pass http://127.0.0.1:%d; }
                          location = /e/none { internal; return 404; }
                          location @named { proxy_intercept_errors off; proxy_pass http://127.0.0.1:%d/named; }
                          location / { proxy_pass http://127.0.0.1:%d; }
                        }
                        """.replace("%d/named", "%d")
                        .formatted(port, service.port(), service.port(), service.port()));
                TestGateway gateway = TestGateway.start(
                        Yaml.listener("") + Yaml.upstreams(Yaml.upstream("service", "", service)) + """
                        routes:
                          - name: all
                            match: { path: /* }
                            policies:
                              - on-status:
                                  rules:
                                    - { statuses: [ 404 ], to: { path: /e/page }, upstream: true }
                                    - { statuses: [ 410 ], to: { path: /e/page }, status: 200, upstream: true }
                                    - { statuses: [ 500 ], to: { path: /e/teapot418 }, status: own, upstream: true }
                                    - { statuses: [ 501 ], to: { path: /e/teapot418 }, upstream: true }
                                    - { statuses: [ 502 ], to: { path: /e/none }, status: 503, upstream: true }
                                    - { statuses: [ 503 ], to: { route: named }, status: own, upstream: true }
                                    - { statuses: [ 504 ], to: { route: named }, upstream: true }
                                    - { statuses: [ 403 ], to: { location: "https://away.test/" }, upstream: true }
                                    - { statuses: [ 405 ], to: { location: "https://away.test/" }, status: 301, upstream: true }
                            to: service
                          - { name: e, match: { path: /e/*, internal: true }, to: service }
                          - name: none
                            match: { path: /e/none, internal: true }
                            policies: [ { steps: { run: [ { return: { status: 404 } } ] } } ]
                            to: service
                          - { name: named, match: { internal: true }, to: service }
                        """)) {
            for (int status : new int[] {200, 403, 404, 405, 410, 500, 501, 502, 503, 504}) {
                Message theirs = get(loopback(port), "/" + status);
                Message ours = get(gateway.address(), "/" + status);
                assertThat(ours.status()).as("of %d", status).isEqualTo(theirs.status());
                assertThat(ours.all("Location")).as("of %d", status).isEqualTo(theirs.all("Location"));
            }
            assertThat(nginx).isNotNull();
        }
    }
}
