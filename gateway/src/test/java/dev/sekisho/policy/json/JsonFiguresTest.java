package dev.sekisho.policy.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.policy.FieldNames.Head;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What a change of JSON costs, as the README of request-body tells; prints it. */
class JsonFiguresTest {

    private static final int MEBIBYTE = 1 << 20;
    private static final int MEMBERS = 118_000;

    private final Exchange x = new ChainHarness().exchange();
    private final JsonEditor editor = new JsonEditor(Settings.remove("items[*].cost"), Head.REQUEST);

    @Test
    void timeOfAChange() throws JsonFault {
        print("1 KiB of usual JSON", usual(1 << 10));
        print("1 MiB of usual JSON", usual(MEBIBYTE));
        print("one object of " + MEMBERS + " members", members());
    }

    private void print(String what, byte[] text) throws JsonFault {
        long best = Long.MAX_VALUE;
        for (int round = 0; round < (text.length < MEBIBYTE / 2 ? 5_000 : 30); round++) {
            long start = System.nanoTime();
            JsonCheck.check(text);
            editor.apply(text, x);
            best = Math.min(best, System.nanoTime() - start);
        }
        System.out.printf("%s (%d bytes): %.3f ms%n", what, text.length, best / 1e6);
        assertThat(best).as(what).isLessThan(5_000_000_000L);
    }

    private static byte[] usual(int length) {
        StringBuilder text = new StringBuilder("{\"items\":[");
        for (int i = 0; text.length() < length - 80; i++) {
            text.append(i == 0 ? "" : ",")
                    .append("{\"id\":")
                    .append(i)
                    .append(",\"name\":\"article ")
                    .append(i * 7_919)
                    .append("\",\"cost\":1.25,\"tags\":[\"a\",\"b\"]}");
        }
        return text.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] members() {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < MEMBERS; i++) {
            text.append(i == 0 ? "" : ",")
                    .append('"')
                    .append(Integer.toString(i, 36))
                    .append("\":0");
        }
        return text.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }
}
