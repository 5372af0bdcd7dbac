package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers in place of a service, through a listener. */
@Timeout(60)
class RespondPolicyTest {

    private static TestGateway gateway(RawUpstream upstream, String policy) {
        return TestGateway.start(Yaml.listener("http2: { cleartext: true }")
                + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                + Yaml.routes("name: all, match: { path: /* }, policies: [ " + policy + " ], to: service")
                + "consumers: [ { name: shop, keys: [ { key: new-key } ] } ]\n");
    }

    @ParameterizedTest
    @CsvSource({
        "/a, X-None: 1, 200",
        "/a, X-Closed: 1, 503",
        "/a, x-closed:, 503",
        "/a?X-Closed, X-None: 1, 503",
        "/a?b=1&X-Close%64=0, X-None: 1, 503",
        "/a?x-closed=1, X-None: 1, 200",
        "/a?b=X-Closed, X-None: 1, 200",
        "/X-Closed, X-None: 1, 200"
    })
    void aTriggerDecides(String target, String field, int status) throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway =
                        gateway(upstream, "respond: { status: 503, message: 'closed \"now\"', trigger: X-Closed }")) {
            Message answer = gateway.get(target, field);
            assertThat(answer.status()).isEqualTo(status);
            assertThat(upstream.requests()).hasSize(status == 200 ? 1 : 0);
            if (status == 503) {
                assertThat(answer.text()).isEqualTo("{\"message\":\"closed \\u0022now\\u0022\"}\n");
                assertThat(answer.all("Content-Type")).containsExactly("application/json; charset=utf-8");
            }
        }
    }

    @Test
    void placeholdersAreFilledAndEscaped() throws IOException {
        String policy =
                "respond: { status: 404, headers: { X-Asked: \"{host}{path}\" }, contentType: text/html, body: \"<p>{path}</p>\" }";
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway(upstream, policy)) {
            Message answer = gateway.get("/a&b'c");
            assertThat(answer.text()).isEqualTo("<p>/a&#38;b&#39;c</p>");
            assertThat(answer.all("X-Asked")).containsExactly("test/a&b'c");
            try (Http2Client client = Http2Client.connect(gateway.address())) {
                Http2Client.Answer same = client.get(1, "/x");
                assertThat(same.status()).isEqualTo(404);
                assertThat(same.text()).isEqualTo("<p>/x</p>");
                assertThat(same.field("x-asked")).isEqualTo("a.test/x");
            }
        }
    }

    /** What is shown for debugging holds no credential, wherever a client has put one. */
    @Test
    void anEchoTellsWhatHasArrivedAndNoCredential() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway(upstream, "key-auth: {}, respond: { echo: true }")) {
            Message answer = gateway.get(
                    "/a/b?key=secret&secret2&x=1",
                    "X-API-Key: new-key",
                    "Authorization: Bearer secret",
                    "Cookie: s=secret",
                    "X-Unheard-Of: secret",
                    "Referer: http://a.test/?k=secret",
                    "User-Agent: \"<b>\"",
                    "Accept: text/html");
            assertThat(answer.text())
                    .contains("\"method\":\"GET\"", "\"path\":\"/a/b\"", "\"parameters\":[\"key\",\"x\"]")
                    .contains("{\"name\":\"Authorization\"}", "{\"name\":\"X-Unheard-Of\"}", "\"consumer\":\"shop\"")
                    .contains("{\"name\":\"Accept\",\"value\":\"text/html\"}", "\\u003cb\\u003e")
                    .doesNotContain("secret", "new-key");
            assertThat(upstream.requests()).isEmpty();
        }
    }
}
