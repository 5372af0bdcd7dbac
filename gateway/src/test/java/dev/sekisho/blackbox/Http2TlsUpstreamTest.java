package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which protocol is agreed on with services behind TLS (ALPN, RFC 7301). */
@Timeout(120)
class Http2TlsUpstreamTest {

    @TempDir
    Path folder;

    private Pki pki;
    private X509Bundle certificate;

    @BeforeEach
    void authority() throws Exception {
        pki = new Pki(folder);
        certificate = pki.issue("service", "api.test");
    }

    private TestGateway gateway(String protocol, int port) {
        String keys = "protocol: " + protocol + ", tls: { ca: \"" + pki.ca() + "\", serverName: api.test }";
        return TestGateway.start(Yaml.listener("") + Yaml.upstreams(Yaml.upstream("service", keys, port)) + Yaml.ALL);
    }

    private Http2Service http2() throws Exception {
        SslContext context = SslContextBuilder.forServer(
                        certificate.getKeyPair().getPrivate(), certificate.getCertificatePath())
                .sslProvider(SslProvider.JDK)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        ApplicationProtocolNames.HTTP_2))
                .build();
        return Http2Service.start(Http2Service.Setup.tls(context), Http2Service::echo);
    }

    private TlsUpstream http1() throws Exception {
        return new TlsUpstream(pki.context(certificate), false);
    }

    @Test
    void bothWaysOfAskingForHttp2GetItWhereItIsSpoken() throws Exception {
        for (String protocol : List.of("http2", "auto")) {
            try (Http2Service service = http2();
                    TestGateway gateway = gateway(protocol, service.port());
                    RawClient client = gateway.connect()) {
                for (int i = 0; i < 10; i++) {
                    assertThat(client.post("/", "body").text()).isEqualTo("body");
                }
                assertThat(service.accepted()).isEqualTo(1);
                assertThat(service.calls())
                        .allMatch(call -> call.header(":scheme").equals("https"));
                assertThat(gateway.get(
                                        "/",
                                        "Connection: Upgrade",
                                        "Upgrade: websocket",
                                        "Sec-WebSocket-Version: 13",
                                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")
                                .status())
                        .isEqualTo(502);
            }
        }
    }

    @Test
    void whoSpeaksOnlyHttp1IsAskedOverHttp1OrNotAtAll() throws Exception {
        try (TlsUpstream service = http1();
                TestGateway gateway = gateway("auto", service.port());
                RawClient client = gateway.connect()) {
            for (int i = 0; i < 10; i++) {
                assertThat(client.get("/").text()).startsWith("TLSv1.3");
            }
            assertThat(service.handshakes()).isEqualTo(1);
        }
        try (TlsUpstream service = http1();
                TestGateway gateway = gateway("http2", service.port())) {
            Message answer = gateway.get("/");
            assertThat(answer.status()).isEqualTo(502);
            String id = answer.field("X-Request-ID").orElseThrow();
            assertThat(gateway.logged(line -> line.contains(id))).contains("upstream.tls");
        }
    }

    /** Those who wait for the first connection would wait in vain once it turns out to carry one request at a time. */
    @Test
    void manyAtOnceAreServedWhateverTheFirstConnectionTurnsOutToBe() throws Exception {
        try (TlsUpstream old = http1();
                TestGateway gateway = gateway("auto", old.port())) {
            assertAllServed(gateway);
            assertThat(old.handshakes()).isGreaterThan(1);
        }
        try (Http2Service service = http2();
                TestGateway gateway = gateway("auto", service.port())) {
            assertAllServed(gateway);
            assertThat(service.accepted()).isEqualTo(1);
        }
    }

    private static void assertAllServed(TestGateway gateway) throws InterruptedException {
        AtomicInteger good = new AtomicInteger();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            clients.add(Thread.ofVirtual().start(() -> {
                try {
                    good.addAndGet(gateway.get("/").status() == 200 ? 1 : 0);
                } catch (IOException e) {
                    // not counted as good
                }
            }));
        }
        for (Thread client : clients) {
            client.join();
        }
        assertThat(good).hasValue(50);
    }

    @Test
    void whoCannotBeTrustedIsNotAsked() throws Exception {
        certificate = pki.issue("service", "other.test");
        try (Http2Service service = http2();
                TestGateway gateway = gateway("http2", service.port())) {
            assertThat(gateway.get("/").status()).isEqualTo(502);
            assertThat(service.calls()).isEmpty();
        }
    }
}
