package dev.sekisho.cli.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A gateway under test may answer anything. */
class MessageTest {

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void interim_answers_are_passed_over_and_framing_is_taken_off() throws IOException {
        Message answer = Message.answer(
                bytes("HTTP/1.1 103 Early Hints\nLink: a\n\nHTTP/1.1 200 OK\nTransfer-Encoding: chunked\nA: 1\na: 2\n\n"
                        + "3;x=y\nabc\n2\nde\n0\nTrailer: t\n\n"),
                "GET");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("abcde");
        assertThat(answer.value("A")).hasValue("1, 2");
        assertThat(answer.value("Link")).isEmpty();
    }

    @Test
    void what_has_no_body_has_none_whatever_its_head_says() throws IOException {
        assertThat(Message.answer(bytes("HTTP/1.1 200 OK\nContent-Length: 5\n\n"), "HEAD")
                        .body())
                .isEmpty();
        assertThat(Message.answer(bytes("HTTP/1.1 304 \nContent-Length: 5\n\n"), "GET")
                        .body())
                .isEmpty();
        assertThat(Message.answer(bytes("HTTP/1.0 200 OK\n\nto the end"), "GET").text())
                .isEqualTo("to the end");
    }

    @Test
    void a_connection_that_ends_has_no_further_request() throws IOException {
        assertThat(Message.request(bytes(""))).isEmpty();
        Message request = Message.request(bytes("POST /a?b=c HTTP/1.1\nContent-Length: 2\n\nxy"))
                .orElseThrow();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.target()).isEqualTo("/a?b=c");
        assertThat(request.text()).isEqualTo("xy");
    }

    @Test
    void answers_that_are_none_are_refused() {
        for (String text : new String[] {
            "",
            "HTTP/2 200\n\n",
            "hello\n\n",
            "\nHTTP/1.1 200 OK\n\n",
            "HTTP/1.1 200 OK\nA: 1\n",
            "HTTP/1.1 200 OK\nno colon\n\n",
            "HTTP/1.1 200 OK\nContent-Length: 5\n\nabc",
            "HTTP/1.1 200 OK\nContent-Length: 99999999999\n\n",
            "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nffffffff\n",
            "HTTP/1.1 200 OK\nA: " + "x".repeat(300_000) + "\n\n",
        }) {
            assertThatThrownBy(() -> Message.answer(bytes(text), "GET"))
                    .as(text)
                    .isInstanceOf(IOException.class);
        }
        assertThatThrownBy(() -> Message.answer(bytes("HTTP/1.1 200 OK\nContent-Length: x\n\n"), "GET"))
                .isInstanceOf(IOException.class);
    }
}
