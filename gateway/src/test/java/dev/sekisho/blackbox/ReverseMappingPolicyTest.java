package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Names of a service in its answers, through a listener. */
@Timeout(60)
class ReverseMappingPolicyTest {

    private static final String SETTINGS = "reverse-mapping: { locations: [ { from: \"http://service/app/\", to: / } ],"
            + " cookieDomains: [ { from: service, to: \"{host}\" } ], cookiePaths: [ { from: /app/, to: / } ],"
            + " cookieFlags: [ { cookie: session, flags: [ secure, httponly ] } ] }";

    private static TestGateway start(RawUpstream upstream, String more) {
        return TestGateway.start(Yaml.listener("http2: { cleartext: true }")
                + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                + Yaml.routes(
                        "name: all, match: { path: /* }, policies: [ { " + SETTINGS + " }" + more + " ], to: service"));
    }

    @Test
    void clientsOfBothProtocolsSeeNamesThatTheyKnow() throws IOException {
        String answer = "HTTP/1.1 302 Found\r\nLocation: http://service/app/next\r\n"
                + "Set-Cookie: session=1; Domain=service; Path=/app/\r\nSet-Cookie: other=2\r\nContent-Length: 0\r\n\r\n";
        try (RawUpstream upstream = RawUpstream.answering(request -> answer);
                TestGateway gateway = start(upstream, "");
                Http2Client second = Http2Client.connect(gateway.address())) {
            Message first = gateway.get("/");
            assertThat(first.field("Location")).hasValue("/next");
            assertThat(first.all("Set-Cookie"))
                    .containsExactlyInAnyOrder("other=2", "session=1; Domain=test; Path=/; Secure; HttpOnly");
            assertThat(second.get(1, "/").field("location")).contains("/next");
        }
    }

    /** steps stands before it, and its redirect names the service on purpose. */
    @Test
    void answersOfTheGatewayStayAsTheyAre() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = start(
                        upstream,
                        ", { steps: { run: [ { rewrite: { pattern: ^/, replacement: \"http://service/app/x\", flag: redirect } } ] } }")) {
            assertThat(gateway.get("/").field("Location")).hasValue("http://service/app/x");
        }
    }
}
