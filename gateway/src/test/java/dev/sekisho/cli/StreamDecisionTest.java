package dev.sekisho.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What explain says of streams. */
class StreamDecisionTest {

    @TempDir
    Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("gateway.yaml"), """
                upstreams:
                  - { name: a, targets: [ { address: "10.0.0.1:1" }, { address: "10.0.0.2:1", backup: true } ] }
                  - { name: b, targets: [ { address: "10.0.0.3:1" } ], balance: { algorithm: ring-hash } }
                streams:
                  - { name: names, address: ":443", sni: [ { hosts: [ a.test, "*.a.test" ], to: a } ], to: b }
                  - { name: closed, address: ":444", sni: [ { hosts: a.test, to: a } ] }
                  - { name: dns, address: ":53", protocol: udp, to: b }
                """);
    }

    private String explain(String... words) {
        Object[] all = new Object[words.length + 3];
        all[0] = "explain";
        all[1] = file;
        all[2] = "--";
        System.arraycopy(words, 0, all, 3, words.length);
        Cli.Result result = Cli.run(all);
        return result.code() + "\n" + result.out() + result.err();
    }

    @Test
    void namesLeadToTheirUpstream() {
        assertThat(explain("tls://W.A.test:443"))
                .startsWith("0\nstream names (")
                .contains(
                        "gateway.yaml:5:5), on :443",
                        "the name W.A.test is listed",
                        "to upstream a, by round-robin:",
                        "10.0.0.1:1\n",
                        "10.0.0.2:1, a backup");
        assertThat(explain("tls://other.test:443")).contains("other.test is not listed", "to upstream b, by ring-hash");
        assertThat(explain("tcp://:443")).contains("no name is asked for", "to upstream b");
        assertThat(explain("tls://other.test:444")).contains("closed, since there is no upstream for it");
    }

    @Test
    void portAndProtocolFindTheStream() {
        assertThat(explain("udp://:53")).contains("stream dns", "to upstream b");
        assertThat(explain("tcp://:53")).contains("no stream takes it: tcp on port 53");
        assertThat(explain("tls://a.test")).contains("stream names", "stream closed");
        assertThat(explain("tcp://a b")).startsWith("2\n").contains("expected: tcp://, tls:// or udp://");
    }

    @Test
    void requestsNeedAListener() {
        assertThat(explain("/users")).startsWith("2\n").contains("listeners: none");
    }
}
