package dev.sekisho.bench.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JmhResultsTest {

    private static final String CSV = """
            "Benchmark","Mode","Threads","Samples","Score","Score Error (99.9%)","Unit"
            "a.b.HeadDecoding.netty","avgt",1,5,900.0,12.25,"ns/op"
            "a.b.HeadDecoding.netty:gc.alloc.rate.norm","avgt",1,5,2048.0,0.1,"B/op"
            "a.b.HeadDecoding.sekisho","avgt",1,5,200.0,NaN,"ns/op"
            "a.b.PlainPath.proxy","avgt",1,5,700.0,1.0,"ns/op"
            "a.b.PlainPath.proxy:gc.alloc.rate.norm","avgt",1,5,0.004,0.001,"B/op"
            "a.b.LimitedPath.proxy","avgt",1,5,1000.0,1.0,"ns/op"
            "a.b.LimitedPath.proxy:gc.alloc.rate.norm","avgt",1,5,16.0,0.001,"B/op"
            """;

    @TempDir
    private Path directory;

    @Test
    void reportsScoresAllocationAndBounds() throws IOException {
        Report report = JmhResults.read(Files.writeString(directory.resolve("jmh.csv"), CSV));
        assertThat(report.rows()).hasSize(4);
        assertThat(report.rows().getFirst()).containsExactly("HeadDecoding.netty", "900", "12.3", "ns/op", "2,048");
        assertThat(report.bounds())
                .extracting(Bound::verdict)
                .containsExactly(
                        "met, by 50 %", "met, by 0.00 B/request", "met, by 40 %", "**missed by 16.0 B/request**");
    }

    @Test
    void withoutResultsNothingIsMet() throws IOException {
        Report report = JmhResults.read(directory.resolve("none.csv"));
        assertThat(report.rows()).isEmpty();
        assertThat(report.bounds()).extracting(Bound::verdict).containsOnly("not measured");
    }
}
