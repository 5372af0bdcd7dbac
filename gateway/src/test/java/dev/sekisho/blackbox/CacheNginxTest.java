package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same requests through nginx's proxy_cache and through the gateway: what both are asked to do, both do alike. */
class CacheNginxTest {

    private static final String[][] CASES = {
        // path, fields of the request
        {"/fresh"},
        {"/fresh"},
        {"/fresh", "If-None-Match: \"1\""},
        {"/fresh", "Range: bytes=1-2"},
        {"/fresh", "Range: bytes=90-"},
        {"/fresh", "X-Fresh: 1"},
        {"/fresh"},
        {"/plain"},
        {"/plain"},
        {"/private"},
        {"/private"},
        {"/cookie"},
        {"/cookie"},
        {"/none"},
        {"/none"},
        {"/bad"},
        {"/bad"},
        {"/vary", "Accept-Language: de"},
        {"/vary", "Accept-Language: ja"},
        {"/vary", "Accept-Language: de"},
        {"/star"},
        {"/star"},
        {"/expired"},
        {"/expired"},
        {"/fresh?x=1"},
        {"/fresh?x=1"},
    };

    private static String answer(Message request) {
        String path = request.target();
        if (request.has("If-None-Match")
                && request.field("If-None-Match").orElse("").equals("\"1\"")) {
            return CacheRig.response(304, "", "ETag: \"1\"", "Cache-Control: max-age=600");
        }
        return switch (path) {
            case "/private" -> CacheRig.ok("private", "Cache-Control: private");
            case "/cookie" -> CacheRig.ok("cookie", "Set-Cookie: a=b");
            case "/none" -> CacheRig.response(404, "none");
            case "/bad" -> CacheRig.response(500, "bad");
            case "/vary" ->
                CacheRig.ok(
                        request.field("Accept-Language").orElse(""),
                        "Vary: Accept-Language",
                        "Cache-Control: max-age=600");
            case "/star" -> CacheRig.ok("star", "Vary: *", "Cache-Control: max-age=600");
            case "/expired" -> CacheRig.ok("expired", "Expires: Thu, 01 Jan 1970 00:00:00 GMT");
            case "/plain" -> CacheRig.ok("plain");
            default -> CacheRig.ok("0123456789", "Cache-Control: max-age=600", "ETag: \"1\"", "Accept-Ranges: bytes");
        };
    }

    private static List<String> run(InetSocketAddress address) throws IOException {
        List<String> results = new ArrayList<>();
        for (String[] request : CASES) {
            try (RawClient client = RawClient.connect(address)) {
                String[] fields = java.util.Arrays.copyOfRange(request, 1, request.length);
                Message answer = client.get(request[0], fields);
                results.add(String.join(" ", request) + " -> " + answer.status() + " " + CacheRig.status(answer) + " "
                        + answer.field("Content-Range").orElse("")
                        + (answer.status() == 416 ? "" : " " + answer.text()));
            }
        }
        return results;
    }

    @Test
    void statusesAndBodiesAreThoseOfNginx(@TempDir Path folder) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        for (Path each : List.of(folder, Files.createDirectories(folder.resolve("cache")))) {
            Files.setPosixFilePermissions(
                    each, PosixFilePermissions.fromString("rwxrwxrwx")); // its worker is another user
        }
        String settings = "{ ttl: { \"200\": 10m, \"404\": 10m }, bypass: { headers: [X-Fresh] } }";
        try (CacheRig rig = CacheRig.start(settings, CacheNginxTest::answer);
                RawUpstream other = RawUpstream.answering(CacheNginxTest::answer);
                Programs nginx = Programs.nginx(folder, port, """
                    proxy_cache_path cache keys_zone=one:1m;
                    server {
                      listen 127.0.0.1:%d;
                      location / {
                        proxy_pass http://127.0.0.1:%d;
                        proxy_http_version 1.1;
                        proxy_set_header Connection "";
                        proxy_cache one;
                        proxy_cache_valid 200 10m;
                        proxy_cache_valid 404 10m;
                        proxy_cache_bypass $http_x_fresh;
                        add_header X-Cache-Status $upstream_cache_status always;
                      }
                    }
                    """.formatted(port, other.port()))) {
            List<String> theirs = run(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            assertThat(run(rig.gateway().address())).isEqualTo(theirs);
        }
    }
}
