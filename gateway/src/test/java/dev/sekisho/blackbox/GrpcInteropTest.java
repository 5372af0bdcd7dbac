package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.grpc.ForwardingServerBuilder;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.testing.integration.AbstractInteropTest;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.AssumptionViolatedException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/**
 * The interoperability cases of gRPC (its document "gRPC Interoperability Test Case Descriptions") by grpc-java's own client
 * and service: each that passes without a gateway passes with one between them, in the clear and over TLS.
 */
@Timeout(120)
class GrpcInteropTest {

    /** The addresses of a connection are not the same with a gateway between; the other one needs a tracing library. */
    private static final Set<String> LEFT_OUT =
            Set.of("getServerAddressAndLocalAddressFromClient", "censusContextsPropagated");

    private static final String LIMITS = ", limits: { body: 64MiB }";

    /** Where a listener speaks HTTP/2: its keys, and the authority that clients trust then. */
    private record Listener(String keys, Optional<File> trusted) {}

    /** The service, whose port the cases do not tell. */
    private static final class Service extends ForwardingServerBuilder<Service> {
        private final NettyServerBuilder builder;
        private Optional<Server> built = Optional.empty();

        Service(NettyServerBuilder builder) {
            this.builder = builder;
        }

        @Override
        protected ServerBuilder<?> delegate() {
            return builder;
        }

        @Override
        public Server build() {
            Server server = super.build();
            built = Optional.of(server);
            return server;
        }

        int port() {
            return built.orElseThrow().getPort();
        }
    }

    /** One case: service, client and, if there is a listener, the gateway between them. */
    private static final class Case extends AbstractInteropTest implements AutoCloseable {

        private final Optional<Listener> listener;
        private final Service service =
                new Service(NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .flowControlWindow(TEST_FLOW_CONTROL_WINDOW)
                        .maxInboundMessageSize(MAX_MESSAGE_SIZE));
        private Optional<TestGateway> gateway = Optional.empty();

        Case(Optional<Listener> listener) {
            this.listener = listener;
        }

        @Override
        protected ServerBuilder<?> getServerBuilder() {
            return service;
        }

        @Override
        protected ManagedChannelBuilder<?> createChannelBuilder() {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), service.port());
            if (listener.isPresent()) {
                TestGateway between =
                        TestGateway.start(Yaml.listener(listener.get().keys())
                                + Yaml.upstreams(Yaml.upstream("service", "protocol: http2", address.getPort()))
                                + Yaml.ALL);
                gateway = Optional.of(between);
                address = between.address();
            }
            NettyChannelBuilder builder = NettyChannelBuilder.forAddress(address)
                    .flowControlWindow(TEST_FLOW_CONTROL_WINDOW)
                    .maxInboundMessageSize(MAX_MESSAGE_SIZE);
            Optional<File> trusted = listener.flatMap(Listener::trusted);
            return trusted.isPresent() ? encrypted(builder, trusted.get()) : builder.usePlaintext();
        }

        private static NettyChannelBuilder encrypted(NettyChannelBuilder builder, File trusted) {
            try {
                return builder.overrideAuthority("a.test")
                        .sslContext(GrpcSslContexts.forClient()
                                .trustManager(trusted)
                                .build());
            } catch (javax.net.ssl.SSLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        protected boolean metricsExpected() {
            return false;
        }

        @Override
        public void close() {
            tearDown();
            gateway.ifPresent(TestGateway::close);
        }
    }

    private static Listener tls = new Listener("", Optional.empty());

    @BeforeAll
    static void authority(@TempDir Path folder) throws Exception {
        Pki pki = new Pki(folder);
        String keys = "tls: { certificates: [ { " + pki.files("a", pki.issue("a", "a.test")) + " } ] }";
        tls = new Listener(keys + LIMITS, Optional.of(pki.ca().toFile()));
    }

    /** Each frame is a line of its log otherwise. */
    @BeforeAll
    static void quiet() {
        ((Logger) LoggerFactory.getLogger("io.grpc")).setLevel(Level.INFO);
    }

    private static void run(String name, Optional<Listener> listener) throws Exception {
        try (Case subject = new Case(listener)) {
            subject.setUp();
            switch (name) {
                case "clientCompressedUnary" -> subject.clientCompressedUnary(false);
                case "clientCompressedStreaming" -> subject.clientCompressedStreaming(false);
                default -> AbstractInteropTest.class.getMethod(name).invoke(subject);
            }
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof AssumptionViolatedException assumption) {
                abort(String.valueOf(assumption.getMessage()));
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }

    private static boolean isCase(Method method) {
        return method.isAnnotationPresent(org.junit.Test.class) && !LEFT_OUT.contains(method.getName());
    }

    static Stream<String> cases() {
        return Stream.concat(
                Arrays.stream(AbstractInteropTest.class.getMethods())
                        .filter(GrpcInteropTest::isCase)
                        .map(Method::getName)
                        .sorted(),
                Stream.of("clientCompressedUnary", "clientCompressedStreaming", "serverCompressedStreaming"));
    }

    @Test
    void theCasesOfTheSpecificationAreAmongThem() {
        assertThat(cases())
                .hasSizeGreaterThan(35)
                .doesNotHaveDuplicates()
                .contains("emptyUnary", "largeUnary", "clientStreaming", "serverStreaming", "pingPong", "emptyStream")
                .contains("statusCodeAndMessage", "specialStatusMessage", "unimplementedMethod", "unimplementedService")
                .contains("cancelAfterBegin", "cancelAfterFirstResponse", "timeoutOnSleepingServer", "customMetadata")
                .contains("serverCompressedUnary", "deadlineExceeded", "veryLargeRequest", "veryLargeResponse");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void inTheClear(String name) throws Exception {
        run(name, Optional.empty());
        run(name, Optional.of(new Listener(Http2PassingTest.H2C + LIMITS, Optional.empty())));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void overTls(String name) throws Exception {
        run(name, Optional.of(tls));
    }
}
