package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sekisho.policy.compression.Decoders;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same upstream behind nginx and behind this gateway: the same decisions, the same bodies. */
@Timeout(60)
class CompressionPeersTest {

    private static final String BODY = CompressionPolicyTest.text(8_000);

    @TempDir
    Path folder;

    /** What the upstream answers, by path. */
    private static Map<String, String> answers() {
        Map<String, String> answers = new LinkedHashMap<>();
        answers.put(
                "/html",
                CompressionPolicyTest.sized("Content-Type: text/html; charset=utf-8\r\nETag: \"1\"\r\n", BODY));
        answers.put("/weak", CompressionPolicyTest.sized("Content-Type: text/html\r\nETag: W/\"1\"\r\n", BODY));
        answers.put("/no-tag", CompressionPolicyTest.sized("Content-Type: text/html\r\nETag: 1\r\n", BODY));
        answers.put("/ranges", CompressionPolicyTest.sized("Content-Type: text/css\r\nAccept-Ranges: bytes\r\n", BODY));
        answers.put("/chunked", CompressionPolicyTest.chunked("Content-Type: application/json\r\n", BODY, 777));
        answers.put("/small", CompressionPolicyTest.sized("Content-Type: text/html\r\n", "small"));
        answers.put("/image", CompressionPolicyTest.sized("Content-Type: image/png\r\n", BODY));
        answers.put("/no-type", CompressionPolicyTest.sized("", BODY));
        answers.put(
                "/encoded", CompressionPolicyTest.sized("Content-Type: text/html\r\nContent-Encoding: x\r\n", BODY));
        answers.put("/missing", status("404 Not Found", "Content-Type: text/html\r\n"));
        answers.put("/forbidden", status("403 Forbidden", "Content-Type: text/html\r\n"));
        answers.put(
                "/part",
                status("206 Partial Content", "Content-Type: text/html\r\nContent-Range: bytes 0-7999/9000\r\n"));
        answers.put("/not-modified", "HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\n\r\n");
        answers.put("/empty", "HTTP/1.1 204 No Content\r\n\r\n");
        return answers;
    }

    private static String status(String line, String fields) {
        return CompressionPolicyTest.sized(fields, BODY).replace("200 OK", line);
    }

    private Programs nginx(int port, int upstream, String settings) throws IOException {
        return Programs.nginx(folder, port, """
                access_log off;
                server {
                  listen 127.0.0.1:%d;
                  location / { proxy_pass http://127.0.0.1:%d; proxy_http_version 1.1; %s }
                }
                """.formatted(port, upstream, settings));
    }

    @Test
    void decidesAsNginxDoes() throws IOException {
        Map<String, String> answers = answers();
        int port = TcpServer.freePort();
        try (RawUpstream upstream = RawUpstream.answering(request -> answers.getOrDefault(request.target(), ""));
                Programs nginx = nginx(
                        port,
                        upstream.port(),
                        "gzip on; gzip_vary on; gzip_min_length 1024; gzip_types text/css application/json;");
                TestGateway gateway = CompressionPolicyTest.gateway("{ algorithms: [ gzip ] }", upstream)) {
            assertThat(nginx).isNotNull();
            InetSocketAddress peer = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            for (String path : answers.keySet()) {
                for (String accepted :
                        new String[] {"gzip", "identity", "gzip;q=0", "deflate, gzip;q=0.5", "br, *;q=0"}) {
                    Message theirs = get(peer, path, accepted);
                    Message ours = get(gateway.address(), path, accepted);
                    assertThat(seen(ours)).as("%s for %s", path, accepted).isEqualTo(seen(theirs));
                }
            }
        }
    }

    private static Message get(InetSocketAddress address, String path, String accepted) throws IOException {
        try (RawClient client = RawClient.connect(address)) {
            return client.get(path, "Accept-Encoding: " + accepted);
        }
    }

    /** All that a client can tell. */
    private static String seen(Message answer) throws IOException {
        String coding = answer.field("Content-Encoding").orElse("");
        byte[] body = coding.equals("gzip") ? Decoders.decode("gzip", answer.body()) : answer.body();
        return answer.status() + " coding=" + coding + " vary=" + answer.all("Vary") + " etag=" + answer.all("ETag")
                + " ranges=" + answer.all("Accept-Ranges") + " type=" + answer.all("Content-Type") + "\n"
                + new String(body, StandardCharsets.ISO_8859_1);
    }

    @Test
    void gzipIsNotLongerThanThatOfNginxAtTheSameLevel() throws IOException {
        String body = CompressionPolicyTest.text(400_000);
        int port = TcpServer.freePort();
        try (RawUpstream upstream = RawUpstream.answering(
                        request -> CompressionPolicyTest.sized("Content-Type: text/html\r\n", body));
                Programs nginx = nginx(port, upstream.port(), "gzip on; gzip_comp_level 6;");
                TestGateway gateway =
                        CompressionPolicyTest.gateway("{ algorithms: [ gzip ], gzipLevel: 6 }", upstream)) {
            assertThat(nginx).isNotNull();
            int theirs = get(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), "/", "gzip")
                    .body()
                    .length;
            int ours = get(gateway.address(), "/", "gzip").body().length;
            assertThat(ours).isLessThan(theirs * 102 / 100);
        }
    }

    @Test
    void curlReadsWhatItAsksFor() throws IOException {
        assumeTrue(Program.isThere("curl", "--version"), "no curl");
        try (RawUpstream upstream = RawUpstream.answering(
                        request -> CompressionPolicyTest.chunked("Content-Type: text/html\r\n", BODY, 1_000));
                TestGateway gateway = CompressionPolicyTest.gateway("{}", upstream)) {
            String url = "http://127.0.0.1:" + gateway.address().getPort() + "/";
            for (String protocol : new String[] {"--http1.0", "--http1.1", "--http2-prior-knowledge"}) {
                Program.Result result =
                        Program.run("curl", "-sS", protocol, "--compressed", "-w", "%{size_download}", url);
                assertThat(result.code()).as(result.output()).isZero();
                assertThat(result.output()).startsWith(BODY);
                assertThat(Integer.parseInt(result.output().substring(BODY.length())))
                        .as("bytes on the wire")
                        .isLessThan(BODY.length() / 2);
            }
        }
    }
}
