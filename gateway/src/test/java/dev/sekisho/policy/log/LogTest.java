package dev.sekisho.policy.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.Allocation;
import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.TlsConnection;
import dev.sekisho.policy.Asked;
import dev.sekisho.policy.LogDestination;
import dev.sekisho.policy.LogShipper;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What records hold. */
class LogTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TO = "udp: { address: \"127.0.0.1:9\" }";

    private final Captured captured = new Captured();
    private final ChainHarness harness = new ChainHarness();

    private Policy policy(String settings) {
        return new Log().create(Configs.of(settings), captured.context());
    }

    private String recorded(Policy policy, String target, String... fields) {
        Exchange x = Asked.ask(harness, policy, target, fields);
        ChainRunner.end(x);
        return captured.records.getLast();
    }

    private JsonNode fields(String fields, String target, String... given) {
        return JSON.readTree(recorded(policy(TO + ", fields: { " + fields + " }"), target, given));
    }

    @Test
    void leftOutTheFieldsAreThoseOfTheAccessLog() {
        JsonNode record = JSON.readTree(recorded(policy(TO), "/a?b=1&token=secret", "User-Agent: \"curl\\\""));
        assertThat(record.propertyNames())
                .startsWith(
                        "time",
                        "remote_addr",
                        "request_method",
                        "request_uri",
                        "status",
                        "body_bytes_sent",
                        "request_time",
                        "upstream_response_time",
                        "http_user_agent",
                        "http_x_request_id",
                        "upstream_addr",
                        "route",
                        "upstream",
                        "reason");
        assertThat(record.get("time").asString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(record.get("request_uri").asString()).isEqualTo("/a?b=1&token=[redacted]");
        assertThat(record.get("status").isInt()).isTrue();
        assertThat(record.get("status").asInt()).isEqualTo(200);
        assertThat(record.get("request_time").isNumber()).isTrue();
        assertThat(record.get("upstream_response_time").isNull()).isTrue();
        assertThat(record.get("http_user_agent").asString()).isEqualTo("\"curl\\\"");
        assertThat(record.get("route").asString()).isEqualTo("route");
    }

    @Test
    void aNumberAloneIsANumberAndAnythingElseAText() {
        JsonNode record = fields(
                "a: \"{status}\", b: \"{status} {method}\", c: { d: [ \"{path}\", 1, true, null, x, \"2\" ], e: {} }",
                "/p");
        assertThat(record.toString())
                .isEqualTo("{\"a\":200,\"b\":\"200 GET\",\"c\":{\"d\":[\"/p\",1,true,null,\"x\",\"2\"],\"e\":{}}}");
    }

    @Test
    void whatIsNotKnownIsNullOrEmpty() {
        JsonNode record = fields(
                "a: \"{upstreamStatus}\", b: \"{upstreamMillis}\", c: \"{clientPort}\", d: \"{tlsVersion}\", e: \"<{upstreamStatus}>\"",
                "/p");
        assertThat(record.toString()).isEqualTo("{\"a\":null,\"b\":null,\"c\":null,\"d\":\"\",\"e\":\"<>\"}");
    }

    @Test
    void headsAreObjectsWithoutTheirSecrets() {
        harness.backend(200, "Set-Cookie", "sid=S3CR3T", "Location", "/next?api_key=S3CR3T", "X-B", "1", "x-b", "2");
        String record = recorded(
                policy(TO + ", redact: [ X-Customer ], fields: { q: \"{requestHeaders}\", s: \"{responseHeaders}\" }"),
                "/",
                "Authorization: Bearer S3CR3T",
                "Cookie: a=S3CR3T",
                "X-Api-Key: S3CR3T",
                "X-Customer: S3CR3T",
                "Referer: https://u:S3CR3T@h/?token=S3CR3T",
                "Accept: text/html",
                "X-A: 1",
                "x-a: 2");
        assertThat(record).doesNotContain("S3CR3T");
        JsonNode request = JSON.readTree(record).get("q");
        assertThat(request.get("authorization").asString()).isEqualTo("[redacted]");
        assertThat(request.get("cookie").asString()).isEqualTo("[redacted]");
        assertThat(request.get("x-api-key").asString()).isEqualTo("[redacted]");
        assertThat(request.get("x-customer").asString()).isEqualTo("[redacted]");
        assertThat(request.get("referer").asString()).isEqualTo("https://[redacted]@h/?token=[redacted]");
        assertThat(request.get("accept").asString()).isEqualTo("text/html");
        assertThat(request.get("host").asString()).isEqualTo("test");
        assertThat(request.get("x-a").toString()).isEqualTo("[\"1\",\"2\"]");
        JsonNode response = JSON.readTree(record).get("s");
        assertThat(response.get("set-cookie").asString()).isEqualTo("[redacted]");
        assertThat(response.get("location").asString()).isEqualTo("/next?api_key=[redacted]");
        assertThat(response.get("x-b").toString()).isEqualTo("[\"1\",\"2\"]");
    }

    @Test
    void theQueryIsToldWithoutItsSecrets() {
        assertThat(fields("q: \"{query}\"", "/p?a=1&password=S3CR3T&b=2")
                        .get("q")
                        .asString())
                .isEqualTo("a=1&password=[redacted]&b=2");
        assertThat(fields("q: \"{query}\"", "/p").get("q").asString()).isEmpty();
    }

    @Test
    void removedFieldsAreNotTold() {
        Policy policy = policy(TO + ", fields: { q: \"{requestHeaders}\" }");
        Exchange x = Asked.ask(harness, policy, "/", "X-A: 1", "X-B: 2");
        x.request().headers().remove(dev.sekisho.dataplane.HeaderName.of("X-A"));
        ChainRunner.end(x);
        assertThat(captured.records.getLast()).contains("\"x-b\":\"2\"").doesNotContain("x-a");
    }

    /** Bytes that a client chooses neither end a text nor a line, in whichever place they stand. */
    @Test
    void nothingThatAClientSendsBreaksARecord() {
        String odd = "a\"b\\c\u00e9\u009bd";
        String record = recorded(
                policy(TO + ", fields: { h: \"{requestHeaders}\", u: \"{header.User-Agent}\", t: \"{target}\" }"),
                "/%22%0a",
                "User-Agent: " + odd,
                "X-Odd: " + odd);
        assertThat(record).matches("[ -~]+");
        JsonNode json = JSON.readTree(record);
        assertThat(json.get("u").asString()).isEqualTo(odd);
        assertThat(json.get("h").get("x-odd").asString()).isEqualTo(odd);
        assertThat(json.get("t").asString()).isEqualTo("/%22%0a");
    }

    /** However much an exchange holds, a record fits what carries it, and is whole JSON. */
    @Test
    void aRecordHasALongestLength() {
        String[] many = new String[80];
        for (int i = 0; i < many.length; i++) {
            many[i] = "X-Long-" + i + ": " + "\u00e9".repeat(180);
        }
        String heads = "a: \"{requestHeaders}\", b: \"{requestHeaders}\", c: \"{requestHeaders}\", d: \"{target}\"";
        String record =
                recorded(policy(TO + ", fields: { " + heads + ", e: \"{status}\" }"), "/" + "x".repeat(99), many);
        assertThat(record.length()).isBetween(Pen.VALUES - 8_192, LogShipper.LONGEST);
        JsonNode json = JSON.readTree(record);
        assertThat(json.get("c").has("[truncated]")).isTrue();
        assertThat(json.get("d").asString()).endsWith("[truncated]").hasSizeLessThan(100);
        assertThat(json.get("e").asInt()).isEqualTo(200);
    }

    @Test
    void aLongValueIsCut() {
        String agent = "x".repeat(6_000);
        assertThat(fields("u: \"{header.User-Agent}\"", "/", "User-Agent: " + agent)
                        .get("u")
                        .asString())
                .isEqualTo("x".repeat(Pen.LONGEST_VALUE) + "[truncated]");
    }

    @Test
    void tlsAndTimesAreTold() {
        Policy policy = policy(
                TO
                        + ", fields: { v: \"{tlsVersion}\", c: \"{tlsCipher}\", s: \"{startTime}\", m: \"{startMillis}\", d: \"{durationMillis}\", p: \"{protocol}\" }");
        Exchange x = Asked.ask(harness, policy, "/");
        x.caller().tls(new TlsConnection("TLSv1.3", "TLS_AES_128_GCM_SHA256", "a.test", "", "", ""));
        ChainRunner.end(x);
        JsonNode record = JSON.readTree(captured.records.getLast());
        assertThat(record.get("v").asString()).isEqualTo("TLSv1.3");
        assertThat(record.get("c").asString()).isEqualTo("TLS_AES_128_GCM_SHA256");
        assertThat(record.get("p").asString()).isEqualTo("HTTP/1.1");
        assertThat(record.get("m").isIntegralNumber()).isTrue();
        assertThat(record.get("d").isIntegralNumber()).isTrue();
        assertThat(record.get("s").asString()).endsWith("Z");
    }

    @ParameterizedTest
    @CsvSource({"200, <190>1", "404, <188>1", "503, <187>1"})
    void syslogTellsSeverityByStatus(int status, String begin) {
        harness.backend(status);
        String record = recorded(
                policy("syslog: { address: \"127.0.0.1:514\", hostname: gw1 }, fields: { a: \"{path}\" }"), "/p");
        assertThat(record)
                .startsWith(begin + " 2")
                .matches("<\\d+>1 \\d{4}-\\d\\d-\\d\\dT[0-9:.]{12}Z gw1 sekisho - - - \\{\"a\":\"/p\"\\}");
    }

    @Test
    void aLineIsTextWithHyphensForWhatIsNotKnown() {
        String record = recorded(
                policy(
                        TO
                                + ", line: '{clientAddress} - {consumer} \"{method} {target}\" {status} {upstreamStatus} \"{header.Referer}\"'"),
                "/p?token=S3CR3T",
                "Referer: a\" 200 \"b\\");
        assertThat(record).endsWith(" - - \"GET /p?token=[redacted]\" 200 - \"a\\\" 200 \\\"b\\\\\"");
    }

    @Test
    void syslogTellsStructuredData() {
        String record = recorded(
                policy(
                        "syslog: { address: \"127.0.0.1:514\", structuredData: \"[t0ken@41058 tag=\\\"a \\\\] b\\\"][x]\" }, line: '{path}'"),
                "/p");
        assertThat(record).endsWith(" - sekisho - - [t0ken@41058 tag=\"a \\] b\"][x] /p");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fields: { a: 1 }|no destination (expected: one of tcp, udp, http, file and syslog)",
                "tcp: { address: \"a:1\" }, file: { path: /x }|tcp and file (expected: one of",
                "udp: { address: \":9\" }|udp.address: :9 (expected: a host and a port of 1 to 65535)",
                "udp: { address: \"a:9\" }, fields: { a: { b: \"{nobody}\" } }|fields.a.b: {nobody} (expected: ",
                "udp: { address: \"a:9\" }, fields: { a: [ \"{header.Authorization}\" ] }|fields.a[0]: {header.Authorization} (expected: nothing whose name tells of a secret",
                "udp: { address: \"a:9\" }, fields: { a: \"x{cookie.theme}\" }|fields.a: x{cookie.theme} (expected: nothing whose name",
                "udp: { address: \"a:9\" }, fields: { a: \"{query.access_token}\" }|fields.a: {query.access_token} (expected: nothing",
                "udp: { address: \"a:9\" }, fields: { a: \"x{requestHeaders}\" }|fields.a: {requestHeaders} within a text (expected: nothing beside it)",
                "http: { url: \"ftp://a/\" }|http.url: no URL to ask",
                "http: { url: \"http://a/\", method: GET }|http.method: GET (expected: POST, PUT or PATCH)",
                "http: { url: \"http://a/\", headers: { Host: b } }|http.headers: Host (expected: another field",
                "http: { url: \"http://a/\", headers: { X-A: \"secret\\r\\nX: b\" } }|http.headers.X-A: not shown (expected: ASCII without control characters)",
                "syslog: { address: \"a:9\", appName: \"a b\" }|syslog.appName: \"a b\" (expected: 1 to 48 printable",
                "syslog: { address: \"a:9\", tls: {} }|syslog.tls: given with transport udp (expected: transport: tcp)",
                "udp: { address: \"a:9\" }, line: \"{requestHeaders}\"|line: {requestHeaders} within a text (expected: nothing beside it)",
                "udp: { address: \"a:9\" }, line: \"a\\nb\"|line: a\\u000ab (expected: printable ASCII in one line)",
                "udp: { address: \"a:9\" }, line: a, fields: { a: 1 }|line: beside fields (expected: one of them)",
                "http: { url: \"http://a/\" }, line: a, queue: { maxBatch: 2 }|queue.maxBatch: 2 with line (expected: 1",
                "syslog: { address: \"a:9\", structuredData: \"[a b]\" }|syslog.structuredData: not shown (expected: structured data",
                "udp: { address: \"a:9\" }, redact: [ \"a b\" ]|redact: a b (expected: a field name",
                "udp: { address: \"a:9\" }, queue: { initialRetryDelay: 2s, maxRetryDelay: 1s }|queue.initialRetryDelay: 2s (expected: at most maxRetryDelay, 1s)"
            })
    void refusesWhatCannotWork(String settings, String message) {
        assertThatThrownBy(() -> policy(settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesARecordThatLeavesNoRoomForValues() {
        String many = "a: \"" + "{path}".repeat(RecordTemplate.MOST_PLACEHOLDERS + 1) + "\"";
        assertThatThrownBy(() -> policy(TO + ", fields: { " + many + " }")).hasMessageContaining("129 placeholders");
        String large = "a: \"" + "x".repeat(RecordTemplate.LONGEST_FIXED) + "\"";
        assertThatThrownBy(() -> policy(TO + ", fields: { " + large + " }")).hasMessageContaining("8200 bytes");
    }

    @Test
    void saysWhatItDoesWithoutSecrets() {
        assertThat(
                        new Log()
                                .describe(
                                        Configs.of(
                                                "http: { url: \"https://h.test/in?key=S3CR3T\", headers: { X-K: S3CR3T } }, fields: { a: 1 }")))
                .isEqualTo("sends a record of each request, with fields of its own, to https://h.test/in");
    }

    @Test
    void syslogOverTcpCountsItsMessages() {
        policy("syslog: { address: \"a:601\", transport: tcp }");
        assertThat(captured.destinations.getLast()).isInstanceOfSatisfying(LogDestination.Stream.class, stream -> {
            assertThat(stream.counted()).isTrue();
            assertThat(stream.label()).isEqualTo("syslog://a:601");
        });
    }

    @Test
    void costsNoAllocation() {
        LogShipper nobody = (loop, bytes, start, end) -> {};
        LogConfig config = Configs.of(
                TO + ", fields: { a: \"{status}\", t: \"{target}\", r: \"{route}\", h: \"{requestHeaders}\" }");
        Recording recording = new Recording(
                Optional.empty(),
                Optional.empty(),
                RecordTemplate.of(config.fields()),
                new HeadFields(config.redact()),
                nobody);
        LogPolicy policy = new LogPolicy(List.of(recording), new Pens());
        Exchange x = Asked.ask(harness, policy, "/a?b=1&token=x", "User-Agent: curl", "Cookie: a=1");
        assertThat(Allocation.perRun(() -> policy.onEnd(x))).isLessThan(0.1);
    }
}
