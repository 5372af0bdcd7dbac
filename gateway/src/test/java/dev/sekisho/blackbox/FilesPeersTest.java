package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same files through nginx and through the gateway: status, validators, ranges and bodies are the same. */
@Timeout(60)
class FilesPeersTest {

    private static final String TAG = "\"65920080-a\""; // of 10 bytes, and the time below
    private static final Instant TIME = Instant.parse("2024-01-01T00:00:00Z");

    private static final String[][] CASES = {
        {"/a.txt"},
        {"/a.txt", "If-None-Match: " + TAG},
        {"/a.txt", "If-None-Match: W/" + TAG},
        {"/a.txt", "If-None-Match: \"x\""},
        {"/a.txt", "If-Modified-Since: Mon, 01 Jan 2024 00:00:00 GMT"},
        {"/a.txt", "If-Unmodified-Since: Sun, 31 Dec 2023 00:00:00 GMT"},
        {"/a.txt", "If-Match: " + TAG},
        {"/a.txt", "If-Match: \"x\""},
        {"/a.txt", "Range: bytes=0-3"},
        {"/a.txt", "Range: bytes=-4"},
        {"/a.txt", "Range: bytes=90-"},
        {"/a.txt", "Range: bytes=4-", "If-Range: " + TAG},
        {"/a.txt", "Range: bytes=4-", "If-Range: \"x\""},
        {"/a.txt", "Range: rows=1"},
        {"/a.txt/"},
        {"/none.txt"},
        {"/docs/"},
        {"/bare/"},
        {"/docs/index.html"},
        {"/tried/a"},
        {"/tried/none"},
    };

    private static List<String> run(InetSocketAddress address) throws IOException {
        List<String> results = new ArrayList<>();
        for (String[] request : CASES) {
            try (RawClient client = RawClient.connect(address)) {
                Message answer = client.get(request[0], Arrays.copyOfRange(request, 1, request.length));
                boolean body = answer.status() == 200 || answer.status() == 206;
                results.add(String.join(" ", request) + " -> " + answer.status()
                        + " " + (body ? answer.field("ETag").orElse("") : "")
                        + " " + (body ? answer.field("Last-Modified").orElse("") : "")
                        + " " + (body ? answer.field("Content-Type").orElse("") : "")
                        + " " + answer.field("Content-Range").orElse("") + (body ? " " + answer.text() : ""));
            }
        }
        return results;
    }

    @Test
    void answersAreThoseOfNginx(@TempDir Path folder) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path root = Files.createDirectories(folder.resolve("www"));
        Files.writeString(root.resolve("a.txt"), "0123456789");
        Files.writeString(Files.createDirectories(root.resolve("docs")).resolve("index.html"), "<p>docs</p>");
        Files.createDirectories(root.resolve("bare"));
        Files.createDirectories(root.resolve("tried"));
        Files.writeString(root.resolve("tried/a.html"), "tried");
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.toList()) { // its worker is another user
                Files.setLastModifiedTime(each, FileTime.from(TIME));
                Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
        String files = "to: { files: { root: \"" + root + "\", charset: \"\"";
        String yaml = Yaml.listener("")
                + Yaml.routes(
                        "name: files, match: { path: /* }, " + files + " } }",
                        "name: tried, match: { path: /tried/* }, " + files
                                + ", tries: [ \"{path}\", \"{path}.html\", /docs/index.html ] } }");
        try (TestGateway gateway = TestGateway.start(yaml);
                Programs nginx = Programs.nginx(folder, port, """
                    types { text/plain txt; text/html html; }
                    server {
                      listen 127.0.0.1:%d;
                      root %s;
                      location / { index index.html; }
                      location /tried/ { try_files $uri $uri.html /docs/index.html; }
                    }
                    """.formatted(port, root))) {
            List<String> theirs = run(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            assertThat(run(gateway.address())).isEqualTo(theirs);
        }
    }
}
