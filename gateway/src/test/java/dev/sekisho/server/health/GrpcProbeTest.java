package dev.sekisho.server.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.upstream.health.ProbeResult;
import dev.sekisho.model.ActiveHealth.Kind;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Probes of servers of grpc-java. */
@Timeout(60)
class GrpcProbeTest {

    private final HealthStatusManager health = new HealthStatusManager();
    private Server server = builder().build();

    @TempDir
    Path folder;

    private static NettyServerBuilder builder() {
        return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private int start(NettyServerBuilder builder, BindableService... services) throws Exception {
        for (BindableService service : services) {
            builder.addService(service);
        }
        server = builder.build().start();
        return server.getPort();
    }

    private int start() throws Exception {
        return start(builder(), health.getHealthService());
    }

    @AfterEach
    void stop() throws InterruptedException {
        server.shutdownNow();
        server.awaitTermination(10, TimeUnit.SECONDS);
    }

    private static final Probes PROBES = Probes.of(Kind.GRPC);

    @Test
    void aServingServerIsGood() throws Exception {
        assertThat(PROBES.run(start())).isEqualTo(ProbeResult.GOOD);
    }

    @ParameterizedTest
    @CsvSource({"SERVING, GOOD", "NOT_SERVING, BAD_STATUS", "UNKNOWN, BAD_STATUS", "SERVICE_UNKNOWN, BAD_STATUS"})
    void servingStatusDecides(ServingStatus status, ProbeResult expected) throws Exception {
        health.setStatus("shop.Cart", status);
        assertThat(PROBES.service("shop.Cart").run(start())).isEqualTo(expected);
    }

    @Test
    void eachServiceHasItsOwnStatus() throws Exception {
        String longName = "a".repeat(300);
        health.setStatus(longName, ServingStatus.SERVING);
        health.setStatus("", ServingStatus.NOT_SERVING);
        int port = start();
        assertThat(PROBES.service(longName).run(port)).isEqualTo(ProbeResult.GOOD);
        assertThat(PROBES.run(port)).isEqualTo(ProbeResult.BAD_STATUS);
        health.setStatus("", ServingStatus.SERVING);
        assertThat(PROBES.run(port)).isEqualTo(ProbeResult.GOOD);
    }

    @Test
    void aServiceThatTheServerDoesNotKnowIsBad() throws Exception {
        assertThat(PROBES.service("no.Such").run(start())).isEqualTo(ProbeResult.BAD_STATUS); // NOT_FOUND
    }

    @Test
    void aServerWithoutHealthServiceIsBad() throws Exception {
        assertThat(PROBES.run(start(builder()))).isEqualTo(ProbeResult.BAD_STATUS); // UNIMPLEMENTED
    }

    @Test
    void aServerThatNeverAnswersIsTooLate() throws Exception {
        int port = start(builder(), new HealthGrpc.HealthImplBase() {
            @Override
            public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> observer) {}
        });
        assertThat(PROBES.within(Duration.ofMillis(300)).run(port)).isEqualTo(ProbeResult.TIMEOUT);
    }

    private int startTls(Certificate certificate) throws Exception {
        SslContextBuilder tls = SslContextBuilder.forServer(certificate.keys());
        return start(
                builder()
                        .sslContext(
                                GrpcSslContexts.configure(tls, SslProvider.JDK).build()),
                health.getHealthService());
    }

    @Test
    void anUntrustedCertificateFailsUnlessItIsNotVerified() throws Exception {
        int port = startTls(Certificate.of("localhost", folder));
        assertThat(Probes.of(Kind.GRPCS).run(port)).isEqualTo(ProbeResult.TCP_FAILURE);
        assertThat(Probes.of(Kind.GRPCS).unverified().run(port)).isEqualTo(ProbeResult.GOOD);
        health.setStatus("", ServingStatus.NOT_SERVING);
        assertThat(Probes.of(Kind.GRPCS).unverified().run(port)).isEqualTo(ProbeResult.BAD_STATUS);
    }

    @Test
    void aTrustedCertificateIsGoodForItsNameOnly() throws Exception {
        Certificate certificate = Certificate.of("localhost", folder);
        int port = startTls(certificate);
        SSLContext before = SSLContext.getDefault();
        SSLContext.setDefault(certificate.context());
        try {
            assertThat(Probes.of(Kind.GRPCS).run(port)).isEqualTo(ProbeResult.GOOD);
            assertThat(Probes.of(Kind.GRPCS).host("other.test").run(port)).isEqualTo(ProbeResult.TCP_FAILURE);
        } finally {
            SSLContext.setDefault(before);
        }
    }

    @Test
    void clearTextAndTlsDoNotMix() throws Exception {
        int tls = startTls(Certificate.of("localhost", folder));
        assertThat(PROBES.within(Duration.ofSeconds(2)).run(tls)).isNotEqualTo(ProbeResult.GOOD);
        stop();
        assertThat(Probes.of(Kind.GRPCS)
                        .unverified()
                        .within(Duration.ofSeconds(2))
                        .run(start()))
                .isNotEqualTo(ProbeResult.GOOD);
    }

    @Test
    void tlsWithoutHttp2Fails() throws Exception {
        SSLContext context = Certificate.of("localhost", folder).context();
        try (Scripted server = Scripted.start(context.getServerSocketFactory(), (in, out) -> {})) {
            assertThat(Probes.of(Kind.GRPCS).unverified().run(server.port())).isEqualTo(ProbeResult.TCP_FAILURE);
        }
    }
}
