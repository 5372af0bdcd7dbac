package dev.sekisho.server.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.upstream.health.ProbeResult;
import dev.sekisho.model.ActiveHealth.Kind;
import dev.sekisho.model.ProxyHeader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Probes over TCP, HTTP and HTTPS; {@code localhost} is the only name of the certificate. */
@Timeout(60)
class ProbeTest {

    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    static Path folder;

    private static SSLContext before;
    private static SSLContext context;

    @BeforeAll
    static void certificate() throws Exception {
        before = SSLContext.getDefault();
        context = Certificate.of("localhost", folder).context();
    }

    @AfterEach
    void trustAsBefore() {
        SSLContext.setDefault(before);
    }

    private static Scripted.Script status(int status) {
        String answer = "HTTP/1.1 " + status + " S\r\nContent-Length: 0\r\n\r\n";
        return (in, out) -> out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Scripted https(int status) throws IOException {
        return Scripted.start(context.getServerSocketFactory(), status(status));
    }

    @Test
    void aConnectionIsEnoughForTcp() throws IOException {
        try (Scripted silent = Scripted.start((in, out) -> {})) {
            assertThat(Probes.of(Kind.TCP).run(silent.port())).isEqualTo(ProbeResult.GOOD);
        }
    }

    @Test
    void statusDecidesForHttp() throws IOException {
        try (Scripted good = Scripted.start(status(204));
                Scripted bad = Scripted.start(status(503))) {
            assertThat(Probes.of(Kind.HTTP).run(good.port())).isEqualTo(ProbeResult.GOOD);
            assertThat(Probes.of(Kind.HTTP).run(bad.port())).isEqualTo(ProbeResult.BAD_STATUS);
        }
    }

    @Test
    void statusDecidesForHttpsWhoseCertificateIsTrustedForTheName() throws IOException {
        SSLContext.setDefault(context);
        try (Scripted good = https(200);
                Scripted bad = https(500)) {
            assertThat(Probes.of(Kind.HTTPS).run(good.port())).isEqualTo(ProbeResult.GOOD);
            assertThat(Probes.of(Kind.HTTPS).run(bad.port())).isEqualTo(ProbeResult.BAD_STATUS);
        }
    }

    @Test
    void anotherNameThanThatOfATrustedCertificateFails() throws IOException {
        SSLContext.setDefault(context);
        try (Scripted server = https(200)) {
            Probes other = Probes.of(Kind.HTTPS).host("other.test");
            assertThat(other.run(server.port())).isEqualTo(ProbeResult.TCP_FAILURE);
            assertThat(Probes.of(Kind.HTTPS).host("127.0.0.1").run(server.port()))
                    .isEqualTo(ProbeResult.TCP_FAILURE);
            assertThat(other.unverified().run(server.port())).isEqualTo(ProbeResult.GOOD);
        }
    }

    @Test
    void anUntrustedCertificateFailsUnlessItIsNotVerified() throws IOException {
        try (Scripted server = https(200)) {
            assertThat(Probes.of(Kind.HTTPS).run(server.port())).isEqualTo(ProbeResult.TCP_FAILURE);
            assertThat(Probes.of(Kind.HTTPS).unverified().run(server.port())).isEqualTo(ProbeResult.GOOD);
        }
    }

    @Test
    void aPortOfPlainHttpFailsForHttps() throws IOException {
        try (Scripted plain = Scripted.start((in, out) -> {
            in.skipNBytes(1);
            status(400).serve(in, out);
        })) {
            assertThat(Probes.of(Kind.HTTPS).run(plain.port())).isEqualTo(ProbeResult.TCP_FAILURE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void nobodyListens(Kind type) throws IOException {
        assertThat(Probes.of(type).run(Scripted.refusingPort())).isEqualTo(ProbeResult.TCP_FAILURE);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TCP")
    void silenceIsATimeout(Kind type) throws IOException {
        try (Scripted silent = Scripted.start((in, out) -> {})) {
            assertThat(Probes.of(type).within(SHORT).run(silent.port())).isEqualTo(ProbeResult.TIMEOUT);
        }
    }

    /** Each byte came within the timeout of the socket, so that the handshake of TLS went on for as long as bytes came. */
    @ParameterizedTest
    @EnumSource(names = {"HTTPS", "GRPCS"})
    void aHandshakeByTheDropIsATimeout(Kind type) throws IOException {
        byte[] head = {22, 3, 3, 64, 0, 2, 0, 63, (byte) 252}; // a record of 16 KiB with a ServerHello of as much
        Scripted.Script drops = (in, out) -> {
            out.write(head);
            for (int i = 0; i < 16_000; i++) {
                Thread.sleep(20);
                out.write(0);
            }
        };
        try (Scripted slow = Scripted.start(drops)) {
            long start = System.nanoTime();
            assertThat(Probes.of(type).within(SHORT).run(slow.port())).isEqualTo(ProbeResult.TIMEOUT);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        }
    }

    /** Targets that take connections behind a header alone were down for probes without one. */
    @ParameterizedTest
    @EnumSource(names = {"HTTP", "HTTPS", "TCP"})
    void aHeaderOfTheProxyProtocolThatNamesNoClientGoesAhead(Kind type) throws Exception {
        byte[] local = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a20000000");
        for (ProxyHeader header : List.of(ProxyHeader.V1, ProxyHeader.V2)) {
            byte[] text = "PROXY UNKNOWN\r\n".getBytes(StandardCharsets.US_ASCII);
            byte[] ahead = header == ProxyHeader.V1 ? text : local;
            byte[] expected = type == Kind.HTTPS ? Arrays.copyOf(ahead, ahead.length + 1) : ahead;
            if (type == Kind.HTTPS) {
                expected[ahead.length] = 22; // how a handshake begins
            }
            CompletableFuture<byte[]> first = new CompletableFuture<>();
            try (Scripted server = Scripted.start((in, out) -> {
                first.complete(in.readNBytes(expected.length));
                if (type == Kind.HTTP) {
                    status(200).serve(in, out);
                } else if (type == Kind.HTTPS) {
                    throw new IOException("the handshake is not answered");
                }
            })) {
                ProbeResult result = Probes.of(type).behind(header).run(server.port());
                assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo(expected);
                assertThat(result).isEqualTo(type == Kind.HTTPS ? ProbeResult.TCP_FAILURE : ProbeResult.GOOD);
            }
        }
    }
}
