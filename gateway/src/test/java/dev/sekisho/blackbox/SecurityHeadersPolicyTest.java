package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The fields by which answers tell browsers what to refuse, on every kind of answer. */
@Timeout(60)
class SecurityHeadersPolicyTest {

    private static final String H2C = "http2: { cleartext: true }";
    private static final String FORM = "HTTP/1.1 200 OK\r\nServer: secret/1.0\r\nX-Powered-By: secret\r\n"
            + "Content-Security-Policy: default-src 'self'\r\nStrict-Transport-Security: max-age=1\r\nContent-Length: 0\r\n\r\n";

    @TempDir
    Path folder;

    private static String yaml(String listener, RawUpstream upstream, String policies) {
        return Yaml.listener(listener)
                + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                + Yaml.routes("name: all, match: { path: /* }, policies: [ " + policies + " ], to: service");
    }

    @Test
    void answersBearTheFieldsOverBothProtocols() throws IOException {
        try (RawUpstream upstream = RawUpstream.answering(request -> FORM);
                TestGateway gateway = TestGateway.start(yaml(H2C, upstream, "security-headers: {}"))) {
            Message answer = gateway.get("/a");
            assertThat(answer.all("X-Content-Type-Options")).containsExactly("nosniff");
            assertThat(answer.all("X-Frame-Options")).containsExactly("SAMEORIGIN");
            assertThat(answer.all("Referrer-Policy")).containsExactly("strict-origin-when-cross-origin");
            assertThat(answer.all("Content-Security-Policy"))
                    .as("the backend's stays")
                    .containsExactly("default-src 'self'");
            assertThat(answer.has("Strict-Transport-Security"))
                    .as("in the clear")
                    .isFalse();
            assertThat(answer.head()).doesNotContain("secret");
            try (Http2Client client = Http2Client.connect(gateway.address())) {
                Http2Client.Answer same = client.get(1, "/a");
                assertThat(same.field("x-content-type-options")).isEqualTo("nosniff");
                assertThat(same.field("server")).isEmpty();
            }
        }
    }

    @Test
    void refusalsAndErrorsBearThemToo() throws IOException {
        String policies = "security-headers: { preset: api, noStore: true }, key-auth: {}";
        try (RawUpstream upstream = RawUpstream.start(connection -> connection.reset());
                TestGateway gateway = TestGateway.start(
                        yaml("", upstream, policies) + "consumers: [ { name: shop, keys: [ { key: new-key } ] } ]\n")) {
            for (Message answer : new Message[] {gateway.get("/a"), gateway.get("/a", "X-API-Key: new-key")}) {
                assertThat(answer.status()).isIn(401, 502);
                assertThat(answer.all("Content-Security-Policy"))
                        .containsExactly("default-src 'none'; frame-ancestors 'none'");
                assertThat(answer.all("Cache-Control")).containsExactly("no-store");
            }
        }
    }

    @Test
    void overTlsTheyKeepClientsThereOnce() throws Exception {
        Pki pki = new Pki(folder);
        String tls = "tls: { certificates: [ { " + pki.files("name", pki.issue("name", "a.test"))
                + " } ], hsts: { maxAge: 2d } }";
        String policy = "security-headers: { override: always, headers: { Strict-Transport-Security: max-age=60 } }";
        try (RawUpstream upstream = RawUpstream.answering(request -> FORM);
                TestGateway gateway = TestGateway.start(yaml(tls, upstream, policy));
                Socket socket = Pki.connect(pki.context(), gateway.address(), "a.test");
                RawClient client = RawClient.over(socket)) {
            assertThat(client.send("GET /a HTTP/1.1\r\nHost: a.test\r\n\r\n")
                            .read()
                            .all("Strict-Transport-Security"))
                    .containsExactly("max-age=60");
        }
        try (RawUpstream upstream =
                        RawUpstream.answering(request -> FORM.replace("Strict-Transport-Security: max-age=1\r\n", ""));
                TestGateway gateway = TestGateway.start(yaml(tls, upstream, "security-headers: {}"));
                Socket socket = Pki.connect(pki.context(), gateway.address(), "a.test");
                RawClient client = RawClient.over(socket)) {
            assertThat(client.send("GET /a HTTP/1.1\r\nHost: a.test\r\n\r\n")
                            .read()
                            .all("Strict-Transport-Security"))
                    .as("the listener's")
                    .containsExactly("max-age=172800");
        }
    }
}
