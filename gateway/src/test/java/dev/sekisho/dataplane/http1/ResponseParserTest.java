package dev.sekisho.dataplane.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Response heads read the same however they are cut, and frame their bodies as RFC 9112 section 6.3 says. */
class ResponseParserTest {

    private static String read(byte[] bytes, Method method, int... cuts) {
        ResponseParser parser = new ResponseParser();
        ResponseHead head = new ResponseHead();
        int from = 0;
        int used = 0;
        for (int i = 0; i <= cuts.length; i++) {
            int to = i < cuts.length ? cuts[i] : bytes.length;
            ByteBuf in = Unpooled.wrappedBuffer(Arrays.copyOfRange(bytes, from, to));
            boolean done = parser.parse(head, in);
            used += in.readerIndex();
            from = to;
            if (done && parser.isRefused()) {
                return "refused";
            }
            if (done) {
                ResponseRules rules = new ResponseRules();
                ResponseRules.Body body = rules.apply(head, method);
                return head.status() + " "
                        + Wires.ascii(head.headers(), head.reasonStart(), head.reasonEnd()) + " " + body + " "
                        + head.contentLength() + (rules.isKeepAlive() ? " kept " : " closed ") + kept(head.headers())
                        + " " + (bytes.length - used);
            }
        }
        return "not whole";
    }

    private static List<String> kept(Headers headers) {
        List<String> all = Wires.fields(headers);
        return IntStream.range(0, headers.count())
                .filter(i -> !headers.isRemoved(i))
                .mapToObj(all::get)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET | 200 OK\\r\\nContent-Length: 3\\r\\n\\r\\nabc | 200 OK LENGTH 3 kept [Content-Length: 3] 3",
                "GET | 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n | 200 OK CHUNKED -1 kept [] 0",
                "GET | 200 OK\\r\\n\\r\\n | 200 OK UNTIL_CLOSE -1 closed [] 0",
                "GET | 200\\r\\nContent-Length: 0\\r\\n\\r\\n | 200  NONE 0 kept [Content-Length: 0] 0",
                "HEAD | 200 OK\\r\\nContent-Length: 3\\r\\n\\r\\n | 200 OK NONE 3 kept [Content-Length: 3] 0",
                "HEAD | 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n | 200 OK NONE -1 kept [] 0",
                "GET | 204 Not Any\\r\\n\\r\\n | 204 Not Any NONE -1 kept [] 0",
                "GET | 304 Same\\r\\nContent-Length: 9\\r\\n\\r\\n | 304 Same NONE 9 kept [Content-Length: 9] 0",
                "GET | 103 Hints\\r\\nLink: x\\r\\n\\r\\n | 103 Hints NONE -1 kept [Link: x] 0",
                "GET | 200 OK\\r\\nConnection: close\\r\\nContent-Length: 1\\r\\n\\r\\n"
                        + " | 200 OK LENGTH 1 closed [Content-Length: 1] 0",
                "GET | 200 OK\\r\\nX-Hop: 1\\r\\nConnection: a,\\tx-hop\\r\\nKeep-Alive: 5\\r\\nContent-Length: 1\\r\\n\\r\\n"
                        + " | 200 OK LENGTH 1 kept [Content-Length: 1] 0",
                "GET | 101 Switch\\r\\nConnection: Upgrade\\r\\nUpgrade: x\\r\\n\\r\\n | 101 Switch NONE -1 kept [Upgrade: x] 0",
                "GET | 200 OK\\r\\nConnection: Transfer-Encoding\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n"
                        + " | 200 OK INVALID -1 kept [] 0",
            })
    void framing(String method, String response, String expected) {
        byte[] bytes = Wires.bytes("HTTP/1.1 " + response);
        Method asked = method.equals("HEAD") ? Method.HEAD : Method.GET;
        String whole = read(bytes, asked);
        if (expected.contains("INVALID")) {
            assertThat(whole).contains("INVALID");
        } else {
            assertThat(whole).isEqualTo(expected);
        }
        assertSameUnderCuts(bytes, asked, expected);
    }

    private static void assertSameUnderCuts(byte[] bytes, Method asked, String expected) {
        String inOnePiece = read(bytes, asked);
        int head = bytes.length - Integer.parseInt(inOnePiece.substring(inOnePiece.lastIndexOf(' ') + 1));
        for (int at = 1; at < head; at++) {
            assertThat(read(bytes, asked, at)).as("%s cut at %d", expected, at).isEqualTo(inOnePiece);
        }
    }
}
