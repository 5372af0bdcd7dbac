package dev.sekisho.dataplane.http1;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.blackbox.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * No stream of requests that the gateway takes means something else to Netty's decoder or to a plain reading of RFC 9112:
 * same methods, targets, fields and bodies, and so the same start of each next request. A request that one of them
 * refuses is no difference, since nobody routes it.
 */
class DifferentialFuzzTest {

    private static final int STREAMS = 60_000;
    private static final long SECONDS = 10; // however many streams that makes on a busy machine

    private static final String[] PIECES = {
        "GET",
        "POST",
        "HEAD",
        " ",
        "  ",
        "\t",
        "/",
        "/a?b=c",
        "*",
        "http://h/",
        "/%2e%2e/",
        "#",
        "HTTP/1.1",
        "HTTP/1.0",
        "http/1.1",
        "HTTP/1.2",
        "\r\n",
        "\r\n\r\n",
        "\n",
        "\r",
        "\n\n",
        "Host: h",
        "Host: other",
        "host:h",
        "Host : h",
        ":",
        "Content-Length: 5",
        "Content-Length: 0",
        "Content-Length: +5",
        "content-length:5 ",
        "Content-Length: 5, 5",
        "Content-Length: 05",
        "Content-Length:\t3",
        "Content_Length: 3",
        "Transfer-Encoding: chunked",
        "Transfer-Encoding: Chunked",
        "Transfer-Encoding:\u000bchunked",
        "transfer-encoding:  chunked\t",
        "Transfer-Encoding: identity",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: chunked, chunked",
        "Transfer-Encoding : chunked",
        "Transfer-Encoding: x",
        "Connection: close",
        "Connection: keep-alive, X",
        "Connection: Content-Length",
        "Expect: 100-continue",
        "Upgrade: websocket",
        "X: y",
        "X:",
        "X: \u00e9",
        "X: a\0b",
        " folded",
        "\tfolded",
        "5\r\nhello\r\n",
        "5;x=y\r\nhello\r\n",
        "0\r\n\r\n",
        "0\r\nX: y\r\n\r\n",
        "00\r\n\r\n",
        "5 \r\nhello\r\n",
        "0x5\r\nhello\r\n",
        "5\nhello\n",
        "ffffffffffffffff\r\n",
        "hello",
        "0\r\n",
        "\0",
        "\u007f",
        "\u0085"
    };

    private static final String[] TEMPLATES = {
        "GET / HTTP/1.1\r\nHost: h\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello",
        "POST /b HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        "POST /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2;a\r\nhi\r\n0\r\nX: y\r\n\r\n",
        "PUT /d?e HTTP/1.0\r\nHost: h\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nhi",
        "DELETE /f HTTP/1.1\r\nHost: h\r\nX-A: 1\r\nx-b:2\r\nUser-Agent: t/1 (x)\r\n\r\n",
    };

    private static final byte[] NEXT = "GET /next HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void streams(byte[] stream) {
        assertAgreement(stream);
    }

    @Test
    void malformedRequests() throws IOException {
        for (Corpus.Row row : Corpus.read("requests.txt", 4)) {
            assertAgreement(join(row.bytes().getBytes(StandardCharsets.ISO_8859_1), NEXT));
        }
        for (Corpus.Row row : Corpus.read("chunks.txt", 2)) {
            String head = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
            assertAgreement(join((head + row.bytes()).getBytes(StandardCharsets.ISO_8859_1), NEXT));
        }
    }

    @Test
    void mutatedStreams() {
        Random random = new Random(20);
        long end = System.nanoTime() + SECONDS * 1_000_000_000;
        int taken = 0;
        int streams = 0;
        for (; streams < STREAMS && System.nanoTime() < end; streams++) {
            taken += assertAgreement(stream(random));
        }
        assertThat(taken).isGreaterThan(streams / 4); // else the streams are too broken to tell anything
    }

    private static byte[] stream(Random random) {
        StringBuilder stream = new StringBuilder();
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            stream.append(TEMPLATES[random.nextInt(TEMPLATES.length)]);
        }
        for (int n = random.nextInt(4); n > 0; n--) {
            mutate(stream, random);
        }
        stream.append(new String(NEXT, StandardCharsets.ISO_8859_1));
        return stream.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void mutate(StringBuilder stream, Random random) {
        int at = random.nextInt(stream.length());
        String piece = PIECES[random.nextInt(PIECES.length)];
        switch (random.nextInt(5)) {
            case 0 -> stream.insert(at, piece);
            case 1 -> stream.setCharAt(at, (char) random.nextInt(256));
            case 2 -> stream.delete(at, Math.min(stream.length(), at + 1 + random.nextInt(4)));
            case 3 -> { // a line of its own
                int line = stream.indexOf("\r\n", at);
                stream.insert(line < 0 ? at : line + 2, piece + "\r\n");
            }
            default -> stream.replace(at, Math.min(stream.length(), at + piece.length()), piece);
        }
        if (stream.isEmpty()) {
            stream.append(' ');
        }
    }

    /** Compares the three readings; how many requests the gateway takes. */
    private static int assertAgreement(byte[] stream) {
        Reading ours = Reading.ours(stream);
        assertPrefix(ours, PlainReader.read(stream), stream);
        assertPrefix(ours, Reading.netty(stream), stream);
        return ours.requests().size();
    }

    private static void assertPrefix(Reading ours, Reading other, byte[] stream) {
        int both = Math.min(ours.requests().size(), other.requests().size());
        List<Reading.Request> first = new ArrayList<>(ours.requests().subList(0, both));
        String text = new String(stream, StandardCharsets.ISO_8859_1);
        assertThat(first).as("%s", text).isEqualTo(other.requests().subList(0, both));
        boolean shorter = other.requests().size() < ours.requests().size();
        assertThat(shorter && !other.refused())
                .as("taken by the gateway, neither taken nor refused by the other: %s", text)
                .isFalse();
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] joined = new byte[first.length + second.length];
        System.arraycopy(first, 0, joined, 0, first.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
