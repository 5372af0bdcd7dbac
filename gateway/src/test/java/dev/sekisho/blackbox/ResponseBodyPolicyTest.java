package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The policy response-body through a listener and a service. */
@Timeout(120)
class ResponseBodyPolicyTest {

    private static final String BODY = "{\"id\":7,\"password\":\"s\",\"items\":[{\"n\":1.0,\"cost\":2}]}";
    private static final String CHANGED = "{\"id\":7,\"items\":[{\"n\":1.0}],\"status\":\"200\"}";

    private static TestGateway gateway(RawUpstream upstream, String more) {
        return TestGateway.start(Yaml.listener("http2: { cleartext: true }")
                + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                + Yaml.routes(
                        "name: all, match: { path: /* }, policies: [ response-body: { maxBody: 1KiB, json: { remove: ["
                                + " password, \"items[*].cost\" ], set: { status: '\"{status}\"' } }" + more
                                + " } ], to: service"));
    }

    private static Function<Message, String> json(String body, String... fields) {
        return request -> {
            StringBuilder head = new StringBuilder("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n");
            for (String field : fields) {
                head.append(field).append("\r\n");
            }
            String whole = head + "Content-Length: " + body.length() + "\r\n\r\n";
            return request.method().equals("HEAD") ? whole : whole + body;
        };
    }

    @Test
    void jsonArrivesChangedAndFieldsOfTheOldBytesAreGone() throws IOException {
        try (RawUpstream upstream = RawUpstream.answering(json(
                        BODY, "ETag: \"e\"", "Content-MD5: x", "Digest: x", "Repr-Digest: x", "Accept-Ranges: bytes"));
                TestGateway gateway = gateway(upstream, "");
                RawClient client = gateway.connect();
                Http2Client second = Http2Client.connect(gateway.address())) {
            Message answer = client.get("/");
            assertThat(answer.text()).isEqualTo(CHANGED);
            assertThat(answer.field("Content-Length")).contains("" + CHANGED.length());
            assertThat(answer.field("ETag")).contains("W/\"e\"");
            assertThat(answer.fields().toString()).doesNotContain("MD5", "Digest", "Accept-Ranges");
            assertThat(second.get(1, "/").text()).isEqualTo(CHANGED);
            Message head = client.send(RawClient.request("HEAD", "/")).read("HEAD");
            assertThat(head.field("Content-Length")).isNotEqualTo(Optional.of("" + BODY.length()));
            assertThat(client.get("/").text()).isEqualTo(CHANGED);
        }
    }

    @Test
    void chunkedAnswersOfSeveralPiecesAreWhole() throws IOException {
        String head = "HTTP/1.1 200 OK\r\nContent-Type: application/problem+json\r\nTransfer-Encoding: chunked\r\n\r\n";
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    while (connection.request().isPresent()) {
                        connection.send(head);
                        for (String piece : BODY.split("(?<=,)")) {
                            TestGateway.pause(5);
                            connection.send(Integer.toHexString(piece.length()) + "\r\n" + piece + "\r\n");
                        }
                        connection.send("0\r\n\r\n");
                    }
                });
                TestGateway gateway = gateway(upstream, "");
                RawClient client = gateway.connect()) {
            assertThat(client.get("/").text()).isEqualTo(CHANGED);
            assertThat(client.get("/").text()).isEqualTo(CHANGED);
        }
    }

    @Test
    void theServiceIsAskedForWholeAndPlainBodies() throws IOException {
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = gateway(upstream, "")) {
            assertThat(gateway.get("/", "Accept-Encoding: gzip", "Range: bytes=0-1", "If-Range: x", "Accept: a")
                            .text())
                    .contains("Accept: a")
                    .doesNotContain("gzip", "Range");
        }
    }

    @Test
    void aCacheBehindItKeepsWhatTheServiceHasAnsweredSoThatItIsChangedOnceForEachClient() throws IOException {
        try (RawUpstream upstream = RawUpstream.answering(json("{\"l\":[1]}", "Cache-Control: max-age=60"));
                TestGateway gateway = TestGateway.start(Yaml.listener("")
                        + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                        + Yaml.routes("name: all, match: { path: /* }, policies: [ { response-body: { json: { append: {"
                                + " l: '\"{header.X-User}\"' } } } }, { cache: {} } ], to: service"))) {
            for (String user : new String[] {"a", "b", "c"}) {
                assertThat(gateway.get("/", "X-User: " + user).text()).isEqualTo("{\"l\":[1,\"" + user + "\"]}");
            }
        }
    }

    @Test
    void servicesOfHttp2AnswerTheSame() throws IOException {
        try (Http2Service service =
                        Http2Service.start(call -> call.answer(200, BODY, "content-type", "application/json"));
                TestGateway gateway = TestGateway.start(Yaml.listener("")
                        + Yaml.upstreams(Yaml.upstream("service", "protocol: http2", service.port()))
                        + Yaml.routes(
                                "name: all, match: { path: /* }, policies: [ response-body: { json: { keepOnly: [ id ]"
                                        + " } } ], to: service"))) {
            assertThat(gateway.get("/").text()).isEqualTo("{\"id\":7}");
        }
    }

    @Test
    void otherTypesAndStatusesAndTheGatewaysErrorsPass() throws IOException {
        Function<Message, String> text = request -> json(BODY).apply(request).replace("application/json", "text/html");
        try (RawUpstream upstream =
                        RawUpstream.answering(request -> request.target().equals("/text")
                                ? text.apply(request)
                                : json(BODY).apply(request).replace("200 OK", "404 No"));
                TestGateway gateway = gateway(upstream, ", statuses: [ 2xx ]")) {
            assertThat(gateway.get("/text").text()).isEqualTo(BODY);
            assertThat(gateway.get("/404").text()).isEqualTo(BODY);
        }
        try (RawUpstream gone = RawUpstream.start(connection -> {});
                TestGateway gateway = gateway(gone, "")) {
            Message answer = gateway.get("/");
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.text()).contains("\"error\"").doesNotContain("status");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"{\"a\":|malformed", "{\"a\":1,\"a\":2}|malformed", "LONG|tooLarge", "{\"password\":1}|encoded"})
    void whatCannotBeChangedIsRefusedOrPassesByItsSetting(String name, String setting) throws IOException {
        String body = name.equals("LONG") ? "[" + "1,".repeat(5_000) + "1]" : name;
        String[] fields = setting.equals("encoded") ? new String[] {"Content-Encoding: gzip"} : new String[0];
        try (RawUpstream upstream = RawUpstream.answering(json(body, fields));
                TestGateway refuses = gateway(upstream, "");
                TestGateway passes = gateway(upstream, ", " + setting + ": pass")) {
            Message refused = refuses.get("/");
            assertThat(refused.status()).isEqualTo(502);
            assertThat(refused.text()).contains("\"error\":\"bad_gateway\"").doesNotContain("password");
            assertThat(refuses.logged(line -> line.contains("upstream.body"))).contains("502");
            Message passed = passes.get("/");
            assertThat(passed.status()).isEqualTo(200);
            assertThat(passed.text()).isEqualTo(body);
        }
    }

    @Test
    void aCacheKeepsWhatTheServiceHasGivenAndNotWhatWasMadeOfIt() throws IOException {
        String large = "[\"" + "x".repeat(100_000) + "\"]";
        try (RawUpstream upstream = RawUpstream.answering(request -> json(
                                request.target().equals("/large") ? large : "{\"id\":7}", "Cache-Control: max-age=600")
                        .apply(request));
                TestGateway gateway = TestGateway.start(Yaml.listener("")
                        + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                        + Yaml.routes("name: all, match: { path: /* }, policies: [ response-body: { maxBody: 200KiB,"
                                + " json: { template: '{\"data\":{body}}' } }, cache: {} ], to: service"))) {
            for (String expected : new String[] {"MISS", "HIT", "HIT"}) {
                Message small = gateway.get("/");
                assertThat(small.text()).isEqualTo("{\"data\":{\"id\":7}}");
                assertThat(small.field("X-Cache-Status")).contains(expected);
                Message pieces = gateway.get("/large");
                assertThat(pieces.text()).isEqualTo("{\"data\":" + large + "}");
                assertThat(pieces.field("X-Cache-Status")).contains(expected);
            }
        }
    }

    @Test
    void aCacheKeepsWhatIsTooLongToBeChanged() throws IOException {
        String chunks = ("c8\r\n" + "y".repeat(200) + "\r\n").repeat(50) + "0\r\n\r\n";
        try (RawUpstream upstream = RawUpstream.answering(request -> "HTTP/1.1 200 OK\r\nContent-Type:"
                        + " application/json\r\nCache-Control: max-age=600\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + chunks);
                TestGateway gateway = TestGateway.start(Yaml.listener("")
                        + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                        + Yaml.routes("name: all, match: { path: /* }, policies: [ response-body: { maxBody: 1KiB,"
                                + " tooLarge: pass, json: { template: '{\"data\":{body}}' } }, cache: {} ], to:"
                                + " service"))) {
            for (String expected : new String[] {"MISS", "HIT"}) {
                Message answer = gateway.get("/");
                assertThat(answer.text()).isEqualTo("y".repeat(10_000));
                assertThat(answer.field("X-Cache-Status")).contains(expected);
            }
        }
    }
}
