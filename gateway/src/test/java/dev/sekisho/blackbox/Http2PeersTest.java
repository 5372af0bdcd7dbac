package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTP/2 with clients that others have written: curl, nghttp2's h2load, Node. */
class Http2PeersTest {

    @TempDir
    Path folder;

    private Pki pki;
    private String tls = "";

    @BeforeEach
    void authority() throws Exception {
        pki = new Pki(folder);
        tls = "tls: { certificates: [ { " + pki.files("a", pki.issue("a", "a.test")) + " } ] }";
    }

    @Test
    void curl() throws Exception {
        assumeTrue(Program.isThere("curl", "--version"), "curl is not installed");
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway secure = Http2PassingTest.gateway(tls, upstream);
                TestGateway plain = Http2PassingTest.gateway(Http2PassingTest.H2C, upstream)) {
            int port = secure.address().getPort();
            String url = "https://a.test:" + port + "/x";
            String[] common = {
                "curl",
                "-sS",
                "--cacert",
                pki.ca().toString(),
                "--resolve",
                "a.test:" + port + ":127.0.0.1",
                "-w",
                "[%{http_version} %{http_code}]",
                url
            };
            Path large = Files.write(folder.resolve("large"), new byte[1 << 20]);
            assertThat(run(common, "--http2")).contains("GET /x HTTP/1.1", "[2 200]");
            assertThat(run(common, "--http1.1")).contains("[1.1 200]");
            assertThat(run(common, "--http2", "--data-binary", "@" + large, "-o", "/dev/null"))
                    .contains("[2 200]");
            assertThat(run(
                            new String[] {"curl", "-sS", "-w", "[%{http_version} %{http_code}]"},
                            "--http2-prior-knowledge",
                            "http://127.0.0.1:" + plain.address().getPort() + "/y"))
                    .contains("GET /y HTTP/1.1", "[2 200]");
            assertThat(run(
                            new String[] {"curl", "-sS", "-w", "[%{http_version} %{http_code}]"},
                            "--http2", // offers the upgrade that RFC 9113 has withdrawn
                            "http://127.0.0.1:" + plain.address().getPort() + "/z"))
                    .contains("[1.1 200]");
        }
    }

    private static String run(String[] command, String... more) throws Exception {
        String[] all = Arrays.copyOf(command, command.length + more.length);
        System.arraycopy(more, 0, all, command.length, more.length);
        Program.Result result = Program.run(all);
        assertThat(result.code()).as(result.output()).isZero();
        return result.output();
    }

    @Test
    void h2load() throws Exception {
        assumeTrue(Program.isThere("h2load", "--version"), "h2load (nghttp2-client) is not installed");
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = Http2PassingTest.gateway(Http2PassingTest.H2C, upstream)) {
            Program.Result result = Program.run(
                    "h2load",
                    "-n",
                    "2000",
                    "-c",
                    "8",
                    "-m",
                    "20",
                    "http://127.0.0.1:" + gateway.address().getPort() + "/");
            assertThat(result.output()).contains("2000 succeeded, 0 failed, 0 errored");
        }
    }

    @Test
    void node() throws Exception {
        assumeTrue(Program.isThere("node", "--version"), "node is not installed");
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = Http2PassingTest.gateway(tls, upstream)) {
            Program.Result result = Program.run(
                    "node",
                    Path.of("src/test/resources/node/http2-client.mjs").toString(),
                    Integer.toString(gateway.address().getPort()),
                    pki.ca().toString());
            assertThat(result.output()).contains("passed");
        }
    }
}
