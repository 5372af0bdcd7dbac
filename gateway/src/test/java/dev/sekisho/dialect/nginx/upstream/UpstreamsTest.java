package dev.sekisho.dialect.nginx.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.nginx.draft.Drafts;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.model.ActiveHealth;
import dev.sekisho.model.Balance.Algorithm;
import dev.sekisho.model.HashKey;
import dev.sekisho.model.Lookup;
import dev.sekisho.model.PassiveHealth;
import dev.sekisho.model.Protocol;
import dev.sekisho.model.StatusPattern;
import dev.sekisho.model.Upstream;
import dev.sekisho.model.UpstreamTls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamsTest {

    private static final String GROUP = "upstream app { server 10.0.0.1; server 10.0.0.2; }\n";

    /** The configuration with these locations, and what its upstreams are called by, in the order of the locations. */
    private record Made(Drafts drafts, List<String> names) {

        static Made of(String http, String... locations) {
            return of(Map.of(), http, locations);
        }

        static Made of(Map<String, String> files, String http, String... locations) {
            StringBuilder server = new StringBuilder("server {\n");
            for (int i = 0; i < locations.length; i++) {
                server.append("location /")
                        .append(i)
                        .append(" { ")
                        .append(locations[i])
                        .append(" }\n");
            }
            Drafts drafts = Drafts.http(http + server + "}", files);
            Upstreams upstreams = new Upstreams(drafts.in());
            List<String> names = new ArrayList<>();
            for (int i = 0; i < locations.length; i++) {
                Place place = drafts.place(i);
                names.add(Pass.of(place.settings())
                        .flatMap(pass -> upstreams.named(place, pass))
                        .orElse("none"));
            }
            return new Made(drafts, names);
        }

        List<Upstream> all() {
            return drafts.in().parts().upstreams();
        }

        Upstream only() {
            assertThat(all()).hasSize(1);
            return all().getFirst();
        }
    }

    private static String addresses(Upstream upstream) {
        return String.join(
                " ",
                upstream.targets().stream()
                        .map(target -> target.address().toString())
                        .toList());
    }

    @Test
    void aGroupKeepsItsNameAndIsMadeOnce() {
        Made made = Made.of(GROUP, "proxy_pass http://app;", "proxy_pass http://APP/x;", "proxy_pass https://app;");
        assertThat(made.names()).containsExactly("app", "app", "app-2");
        assertThat(addresses(made.all().getFirst())).isEqualTo("10.0.0.1:80 10.0.0.2:80");
        assertThat(addresses(made.all().get(1))).as("a group's own default").isEqualTo("10.0.0.1:80 10.0.0.2:80");
        assertThat(made.all().get(1).tls()).isPresent();
    }

    @Test
    void hostsAreNamedAsTheyAreWritten() {
        Made made = Made.of(
                "",
                "proxy_pass http://127.0.0.1:8080;",
                "proxy_pass http://api.test;",
                "proxy_pass https://api.test;",
                "proxy_pass http://[::1]:90;");
        assertThat(made.names()).containsExactly("127.0.0.1-8080", "api.test", "api.test-2", "::1-90");
        assertThat(made.all().stream().map(UpstreamsTest::addresses))
                .containsExactly("127.0.0.1:8080", "api.test:80", "api.test:443", "[::1]:90");
        assertThat(made.drafts().codes()).contains("upstream-traffic 4", "upstream-names 5", "upstream-unverified 6");
    }

    @Test
    void aHostAndAGroupOfOneNameAreTwoUpstreams() {
        Made made = Made.of("upstream 127.0.0.1-80 { server 10.0.0.1; }\n", "proxy_pass http://127.0.0.1:80;");
        assertThat(made.names()).containsExactly("127.0.0.1-80-2");
    }

    @Test
    void placesThatSpeakOtherwiseHaveAnUpstreamOfTheirOwn() {
        Made made = Made.of(
                GROUP,
                "proxy_pass http://app; proxy_connect_timeout 2s;",
                "proxy_pass http://app; proxy_connect_timeout 2s; proxy_read_timeout 3s;",
                "proxy_pass http://app; proxy_send_timeout 5s;");
        assertThat(made.names()).containsExactly("app", "app", "app-2");
        assertThat(made.all().getFirst().timeouts().connect()).isEqualTo(Duration.ofSeconds(2));
        assertThat(made.all().getFirst().timeouts().write()).isEqualTo(Duration.ofSeconds(60));
        assertThat(made.all().get(1).timeouts().connect()).isEqualTo(Duration.ofSeconds(60));
        assertThat(made.all().get(1).timeouts().write()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void failuresAreCountedAsNginxCountsThem() {
        Made made = Made.of(GROUP, "proxy_pass http://app; proxy_next_upstream error http_503 http_404;");
        PassiveHealth passive = made.only().health().passive().orElseThrow();
        assertThat(passive.together()).isTrue();
        assertThat(passive.sole()).as("the only server of a group never rests").isFalse();
        assertThat(passive.statuses()).as("a 404 never tells against it").containsExactly(new StatusPattern(503, 503));
        assertThat(passive.window()).isEqualTo(Duration.ofSeconds(10));
        assertThat(made.only().health().noTargetStatus()).isEqualTo(502);
        Made plain = Made.of(GROUP, "proxy_pass http://app;");
        assertThat(plain.only().health().passive().orElseThrow().httpFailures()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "least_conn, LEAST_CONNECTIONS, false",
        "ip_hash, ADDRESS_HASH, false",
        "random, RANDOM, false",
        "random two, LEAST_REQUEST, false",
        "random two least_time=header, EWMA, true",
        "least_time header, EWMA, true",
        "hash $remote_addr, MODULO_HASH, false",
        "hash $binary_remote_addr consistent, KETAMA, true"
    })
    void methodsOfChoice(String method, Algorithm algorithm, boolean differs) {
        Made made = Made.of("upstream app { " + method + "; server 10.0.0.1; }\n", "proxy_pass http://app;");
        assertThat(made.only().balance().algorithm()).isEqualTo(algorithm);
        assertThat(made.drafts().messages("differs")).hasSize(differs ? 1 : 0);
    }

    @Test
    void keysOfHashesAreVariables() {
        Made made = Made.of(
                "upstream app { hash $request_uri; server 10.0.0.1; }\n",
                "proxy_pass http://app;",
                "proxy_pass https://app;");
        assertThat(made.names()).containsExactly("app", "app-2");
        assertThat(made.all().getFirst().balance().hash()).contains(HashKey.ofVariable("hash-key-1"));
        assertThat(made.drafts().in().parts().variables()).singleElement().satisfies(variable -> {
            assertThat(variable.name()).isEqualTo("hash-key-1");
            assertThat(((Lookup.MapLookup) variable.by()).otherwise()).contains("{requestTarget}");
        });
    }

    @Test
    void cookiesAndSlowStart() {
        Made made = Made.of(
                "upstream app { sticky cookie srv expires=1h domain=.a.test path=/x; server 10.0.0.1 slow_start=30s; }\n",
                "proxy_pass http://app;");
        assertThat(made.only().balance().sticky().orElseThrow().cookie()).isEqualTo("srv");
        assertThat(made.only().balance().sticky().orElseThrow().ttl()).isEqualTo(Duration.ofHours(1));
        assertThat(made.only().balance().slowStart()).isEqualTo(Duration.ofSeconds(30));
        assertThat(made.drafts().messages("differs")).anyMatch(text -> text.contains("domain=.a.test is left out"));
        Made route = Made.of("upstream app { sticky route $x; server 10.0.0.1; }\n", "proxy_pass http://app;");
        assertThat(route.drafts().messages("not-honoured")).hasSize(1);
    }

    @Test
    void connectionsThatAreKept() {
        Made made = Made.of(
                "upstream app { server 10.0.0.1; keepalive 16; keepalive_timeout 30s; keepalive_time 2h; zone a 64k; }\n",
                "proxy_pass http://app;");
        assertThat(made.only().pool().maxIdlePerLoop()).contains(16);
        assertThat(made.only().pool().idle()).isEqualTo(Duration.ofSeconds(30));
        assertThat(made.only().pool().lifetime()).isEqualTo(Duration.ofHours(2));
        assertThat(made.drafts().messages("no-effect")).hasSize(1);
        assertThat(Made.of(GROUP, "proxy_pass http://app;").only().pool().idle())
                .isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void certificatesAreVerifiedOnlyWhereThatIsSaid() {
        Made made = Made.of(
                "",
                "proxy_pass https://api.test;",
                "proxy_pass https://b.test; proxy_ssl_verify on; "
                        + "proxy_ssl_trusted_certificate ca.pem; proxy_ssl_name c.test;");
        UpstreamTls open = made.all().getFirst().tls().orElseThrow();
        assertThat(open.verify()).isFalse();
        assertThat(open.sni()).isFalse();
        UpstreamTls checked = made.all().get(1).tls().orElseThrow();
        assertThat(checked.verify()).isTrue();
        assertThat(checked.ca()).contains("/conf/ca.pem");
        assertThat(checked.serverName()).contains("c.test");
        assertThat(made.drafts().messages("upstream-unverified")).hasSize(1);
        assertThat(made.drafts().messages("differs")).as("the name is sent").hasSize(1);
    }

    @Test
    void certificatesThatAreShown() {
        Made made = Made.of(
                Map.of("pass", "first\nsecond\n"),
                "",
                "proxy_pass https://api.test:8443; proxy_ssl_server_name on; proxy_ssl_certificate a.pem; "
                        + "proxy_ssl_certificate_key /k/a.key; proxy_ssl_password_file pass; proxy_ssl_crl x.pem;");
        UpstreamTls tls = made.only().tls().orElseThrow();
        assertThat(tls.sni()).isTrue();
        assertThat(tls.serverName()).contains("api.test");
        assertThat(tls.certificate()).contains("/conf/a.pem");
        assertThat(tls.key()).contains("/k/a.key");
        assertThat(tls.password().orElseThrow().reveal()).isEqualTo("first");
        assertThat(made.drafts().messages("differs")).hasSize(1);
        assertThat(made.drafts().messages("not-honoured"))
                .singleElement()
                .asString()
                .contains("revoked");
    }

    @Test
    void grpcIsHttp2WithItsOwnTimes() {
        Made made = Made.of("", "grpc_pass grpc://10.0.0.1:50051; grpc_connect_timeout 3s;");
        assertThat(made.only().protocol()).isEqualTo(Protocol.HTTP2);
        assertThat(made.only().timeouts().connect()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void namesAreLookedUpWithTheResolverWhereThatIsSaid() {
        Made made = Made.of(
                "resolver 10.0.0.53 10.0.0.54:5353 valid=20s ipv6=off; resolver_timeout 2s;\n"
                        + "upstream app { zone a 64k; server app.test resolve; }\n",
                "proxy_pass http://app;",
                "proxy_pass http://b.test;");
        assertThat(made.all().getFirst().dns().servers().toString()).isEqualTo("[10.0.0.53:53, 10.0.0.54:5353]");
        assertThat(made.all().getFirst().dns().refresh()).isEqualTo(Duration.ofSeconds(20));
        assertThat(made.all().getFirst().dns().timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(made.all().get(1).dns().servers()).isEmpty();
        assertThat(made.drafts().messages("differs")).singleElement().asString().contains("ipv6=off");
    }

    @Test
    void probesOfHealthChecks() {
        Made made = Made.of(
                GROUP + "match good { status 200-299 404; body ~ x; }\n",
                "proxy_pass http://app; health_check interval=10 fails=2 passes=3 uri=/live match=good port=8081;");
        ActiveHealth active = made.only().health().active().orElseThrow();
        assertThat(active.path()).isEqualTo("/live");
        assertThat(active.host()).contains("app");
        assertThat(active.expect()).containsExactly(new StatusPattern(200, 299), new StatusPattern(404, 404));
        assertThat(active.healthy().interval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(active.healthy().successes()).isEqualTo(3);
        assertThat(active.unhealthy().timeouts()).isEqualTo(2);
        assertThat(made.drafts().messages("not-honoured")).hasSize(2).anyMatch(text -> text.contains("port=8081"));
    }

    @Test
    void whatMeansNothingIsToldOnce() {
        Made made = Made.of(
                "proxy_buffering off; proxy_buffers 4 8k;\n" + GROUP,
                "proxy_pass http://app;",
                "proxy_pass http://app; proxy_bind 10.0.0.9;");
        assertThat(made.drafts().messages("no-effect")).hasSize(2);
        assertThat(made.drafts().messages("not-honoured"))
                .singleElement()
                .asString()
                .contains("proxy_bind");
    }
}
