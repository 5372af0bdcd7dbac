package dev.sekisho.bench.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class H2LoadTest {

    private static final String OUTPUT = """
            Application protocol: h2c
            finished in 1.01s, 100.00 req/s, 120.00KB/s
            requests: 100 total, 740 started, 100 done, %d succeeded, %d failed, %d errored, 0 timeout
            status codes: %d 2xx, 0 3xx, 0 4xx, 2 5xx
            traffic: 120.00KB (122880) total, 12.00KB (12288) headers (space savings 90.00%%), 100.00KB (%d) data
            """;

    private static long failures(int succeeded, int failed, int status2xx, int data) throws IOException {
        return H2Load.failures(OUTPUT.formatted(succeeded, failed, failed, status2xx, data), 1024);
    }

    @Test
    void countsWhatWasNotAnsweredWith2xx() throws IOException {
        assertThat(H2Load.requests(OUTPUT.formatted(100, 0, 0, 100, 102_400))).isEqualTo(100);
        assertThat(failures(100, 0, 100, 102_400)).isZero();
        assertThat(failures(98, 2, 100, 102_400)).isEqualTo(2);
        assertThat(failures(100, 0, 97, 102_400)).isEqualTo(3);
    }

    /** A gRPC call that fails has status 200 and no message. */
    @Test
    void countsAnswersWithoutContent() throws IOException {
        assertThat(failures(100, 0, 100, 60 * 1024)).isEqualTo(40);
        assertThat(failures(100, 0, 100, 110 * 1024)).isZero();
    }

    @Test
    void refusesAnotherProtocol() {
        assertThatCode(() -> H2Load.expectHttp2("Application protocol: h2\n")).doesNotThrowAnyException();
        assertThatThrownBy(() -> H2Load.expectHttp2("Application protocol: http/1.1\n"))
                .hasMessageContaining("http/1.1 (expected: h2 or h2c)");
        assertThatThrownBy(() -> H2Load.expectHttp2("1 errored\n")).hasMessageContaining("no HTTP/2");
        assertThatThrownBy(() -> H2Load.requests("usage")).hasMessageContaining("usage");
    }
}
