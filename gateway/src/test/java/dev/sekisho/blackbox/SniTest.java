package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS passed through by the name that the client asks for: the services' own certificates are seen. */
class SniTest {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String ROUTES =
            "streams: [ { name: s, address: \"127.0.0.1:0\", timeouts: { hello: 500ms }, sni: [ "
                    + "{ hosts: [ a.test, \"*.x.a.test\" ], to: a }, { hosts: [ \"*.a.test\" ], to: b } ]";

    @TempDir
    Path folder;

    private Pki pki;

    @BeforeEach
    void authority() throws Exception {
        pki = new Pki(folder);
    }

    private TlsUpstream service(String name) throws Exception {
        return new TlsUpstream(pki.context(pki.issue(name, name + ".test")), false);
    }

    private static String yaml(String more, TlsUpstream a, TlsUpstream b) {
        return ROUTES + more + " } ]\n"
                + Yaml.upstreams(Yaml.upstream("a", "", a.port()), Yaml.upstream("b", "", b.port()));
    }

    private String seen(TestGateway gateway, String host) throws Exception {
        try (SSLSocket socket = Pki.connect(pki.context(), StreamTest.address(gateway), host)) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = RawClient.over(socket).read().text();
            return socket.getSession().getPeerPrincipal().getName() + " " + answer;
        }
    }

    @Test
    void exactNamesThenTheLongestWildcardDecide() throws Exception {
        try (TlsUpstream a = service("a");
                TlsUpstream b = service("b");
                TestGateway gateway = TestGateway.start(yaml("", a, b))) {
            assertThat(seen(gateway, "a.test")).startsWith("CN=a TLSv1.3 ").contains("value=a.test");
            assertThat(seen(gateway, "A.Test")).startsWith("CN=a ");
            assertThat(seen(gateway, "w.a.test")).startsWith("CN=b ").contains("value=w.a.test");
            assertThat(seen(gateway, "w.x.a.test")).startsWith("CN=a ");
            assertThat(seen(gateway, "v.w.a.test")).startsWith("CN=b ");
            assertThat(StreamTest.metric(gateway, "api_gateway_stream_failures_total"))
                    .isZero();
        }
    }

    @Test
    void otherNamesGoToTheDefaultOrNowhere() throws Exception {
        try (TlsUpstream a = service("a");
                TlsUpstream b = service("b")) {
            try (TestGateway gateway = TestGateway.start(yaml(", to: b", a, b))) {
                assertThat(seen(gateway, "other.test")).startsWith("CN=b ");
                assertThat(seen(gateway, "")).startsWith("CN=b ");
            }
            try (TestGateway gateway = TestGateway.start(yaml("", a, b))) {
                for (String host : new String[] {"other.test", "", "a.test.evil.test"}) {
                    assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> seen(gateway, host)))
                            .as(host)
                            .isInstanceOfAny(SSLHandshakeException.class, IOException.class);
                }
                assertThat(StreamTest.metric(gateway, "api_gateway_stream_failures_total{reason=\"stream.sni\""))
                        .isEqualTo(3);
                assertThat(a.handshakes() + b.handshakes()).isEqualTo(2);
            }
        }
    }

    /** What is no ClientHello, or does not come, or is endless, reaches no service. */
    @Test
    void whatIsNoClientHelloIsClosed() throws Exception {
        try (TlsUpstream a = service("a");
                TlsUpstream b = service("b");
                TestGateway gateway = TestGateway.start(yaml(", to: b", a, b))) {
            InetSocketAddress address = StreamTest.address(gateway);
            byte[] endless = new byte[20_000];
            endless[0] = 22; // handshake
            endless[1] = 3;
            endless[2] = 1;
            endless[3] = 0x40; // a record of 16 KiB
            endless[5] = 1; // ClientHello
            endless[6] = 0x10; // of 1 MiB
            byte[][] hostile = {
                "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                {22, 3, 1, 0, 5},
                {},
                endless
            };
            for (byte[] bytes : hostile) {
                try (StreamClient client = StreamClient.connect(address)) {
                    client.send(bytes);
                    assertThat(client.rest().length()).as("at most an alert").isLessThan(16);
                }
            }
            TestGateway.await(
                    "the failures",
                    PATIENCE,
                    () -> StreamTest.metric(gateway, "api_gateway_stream_failures_total{reason=\"stream.client_hello\"")
                            == hostile.length);
            assertThat(a.handshakes() + b.handshakes()).isZero();
            assertThat(seen(gateway, "a.test")).startsWith("CN=a ");
        }
    }
}
