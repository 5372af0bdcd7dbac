package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The comparison finds what differs, and leaves out only what it says. */
class NginxComparisonTest {

    private static final NginxRequest GET = new NginxRequest("GET /x", List.of(), Optional.empty(), Map.of());
    private static final NginxRequest HEAD = new NginxRequest("HEAD /x", List.of(), Optional.empty(), Map.of());
    private static final String PAGE =
            "<html><head><title>404 Not Found</title></head><hr><center>nginx/1.22.1</center></html>";

    private static NginxAnswer answer(int status, String body, List<NginxServices.Arrival> arrivals, String... fields) {
        String head = "HTTP/1.1 " + status + " Some\r\n" + String.join("\r\n", fields) + "\r\n\r\n";
        Message message = new Message(head, body.getBytes(StandardCharsets.ISO_8859_1), List.of(), true);
        return new NginxAnswer(Optional.of(message), "", arrivals);
    }

    private static NginxAnswer answer(int status, String body, String... fields) {
        return answer(status, body, List.of(), fields);
    }

    private static NginxAnswer after(String service, String line, String... fields) {
        String head = line + "\r\n" + String.join("\r\n", fields) + "\r\n\r\n";
        Message request = new Message(head, new byte[0], List.of(), true);
        return answer(200, "", List.of(new NginxServices.Arrival(service, request)), "A: b");
    }

    private static List<String> found(NginxAnswer theirs, NginxAnswer ours) {
        return NginxComparison.differences(theirs, ours, GET);
    }

    @Test
    void whatIsTheSameIsTheSame() {
        assertThat(found(answer(200, "x", "A: 1", "B: 2"), answer(200, "x", "b: 2", "a: 1")))
                .isEmpty();
        assertThat(found(
                        after("A", "GET / HTTP/1.0", "Connection: close"),
                        after("A", "GET / HTTP/1.1", "X-Request-ID: 1")))
                .isEmpty();
    }

    @Test
    void statusFieldsAndBodyCount() {
        assertThat(found(answer(200, "x", "A: 1"), answer(201, "y", "A: 2", "B: 3")))
                .containsExactly(
                        "status: nginx 200, sekisho 201",
                        "field a: nginx [1], sekisho [2]",
                        "field b: nginx [], sekisho [3]",
                        "body: nginx x, sekisho y");
    }

    @Test
    void expiresCountsAsTimeBehindDate() {
        String date = "Date: Mon, 30 Nov 2026 04:00:00 GMT";
        String later = "Date: Mon, 30 Nov 2026 04:00:09 GMT";
        assertThat(found(
                        answer(200, "", date, "Expires: Mon, 30 Nov 2026 05:00:00 GMT"),
                        answer(200, "", later, "Expires: Mon, 30 Nov 2026 05:00:10 GMT")))
                .isEmpty();
        assertThat(found(
                        answer(200, "", date, "Expires: Mon, 30 Nov 2026 05:00:00 GMT"),
                        answer(200, "", later, "Expires: Mon, 30 Nov 2026 06:00:09 GMT")))
                .hasSize(1);
        assertThat(found(answer(200, "", date, "Expires: 0"), answer(200, "", later, "Expires: -1")))
                .hasSize(1);
    }

    @Test
    void theOrderOfFieldsOfOneNameCounts() {
        assertThat(found(answer(200, "", "A: 1", "A: 2"), answer(200, "", "A: 2", "A: 1")))
                .containsExactly("field a: nginx [1, 2], sekisho [2, 1]");
    }

    @Test
    void whatServicesGetCounts() {
        assertThat(found(after("A", "GET /a HTTP/1.0", "X: 1"), after("B", "GET /b HTTP/1.0", "X: 2")))
                .containsExactly(
                        "services: nginx [A], sekisho [B]",
                        "forwarded line: nginx GET /a, sekisho GET /b",
                        "forwarded field x: nginx [1], sekisho [2]");
        assertThat(found(after("A", "GET /a HTTP/1.0", "X: 1"), answer(200, "", "A: b")))
                .containsExactly("services: nginx [A], sekisho []");
    }

    @Test
    void onlyTheProductsOwnNamesAndPagesAreLeftOut() {
        assertThat(found(answer(200, "", "Server: nginx/1.22.1"), answer(200, "", "A: b", "Server: sekisho")))
                .containsExactly("field a: nginx [], sekisho [b]");
        assertThat(found(answer(200, "", "Server: nginx/1.22.1"), answer(200, "", "Server: of the service")))
                .containsExactly("field server: nginx [], sekisho [of the service]");
        assertThat(found(
                        answer(404, PAGE, "Content-Type: text/html", "Content-Length: 90"),
                        answer(404, "{}", "Content-Type: application/json", "Content-Length: 2")))
                .isEmpty();
        assertThat(found(answer(404, "own", "A: 1"), answer(404, "{}", "A: 1"))).hasSize(1);
        assertThat(NginxComparison.differences(
                        answer(404, "", "Content-Type: text/html", "Content-Length: 153"),
                        answer(404, "", "Content-Type: application/json", "Content-Length: 90"),
                        HEAD))
                .isEmpty();
    }

    @Test
    void theRequestIdCountsWhereNginxSendsOne() {
        assertThat(found(answer(200, "", "X-Request-ID: 1"), answer(200, "", "X-Request-ID: 2")))
                .hasSize(1);
        assertThat(found(answer(200, "", "A: 1"), answer(200, "", "A: 1", "X-Request-ID: 2")))
                .isEmpty();
    }

    @Test
    void lengthsCountWhereBothTellThem() {
        assertThat(found(answer(200, "", "Content-Length: 0"), answer(200, "", "Transfer-Encoding: chunked")))
                .isEmpty();
        assertThat(found(answer(200, "", "Content-Length: 0"), answer(200, "", "Content-Length: 1")))
                .hasSize(1);
    }

    @Test
    void theAddressesOfTheSidesAreTheSame() {
        assertThat(found(
                        answer(301, "", "Location: http://127.0.0.1:80/x"),
                        answer(301, "", "Location: http://127.0.0.2:80/x")))
                .isEmpty();
        assertThat(found(
                        answer(301, "", "Location: http://127.0.0.1:80/x"),
                        answer(301, "", "Location: http://127.0.0.2:81/x")))
                .hasSize(1);
    }

    @Test
    void noAnswerIsADifference() {
        NginxAnswer none = new NginxAnswer(Optional.empty(), "closed without an answer", List.of());
        assertThat(found(none, answer(200, "", "A: 1"))).hasSize(1);
        assertThat(found(none, none)).isEmpty();
    }

    @Test
    void requestsAreWhatTheirTextsSay() {
        NginxRequest chunked =
                new NginxRequest("POST /x", List.of("Host: h"), Optional.of("abcd"), Map.of("chunked", ""));
        assertThat(new String(chunked.bytes(text -> text), StandardCharsets.ISO_8859_1))
                .isEqualTo(
                        "POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n2\r\ncd\r\n0\r\n\r\n");
        NginxRequest old = new NginxRequest("GET / HTTP/1.0", List.of(), Optional.empty(), Map.of());
        assertThat(new String(old.bytes(text -> text), StandardCharsets.ISO_8859_1))
                .isEqualTo("GET / HTTP/1.0\r\n\r\n");
        assertThat(Arrays.asList(chunked.title(), old.title())).containsExactly("POST /x Host: h", "GET / HTTP/1.0");
    }
}
