package dev.sekisho.policy.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.policy.FieldNames.Head;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** What it costs to remove one member of a text of 1 MiB: printed, and bounded so generously that only another order of growth fails. */
class JsonCostTest {

    private static final int LENGTH = 1 << 20;

    private final Exchange x = new ChainHarness().exchange();
    private final JsonEditor editor = new JsonEditor(Settings.remove("a"), Head.REQUEST);

    @Test
    void usualJson() throws JsonFault {
        String item = "{\"id\":%d,\"name\":\"thing\",\"price\":12.50,\"tags\":[\"a\",\"b\"]}";
        measure("records", text(item::formatted, "[", "]"));
    }

    @Test
    void oneObjectOfManyMembers() throws JsonFault {
        measure("members", text("\"%d\":1"::formatted, "{", "}"));
    }

    private static byte[] text(IntFunction<String> item, String open, String close) {
        StringBuilder text = new StringBuilder(open);
        for (int i = 0; text.length() < LENGTH - 100; i++) {
            text.append(i == 0 ? "" : ",").append(item.apply(i));
        }
        return text.append(close).toString().getBytes(StandardCharsets.UTF_8);
    }

    private void measure(String what, byte[] text) throws JsonFault {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long best = Long.MAX_VALUE;
        long worst = 0;
        long allocated = 0;
        for (int i = 0; i < 20; i++) {
            long bytes = threads.getCurrentThreadAllocatedBytes();
            long start = System.nanoTime();
            editor.apply(text, x);
            long took = System.nanoTime() - start;
            allocated = threads.getCurrentThreadAllocatedBytes() - bytes;
            best = Math.min(best, took);
            worst = Math.max(worst, took);
        }
        System.out.printf(
                "1 MiB of JSON (%s): %.1f ms, %.1f ms before it is compiled, %.1f MB allocated%n",
                what, best / 1e6, worst / 1e6, allocated / 1e6);
        assertThat(allocated).isLessThan(100L * LENGTH);
    }
}
