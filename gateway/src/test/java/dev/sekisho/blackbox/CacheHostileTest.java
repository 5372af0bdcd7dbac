package dev.sekisho.blackbox;

import static dev.sekisho.blackbox.CacheRig.ok;
import static dev.sekisho.blackbox.CacheRig.status;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must not be stored, and what must not be served to another one. */
class CacheHostileTest {

    private static final String FRESH = "Cache-Control: max-age=600";
    private static final String TTL = "{ ttl: { \"200\": 10m } }";

    private final AtomicInteger count = new AtomicInteger();

    private String numbered(String... fields) {
        return ok("text " + count.incrementAndGet(), fields);
    }

    @Test
    void whatAuthorizationGotIsForNobodyElse() throws IOException {
        try (CacheRig rig = CacheRig.start("{}", r -> numbered(FRESH))) {
            assertThat(rig.get("/me", "Authorization: Bearer a").text()).isEqualTo("text 1");
            assertThat(rig.get("/me").text()).isEqualTo("text 2");
            assertThat(rig.get("/me", "Authorization: Bearer b").text()).isEqualTo("text 3");
            assertThat(rig.status("/me")).isEqualTo("HIT");
            rig.answer(r -> numbered("Cache-Control: public, max-age=600"));
            rig.get("/all", "Authorization: Bearer a");
            assertThat(rig.status("/all")).isEqualTo("HIT");
            assertThat(rig.status("/all", "Authorization: Bearer b")).isEqualTo("HIT");
        }
    }

    @Test
    void cookiesAreNotShared() throws IOException {
        try (CacheRig rig = CacheRig.start(TTL, r -> numbered())) {
            assertThat(rig.get("/account/x.css", "Cookie: session=1").text()).isEqualTo("text 1");
            assertThat(rig.get("/account/x.css").text())
                    .as("no deception by an extension")
                    .isEqualTo("text 2");
            assertThat(rig.get("/account/x.css", "Cookie: session=2").text()).isEqualTo("text 3");
            assertThat(rig.status("/account/x.css")).isEqualTo("HIT");
            rig.answer(r -> numbered("Set-Cookie: session=3"));
            assertThat(rig.status("/login")).isEqualTo("MISS");
            assertThat(rig.status("/login")).isEqualTo("MISS");
            rig.answer(r -> numbered("Set-Cookie: seen=1", "Cache-Control: public, max-age=600"));
            assertThat(rig.get("/public").has("Set-Cookie")).isTrue();
            Message again = rig.get("/public");
            assertThat(status(again)).isEqualTo("HIT");
            assertThat(again.has("Set-Cookie")).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-HTTP-Method-Override: DELETE",
                "x-original-url: /admin",
                "X-Rewrite-URL: /admin",
                "X-Host: evil.test",
                "If-Match: \"1\""
            })
    void aFieldThatMakesAnotherRequestOfItNeverPoisons(String field) throws IOException {
        try (CacheRig rig = CacheRig.start("{}", r -> numbered(FRESH))) {
            assertThat(rig.status("/", field)).isEqualTo("BYPASS");
            assertThat(rig.status("/")).isEqualTo("MISS");
            assertThat(rig.status("/", field)).isEqualTo("BYPASS");
            assertThat(rig.get("/").text()).isEqualTo("text 2");
        }
    }

    @Test
    void whatTheBackendMaySeeIsPartOfTheKey() throws IOException {
        try (CacheRig rig =
                CacheRig.start("{}", r -> ok(r.target() + " " + r.field("Host").orElse(""), FRESH))) {
            assertThat(rig.get("/a%2Fb").text()).startsWith("/a%2Fb ");
            assertThat(rig.get("/a/b").text()).startsWith("/a/b ");
            assertThat(rig.get("/a/./b").text()).startsWith("/a/b ");
            assertThat(rig.get("/a/b?").text()).startsWith("/a/b? ");
            assertThat(rig.get("/a/b?x=1&y").text()).startsWith("/a/b?x=1&y ");
            assertThat(rig.asked()).isEqualTo(4);
            try (RawClient client = rig.gateway().connect()) {
                client.send("GET /p HTTP/1.1\r\nHost: test:1337\r\n\r\n").read();
            }
            assertThat(rig.status("/p")).as("another port").isEqualTo("MISS");
        }
    }

    @Test
    void aGetWithABodyIsNeitherKeptNorAnswered() throws IOException {
        try (CacheRig rig = CacheRig.start(
                        "{}",
                        r -> ok(r.target() + new String(r.body(), java.nio.charset.StandardCharsets.US_ASCII), FRESH));
                RawClient client = rig.gateway().connect()) {
            client.send(RawClient.request("GET", "/", "Content-Length: 3") + "bad");
            assertThat(status(client.read())).isEqualTo("BYPASS");
            assertThat(rig.get("/").text()).isEqualTo("/");
        }
    }

    @Test
    void whatIsCutOrTooLargeIsNotStored() throws IOException {
        try (RawUpstream service = RawUpstream.start(connection -> {
                    var request = connection.request();
                    if (request.isPresent()) {
                        boolean cut = request.get().target().equals("/cut");
                        connection.send("HTTP/1.1 200 OK\r\nCache-Control: max-age=600\r\nContent-Length: "
                                + (cut ? 100 : 40_000) + "\r\n\r\n" + "x".repeat(cut ? 50 : 40_000));
                    }
                });
                TestGateway gateway = TestGateway.start(Yaml.listener("")
                        + Yaml.upstreams(Yaml.upstream("service", "", service))
                        + Yaml.routes("name: all, match: { path: /* }, policies: [ { cache: { maxObject: 10kB } } ],"
                                + " to: service"))) {
            for (int i = 0; i < 2; i++) {
                try (RawClient client = gateway.connect()) {
                    client.send(RawClient.request("GET", "/cut"));
                    assertThat(client.head()).contains("X-Cache-Status: MISS");
                    assertThat(client.drain()).isLessThan(100);
                }
            }
            for (int i = 0; i < 2; i++) {
                Message whole = gateway.get("/large");
                assertThat(whole.body()).hasSize(40_000);
                assertThat(status(whole)).isEqualTo("MISS");
            }
        }
    }

    private static TestGateway gateway(RawUpstream service, String policies) {
        return TestGateway.start(Yaml.listener("")
                + Yaml.upstreams(Yaml.upstream("service", "", service))
                + Yaml.routes("name: all, match: { path: /* }, policies: [ " + policies + " ], to: service")
                + "consumers:\n  - { name: shop, keys: [ { key: the-key } ] }\n");
    }

    @Test
    void whatAPolicyMakesOfTheRequestLineIsPartOfTheKey() throws IOException {
        String path = "request-line: { path: \"/users/{header.X-User}\" }, cache: {}";
        String method = "request-line: { method: POST }, cache: {}";
        try (RawUpstream service = RawUpstream.answering(r -> ok(r.target(), "Cache-Control: public, max-age=600"));
                TestGateway gateway = gateway(service, path);
                TestGateway posts = gateway(service, method)) {
            for (String expected : new String[] {"MISS", "HIT"}) {
                for (String user : new String[] {"ann", "bob"}) {
                    Message answer = gateway.get("/me", "X-User: " + user);
                    assertThat(answer.text()).isEqualTo("/users/" + user);
                    assertThat(status(answer)).isEqualTo(expected);
                }
                assertThat(status(posts.get("/me")))
                        .as("unsafe for the backend")
                        .isEqualTo("none");
            }
            assertThat(service.requests()).hasSize(4);
        }
    }

    @Test
    void aKeyThatNamesTheConsumerDoesNotNameWhomAuthorizationNames() throws IOException {
        String policies = "key-auth: {}, cache: { key: \"{path} {consumer}\", ttl: { \"200\": 10m } }";
        try (RawUpstream service =
                        RawUpstream.answering(r -> ok(r.field("Authorization").orElse("nobody")));
                TestGateway gateway = gateway(service, policies)) {
            for (String user : new String[] {"Bearer a", "Bearer b"}) {
                Message answer = gateway.get("/", "X-API-Key: the-key", "Authorization: " + user);
                assertThat(answer.text()).isEqualTo(user);
            }
            assertThat(gateway.get("/", "X-API-Key: the-key").text()).isEqualTo("nobody");
            assertThat(status(gateway.get("/", "X-API-Key: the-key"))).isEqualTo("HIT");
        }
    }
}
