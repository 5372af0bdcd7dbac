package dev.sekisho.dataplane.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.blackbox.Corpus;
import dev.sekisho.dataplane.Reason;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A head reads the same however its bytes are cut on the way. */
class RequestParserTest {

    private static final int LONG = 2_000; // bytes from which on not every cut is tried

    static List<Corpus.Row> malformed() throws IOException {
        return Corpus.read("requests.txt", 4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\\r\\n{h}\\r\\n",
                "\\r\\nGET / HTTP/1.1\\r\\n{h}\\r\\n",
                "GET /a/./b/../%7ec?q=%7e#\\r\\n",
                "POST /a?b=c HTTP/1.0\\r\\nContent-Length: 7\\r\\nX:  spaces \\t \\r\\nEmpty:\\r\\n\\r\\n",
                "PUT http://Test.:8080/x?y HTTP/1.1\\r\\nHost: Test.:8080\\r\\nTransfer-Encoding: Chunked\\r\\n\\r\\n",
                "GET / HTTP/1.1\\r\\nHost: [::1]:80\\r\\nConnection: Upgrade, X-Drop\\r\\nUpgrade: websocket\\r\\nX-Drop: 1"
                        + "\\r\\nX: \\xe9\\xff\\r\\n\\r\\nbytes behind it",
                "PATCH /{a*1100} HTTP/1.1\\r\\n{h}X: {y*600}\\r\\n\\r\\n",
            })
    void cutsMakeNoDifference(String text) {
        assertSameUnderCuts(Wires.bytes(text), Wires.request(Wires.bytes(text)));
    }

    @ParameterizedTest
    @MethodSource
    void malformed(Corpus.Row row) {
        byte[] bytes = Wires.bytes(row.bytes().replace("\\", "\\\\"));
        Wires.Parsed whole = Wires.request(bytes);
        if (row.columns().get(2).equals("path.separator") && whole.refused() == Reason.NONE) {
            return; // the route decides
        }
        assertThat(whole.refused().code()).isEqualTo(row.columns().get(2));
        assertSameUnderCuts(bytes, whole);
    }

    @Test
    void limitIsTheLastSizeThatPasses() {
        String head = "GET / HTTP/1.1\r\nHost: h\r\nX: \r\n\r\n";
        for (int over : new int[] {-1, 0, 1, 2}) {
            int fill = Wires.LIMITS.bytes() + over - head.length();
            byte[] bytes = Wires.bytes(head.replace("\r\n", "\\r\\n").replace("X: ", "X: " + "y".repeat(fill)));
            Reason expected = over > 0 ? Reason.HEAD_TOO_LARGE : Reason.NONE;
            assertThat(Wires.request(bytes).refused()).as("%d over", over).isEqualTo(expected);
        }
    }

    private static void assertSameUnderCuts(byte[] bytes, Wires.Parsed whole) {
        assertThat(Wires.request(bytes, Wires.everywhere(bytes))).isEqualTo(whole);
        int step = bytes.length > LONG ? 61 : 1;
        for (int at = 1; at < bytes.length; at += step) {
            assertThat(Wires.request(bytes, at)).as("cut at %d", at).isEqualTo(whole);
        }
    }
}
