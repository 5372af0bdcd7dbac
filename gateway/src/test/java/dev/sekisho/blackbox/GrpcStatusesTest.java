package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Error;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What ends calls of gRPC, as it is told to clients, and as breakers see it. */
@Timeout(60)
class GrpcStatusesTest {

    private static final String[] GRPC = {"content-type", "application/grpc", "te", "trailers"};

    /** Does what the path says: {@code /reset/8}, {@code /end/14} in trailers, or {@code /open}. */
    private static void serve(Http2Service.Call call) {
        String[] path = call.path().split("/");
        String type = call.header("content-type");
        if (path[1].equals("reset")) {
            call.reset(Http2Error.valueOf(Long.parseLong(path[2])));
            return;
        }
        call.head(200, false, "content-type", type);
        call.data("answer", false);
        if (path[1].equals("end")) {
            call.trailers("grpc-status", path[2]);
        }
    }

    private static TestGateway gateway(String more, Http2Service service) {
        return TestGateway.start(Yaml.listener(Http2PassingTest.H2C)
                + Yaml.upstreams(Yaml.upstream("service", "protocol: http2" + more, service.port()))
                + Yaml.ALL);
    }

    private static Http2Client.Answer call(Http2Client client, int stream, String path, String... fields)
            throws IOException {
        return client.headers(stream, true, Http2Client.request("POST", path, fields))
                .await(stream);
    }

    /** Asks for an answer that stays open, and reads what there is of it. */
    private static void open(Http2Client client, int stream, String... fields) throws IOException {
        client.headers(stream, true, Http2Client.request("POST", "/open", fields));
        while (client.answer(stream).text().isEmpty()) {
            client.read();
        }
    }

    /** The reset that a client gets whose answer the service resets. */
    private static int cut(Http2Service service, Http2Error error, Http2Client client, int stream, String... fields)
            throws IOException {
        open(client, stream, fields);
        service.calls().getLast().reset(error);
        return client.await(stream).reset();
    }

    @ParameterizedTest
    @CsvSource({"0, 13", "1, 13", "2, 13", "7, 14", "8, 1", "11, 8", "12, 7"})
    void aResetOfTheServiceIsAStatus(int error, String status) throws IOException {
        try (Http2Service service = Http2Service.start(GrpcStatusesTest::serve);
                TestGateway gateway = gateway("", service);
                Http2Client client = Http2Client.connect(gateway.address())) {
            Http2Client.Answer answer = call(client, 1, "/reset/" + error, GRPC);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.field("grpc-status")).isEqualTo(status);
            assertThat(call(client, 3, "/reset/" + error, "content-type", "text/plain")
                            .status())
                    .as("other calls")
                    .isEqualTo(502);
        }
    }

    @Test
    void aResetInsideAnAnswerReachesTheClientAsItIs() throws IOException {
        try (Http2Service service = Http2Service.start(GrpcStatusesTest::serve);
                TestGateway gateway = gateway("", service);
                Http2Client client = Http2Client.connect(gateway.address())) {
            assertThat(cut(service, Http2Error.CANCEL, client, 1, GRPC)).isEqualTo(8);
            assertThat(cut(service, Http2Error.ENHANCE_YOUR_CALM, client, 3, GRPC))
                    .isEqualTo(11);
            assertThat(cut(service, Http2Error.CANCEL, client, 5, "content-type", "text/plain"))
                    .as("other calls")
                    .isEqualTo(2);
        }
    }

    @Test
    void aStatusBehindABodyCountsForTheBreaker() throws IOException {
        try (Http2Service service = Http2Service.start(GrpcStatusesTest::serve);
                TestGateway gateway = gateway(", breaker: { consecutiveFailures: 2, errorRate: 0 }", service);
                Http2Client client = Http2Client.connect(gateway.address())) {
            assertThat(call(client, 1, "/end/14", GRPC).trailer("grpc-status")).isEqualTo("14");
            assertThat(call(client, 3, "/end/0", GRPC).trailer("grpc-status")).isEqualTo("0");
            call(client, 5, "/end/14", GRPC);
            call(client, 7, "/end/5", GRPC); // NOT_FOUND is no failure of the service
            call(client, 9, "/end/14", GRPC);
            call(client, 11, "/end/14", "content-type", "text/plain");
            call(client, 13, "/end/14", GRPC);
            assertThat(call(client, 15, "/end/14", GRPC).trailer("grpc-status"))
                    .as("two in a row only now")
                    .isEqualTo("14");
            assertThat(call(client, 17, "/end/0", GRPC).field("grpc-status")).isEqualTo("14");
            assertThat(service.calls()).hasSize(8);
            gateway.logged(line -> line.contains("upstream.breaker_open"));
        }
    }

    /** The place of a trial would be taken for as long as a stream lasts. */
    @Test
    void aTrialOfTheBreakerIsJudgedByTheHeadOfAnOpenStream() throws IOException {
        String breaker = ", breaker: { consecutiveFailures: 1, errorRate: 0, open: 100ms, trials: 1, successes: 2 }";
        try (Http2Service service = Http2Service.start(GrpcStatusesTest::serve);
                TestGateway gateway = gateway(breaker, service);
                Http2Client client = Http2Client.connect(gateway.address())) {
            call(client, 1, "/end/14", GRPC);
            assertThat(call(client, 3, "/end/0", GRPC).field("grpc-status")).isEqualTo("14");
            TestGateway.pause(Duration.ofMillis(300).toMillis());
            open(client, 5, GRPC);
            assertThat(call(client, 7, "/end/0", GRPC).trailer("grpc-status")).isEqualTo("0");
            assertThat(call(client, 9, "/end/0", GRPC).trailer("grpc-status")).isEqualTo("0");
        }
    }
}
