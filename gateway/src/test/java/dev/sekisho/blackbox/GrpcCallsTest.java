package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.google.protobuf.ByteString;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.grpc.testing.integration.EmptyProtos.Empty;
import io.grpc.testing.integration.Messages.Payload;
import io.grpc.testing.integration.Messages.SimpleRequest;
import io.grpc.testing.integration.Messages.SimpleResponse;
import io.grpc.testing.integration.TestServiceGrpc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** What the gateway does itself about calls of gRPC, as grpc-java's client and server see it. */
@Timeout(120)
class GrpcCallsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final SimpleRequest REQUEST = SimpleRequest.getDefaultInstance();

    /** Names itself in its answers, fails so many calls first, or never answers. */
    private static final class Service extends TestServiceGrpc.TestServiceImplBase implements AutoCloseable {
        private final String name;
        private final AtomicInteger calls = new AtomicInteger();
        private final AtomicInteger cancelled = new AtomicInteger();
        private final int failures;
        private final Server server;

        Service(String name, int failures) throws IOException {
            this.name = name;
            this.failures = failures;
            this.server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .addService(this)
                    .build()
                    .start();
        }

        @Override
        public void unaryCall(SimpleRequest request, StreamObserver<SimpleResponse> answer) {
            if (calls.incrementAndGet() <= failures) {
                answer.onError(Status.UNAVAILABLE.withDescription("not yet").asRuntimeException());
                return;
            }
            answer.onNext(SimpleResponse.newBuilder()
                    .setPayload(Payload.newBuilder().setBody(ByteString.copyFromUtf8(name)))
                    .build());
            answer.onCompleted();
        }

        @Override
        public void emptyCall(Empty request, StreamObserver<Empty> answer) {
            calls.incrementAndGet();
            Context.current().addListener(_ -> cancelled.incrementAndGet(), Runnable::run);
        }

        @Override
        public void close() {
            server.shutdownNow();
        }
    }

    /** A client of the gateway. */
    private record Client(ManagedChannel channel) implements AutoCloseable {
        static Client of(TestGateway gateway) {
            return new Client(NettyChannelBuilder.forAddress(gateway.address())
                    .usePlaintext()
                    .build());
        }

        TestServiceGrpc.TestServiceBlockingStub stub() {
            return TestServiceGrpc.newBlockingStub(channel).withDeadlineAfter(30, TimeUnit.SECONDS);
        }

        String call() {
            return stub().unaryCall(REQUEST).getPayload().getBody().toStringUtf8();
        }

        Status failure() {
            return catchThrowableOfType(StatusRuntimeException.class, this::call)
                    .getStatus();
        }

        @Override
        public void close() {
            channel.shutdownNow();
        }
    }

    /** Each frame is a line of its log otherwise. */
    @BeforeAll
    static void quiet() {
        ((Logger) LoggerFactory.getLogger("io.grpc")).setLevel(Level.INFO);
    }

    private static String upstream(String name, String more, int port) {
        return Yaml.upstream(name, "protocol: http2" + more, port);
    }

    private static TestGateway gateway(String upstreams, String routes) {
        return TestGateway.start(Yaml.listener(Http2PassingTest.H2C) + Yaml.upstreams(upstreams) + routes);
    }

    @Test
    void aCallPastItsDeadlineIsEndedByTheGatewayAndCancelledAtTheService() throws IOException {
        try (Service service = new Service("a", 0);
                TestGateway gateway = gateway(upstream("service", "", service.server.getPort()), Yaml.ALL);
                Http2Client client = Http2Client.connect(gateway.address())) {
            String[] fields = Http2Client.request(
                    "POST",
                    "/grpc.testing.TestService/EmptyCall",
                    "content-type",
                    "application/grpc",
                    "te",
                    "trailers",
                    "grpc-timeout",
                    "1500m");
            client.headers(1, false, fields).data(1, true, new byte[5]);
            Http2Client.Answer answer = client.await(1);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.field("grpc-status")).isEqualTo("4");
            assertThat(service.calls).hasValue(1);
            TestGateway.await("the service to hear of it", PATIENCE, () -> service.cancelled.get() == 1);
            assertThat(gateway.logged(line -> line.contains("EmptyCall"))).contains("upstream.deadline");
        }
    }

    @Test
    void aDeadlineOfTheClientIsSeenAsOne() throws IOException {
        try (Service service = new Service("a", 0);
                TestGateway gateway = gateway(upstream("service", "", service.server.getPort()), Yaml.ALL);
                Client client = Client.of(gateway)) {
            assertThat(client.call()).isEqualTo("a");
            StatusRuntimeException failure = catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> TestServiceGrpc.newBlockingStub(client.channel())
                            .withDeadlineAfter(1, TimeUnit.SECONDS)
                            .emptyCall(Empty.getDefaultInstance()));
            assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
            TestGateway.await("the service to hear of it", PATIENCE, () -> service.cancelled.get() == 1);
            assertThat(client.call()).as("the connections serve on").isEqualTo("a");
        }
    }

    @Test
    void aTargetThatIsDownIsUnavailable() {
        try (TestGateway gateway = gateway(upstream("service", "", 1), Yaml.ALL);
                Client client = Client.of(gateway)) {
            Status failure = client.failure();
            assertThat(failure.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(failure.getDescription()).isNotEmpty();
        }
    }

    @Test
    void callsAreRoutedByServiceAndMethod() throws IOException {
        String method = "/grpc.testing.TestService/UnaryCall";
        try (Service one = new Service("one", 0);
                Service two = new Service("two", 0);
                TestGateway byMethod = gateway(
                        upstream("one", "", one.server.getPort()) + upstream("two", "", two.server.getPort()),
                        Yaml.routes(
                                "name: service, match: { path: /grpc.testing.TestService/* }, to: one",
                                "name: method, match: { path: " + method + " }, to: two"));
                TestGateway byService = gateway(
                        upstream("one", "", one.server.getPort()),
                        Yaml.routes("name: service, match: { path: /grpc.testing.TestService/* }, to: one"));
                TestGateway none = gateway(
                        upstream("one", "", one.server.getPort()),
                        Yaml.routes("name: other, match: { path: /other.Service/* }, to: one"));
                Client method1 = Client.of(byMethod);
                Client service1 = Client.of(byService);
                Client none1 = Client.of(none)) {
            assertThat(method1.call()).isEqualTo("two");
            assertThat(service1.call()).isEqualTo("one");
            assertThat(none1.failure().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
            assertThat(one.calls).hasValue(1);
        }
    }

    @Test
    void callsThatFailAtOnceAreRetriedByTheirStatus() throws IOException {
        String retry = ", retry: { grpcStatuses: [ unavailable ], unsafe: true, attempts: 2, "
                + "backoff: { kind: immediate }, budget: { percent: 1000 } }";
        try (Service service = new Service("third", 2);
                TestGateway gateway = gateway(upstream("service", retry, service.server.getPort()), Yaml.ALL);
                Client client = Client.of(gateway)) {
            assertThat(client.call()).isEqualTo("third");
            assertThat(service.calls).hasValue(3);
        }
        try (Service service = new Service("third", 2);
                TestGateway gateway = gateway(upstream("service", "", service.server.getPort()), Yaml.ALL);
                Client client = Client.of(gateway)) {
            Status failure = client.failure();
            assertThat(failure.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(failure.getDescription()).isEqualTo("not yet");
            assertThat(service.calls).hasValue(1);
        }
    }
}
