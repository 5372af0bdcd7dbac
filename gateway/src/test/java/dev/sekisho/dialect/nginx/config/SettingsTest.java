package dev.sekisho.dialect.nginx.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.nginx.syntax.Directive;
import org.junit.jupiter.api.Test;

class SettingsTest {

    private static Location location(Server server, String path) {
        return server.locations().find(path).location().orElseThrow();
    }

    @Test
    void oneValueIsReplacedAndElseInherited() {
        Server server = Configs.http("""
                client_max_body_size 10m;
                proxy_read_timeout 30s;
                server { location /a { client_max_body_size 1g; } }
                """).http().servers().servers().getFirst();
        Settings settings = location(server, "/a").settings();
        assertThat(settings.bytes("client_max_body_size")).hasValue(1L << 30);
        assertThat(settings.milliseconds("proxy_read_timeout")).hasValue(30_000);
        assertThat(settings.isOwn("client_max_body_size")).isTrue();
        assertThat(settings.isOwn("proxy_read_timeout")).isFalse();
        assertThat(settings.one("proxy_read_timeout").orElseThrow().at().line()).isEqualTo(4);
    }

    @Test
    void aListIsInheritedWholeOrNotAtAll() {
        Server server = Configs.server("""
                add_header A 1; add_header B 2; proxy_set_header X 1; error_page 404 /x;
                location /a { add_header C 3; }
                location /b { }
                """);
        assertThat(location(server, "/a").settings().all("add_header"))
                .extracting(Directive::toString)
                .containsExactly("add_header C 3;");
        assertThat(location(server, "/a").settings().all("proxy_set_header")).hasSize(1);
        assertThat(location(server, "/b").settings().all("add_header")).hasSize(2);
        assertThat(location(server, "/b").settings().all("error_page")).hasSize(1);
    }

    @Test
    void allowAndDenyAreOneList() {
        Server server = Configs.server("allow 10.0.0.0/8; deny all; location /a { deny 10.0.0.1; }");
        assertThat(location(server, "/a").settings().all("allow"))
                .extracting(Directive::toString)
                .containsExactly("deny 10.0.0.1;");
        assertThat(server.settings().all("deny")).extracting(Directive::name).containsExactly("allow", "deny");
    }

    @Test
    void rootAndAliasReplaceOneAnother() {
        Server server = Configs.server("root /srv; location /a { alias /b; } location /c { }");
        assertThat(location(server, "/a").settings().one("root").orElseThrow()).hasToString("alias /b;");
        assertThat(location(server, "/c").settings().text("root")).isEqualTo("/srv");
    }

    @Test
    void rewritesAndWhatAnswersAreNotInherited() {
        Server server = Configs.server("""
                set $a 1; rewrite ^/x /y;
                location / { proxy_pass http://127.0.0.1:1; try_files $uri =404; location /b { } }
                """);
        assertThat(server.steps()).hasSize(2);
        Location outer = location(server, "/");
        Location inner = location(server, "/b");
        assertThat(outer.settings().handler().orElseThrow().name()).isEqualTo("proxy_pass");
        assertThat(inner.settings().handler()).isEmpty();
        assertThat(inner.settings().one("try_files")).isEmpty();
        assertThat(inner.steps()).isEmpty();
    }

    @Test
    void aConditionAnswersAsItsLocationUnlessItSaysOtherwise() {
        Server server = Configs.server("""
                location / {
                    proxy_pass http://127.0.0.1:1;
                    add_header A 1;
                    if ($arg_a) { add_header B 2; }
                    if ($arg_b) { proxy_pass http://127.0.0.1:2; }
                    limit_except GET { deny all; }
                }
                """);
        Location location = location(server, "/");
        Step.If first = (Step.If) location.steps().getFirst();
        Step.If second = (Step.If) location.steps().get(1);
        assertThat(first.settings().handler().orElseThrow().arg(0)).isEqualTo("http://127.0.0.1:1");
        assertThat(first.settings().all("add_header"))
                .extracting(Directive::toString)
                .containsExactly("add_header B 2;");
        assertThat(first.condition().variable().orElseThrow().text()).isEqualTo("$arg_a");
        assertThat(second.settings().handler().orElseThrow().arg(0)).isEqualTo("http://127.0.0.1:2");
        assertThat(location.limitExcept().orElseThrow().all("deny")).hasSize(1);
        assertThat(location.limitExcept().orElseThrow().handler()).isPresent();
    }

    @Test
    void whatStandsNowhereHasItsDefault() {
        Server server = Configs.server("");
        assertThat(server.settings().milliseconds("proxy_connect_timeout")).hasValue(60_000);
        assertThat(server.settings().text("limit_req_status")).isEqualTo("503");
        assertThat(server.settings().isOn("etag")).isTrue();
        assertThat(server.settings().isOn("gzip")).isFalse();
        assertThat(server.settings().one("etag")).isEmpty();
        assertThat(server.settings().text("nothing")).isEmpty();
    }

    @Test
    void theRestOfHttpIsRead() {
        NginxConfig.Part http = Configs.http("""
                limit_req_zone $binary_remote_addr zone=a:1m rate=30r/m;
                proxy_cache_path /c keys_zone=b:2m;
                map $host $x { default 1; a 2; hostnames; }
                geo $y { 10.0.0.0/8 1; }
                split_clients $uri $z { 10% a; * b; }
                upstream u { ip_hash; server 10.0.0.1:1 weight=3 max_fails=2 fail_timeout=1m; server 10.0.0.2 down; keepalive 4; }
                """).http();
        assertThat(http.zone("a").orElseThrow().perMinute()).isEqualTo(30);
        assertThat(http.zone("a").orElseThrow().key()).isEqualTo("$binary_remote_addr");
        assertThat(http.zone("b").orElseThrow().bytes()).isEqualTo(2L << 20);
        assertThat(http.lookups()).extracting(Lookup::variable).containsExactly("x", "y", "z");
        assertThat(http.lookups()).extracting(Lookup::otherwise).containsExactly("1", "", "b");
        assertThat(http.lookups()).extracting(Lookup::source).containsExactly("$host", "$remote_addr", "$uri");
        assertThat(http.lookups().getFirst().flags()).containsExactly("hostnames");
        Upstream upstream = http.upstreams().getFirst();
        assertThat(upstream.method().orElseThrow().name()).isEqualTo("ip_hash");
        assertThat(upstream.settings().text("keepalive")).isEqualTo("4");
        assertThat(upstream.peers()).extracting(Upstream.Peer::weight).containsExactly(3, 1);
        assertThat(upstream.peers()).extracting(Upstream.Peer::failMillis).containsExactly(60_000L, 10_000L);
        assertThat(upstream.peers().getLast().isDown()).isTrue();
    }
}
