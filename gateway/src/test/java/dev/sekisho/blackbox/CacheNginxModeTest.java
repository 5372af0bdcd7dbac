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
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With {@code asNginx} the same is kept as by nginx's proxy_cache, where RFC 9111 would have it otherwise too. */
class CacheNginxModeTest {

    private static final String[][] CASES = {
        // method, path, fields of the request
        {"GET", "/fresh"},
        {"GET", "/fresh", "Authorization: Basic QTpC"},
        {"GET", "/fresh", "Cookie: a=b"},
        {"GET", "/fresh", "Cache-Control: no-cache"},
        {"GET", "/fresh", "X-Original-URL: /other"},
        {"GET", "/fresh", "If-None-Match: \"1\""},
        {"GET", "/fresh", "Range: bytes=1-2"},
        {"POST", "/fresh"},
        {"GET", "/fresh"},
        {"HEAD", "/fresh"},
        {"GET", "/fresh?a=1"},
        {"GET", "/fresh?a=1"},
        {"GET", "/plain"},
        {"GET", "/plain"},
        {"GET", "/authorized", "Authorization: Basic QTpC"},
        {"GET", "/authorized"},
        {"GET", "/no-store", "Cache-Control: no-store"},
        {"GET", "/no-store"},
        {"GET", "/public-cookie"},
        {"GET", "/public-cookie"},
        {"GET", "/private"},
        {"GET", "/private"},
        {"GET", "/accel"},
        {"GET", "/accel"},
        {"GET", "/accel-off"},
        {"GET", "/accel-off"},
        {"GET", "/accel-over"},
        {"GET", "/accel-over"},
        {"GET", "/expired"},
        {"GET", "/expired"},
        {"GET", "/zero"},
        {"GET", "/zero"},
        {"GET", "/aged"},
        {"GET", "/aged"},
        {"GET", "/none"},
        {"GET", "/none"},
        {"GET", "/teapot"},
        {"GET", "/teapot"},
        {"GET", "/bad-but-fresh"},
        {"GET", "/bad-but-fresh"},
        {"GET", "/vary", "Accept-Language: de"},
        {"GET", "/vary", "Accept-Language: ja"},
        {"GET", "/vary", "Accept-Language: de"},
        {"GET", "/star"},
        {"GET", "/star"},
        {"GET", "/bypass"},
        {"GET", "/bypass", "X-Fresh: 0"},
        {"GET", "/bypass", "X-Fresh: 1"},
        {"GET", "/bypass"},
        {"GET", "/secret"},
        {"GET", "/secret"},
        {"GET", "/must"},
        {"GET", "/must"},
        {"HEAD", "/head"},
        {"GET", "/head"},
        {"GET", "/dated-1", "If-None-Match: \"1\""},
        {"GET", "/dated-1"},
        {"GET", "/dated-2", "If-Match: \"2\""},
        {"GET", "/dated-3", "If-Match: \"1\""},
        {"GET", "/dated-3", "If-Match: \"2\""},
        {"GET", "/dated-3", "If-Match: \"2\", \"1\""},
        {"GET", "/dated-3", "If-Modified-Since: Mon, 01 Jan 2024 00:00:00 GMT"},
        {"GET", "/dated-3", "If-Modified-Since: Mon, 01 Jan 2024 00:00:01 GMT"},
        {"GET", "/dated-3", "If-Modified-Since: Mon, 01 Jan 2024 00:00:01 GMT", "If-None-Match: \"1\""},
        {"GET", "/dated-3", "If-Unmodified-Since: Sun, 31 Dec 2023 23:59:59 GMT"},
        {"GET", "/dated-3", "If-Unmodified-Since: Mon, 01 Jan 2024 00:00:00 GMT"},
        {"HEAD", "/dated-3", "If-None-Match: *"},
        {"GET", "/plain", "If-Unmodified-Since: Mon, 01 Jan 2024 00:00:00 GMT"},
        {"GET", "/plain", "Range: bytes=0-1"},
        {"GET", "/secret", "If-None-Match: *"},
        {"GET", "/private", "If-None-Match: *"},
        {"GET", "/head", "X-Fresh: 1", "If-None-Match: \"1\""},
        {"GET", "/head", "Range: bytes=20-30"},
    };

    private static String answer(Message request) {
        String path = request.target();
        if (path.startsWith("/dated")) {
            return CacheRig.ok(
                    "dated",
                    "Cache-Control: max-age=600",
                    "ETag: \"1\"",
                    "Last-Modified: Mon, 01 Jan 2024 00:00:00 GMT");
        }
        return switch (path) {
            case "/plain", "/authorized", "/no-store", "/bypass" -> CacheRig.ok(path);
            case "/public-cookie" -> CacheRig.ok("cookie", "Set-Cookie: a=b", "Cache-Control: public, max-age=600");
            case "/private" -> CacheRig.ok("private", "Cache-Control: max-age=600, private=\"X-A\"");
            case "/accel" -> CacheRig.ok("accel", "X-Accel-Expires: 600", "Cache-Control: no-store");
            case "/accel-off" -> CacheRig.ok("accel", "X-Accel-Expires: 0", "Cache-Control: max-age=600");
            case "/accel-over" -> CacheRig.ok("accel", "X-Accel-Expires: @4102444800");
            case "/expired" -> CacheRig.ok("expired", "Expires: Thu, 01 Jan 1970 00:00:00 GMT");
            case "/zero" -> CacheRig.ok("zero", "Cache-Control: max-age=0", "ETag: \"z\"");
            case "/aged" -> CacheRig.ok("aged", "Cache-Control: max-age=600", "Age: 900");
            case "/none" -> CacheRig.response(404, "none");
            case "/teapot" -> CacheRig.response(418, "teapot");
            case "/bad-but-fresh" -> CacheRig.response(500, "bad", "Cache-Control: max-age=600");
            case "/vary" ->
                CacheRig.ok(
                        request.field("Accept-Language").orElse(""),
                        "Vary: Accept-Language",
                        "Cache-Control: max-age=600");
            case "/star" -> CacheRig.ok("star", "Vary: *", "Cache-Control: max-age=600");
            case "/secret" -> CacheRig.ok("secret", "X-Secret: yes");
            case "/must" -> CacheRig.ok("must", "Cache-Control: must-revalidate, max-age=600");
            default -> CacheRig.ok("0123456789", "Cache-Control: max-age=600", "ETag: \"1\"", "Accept-Ranges: bytes");
        };
    }

    private static List<String> run(InetSocketAddress address) throws IOException {
        List<String> results = new ArrayList<>();
        for (String[] request : CASES) {
            try (RawClient client = RawClient.connect(address)) {
                String[] fields = Arrays.copyOfRange(request, 2, request.length);
                Message answer = client.send(RawClient.request(request[0], request[1], fields))
                        .read(request[0]);
                String told =
                        CacheRig.status(answer) + " " + answer.field("Age").orElse("no age") + " " + answer.text();
                boolean page = answer.status() == 412 || answer.status() == 416; // each has its own
                results.add(String.join(" ", request) + " -> " + answer.status() + (page ? "" : " " + told));
            }
        }
        return results;
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private static void open(Path folder) throws IOException {
        for (Path each : List.of(folder, Files.createDirectories(folder.resolve("cache")))) {
            Files.setPosixFilePermissions(
                    each, PosixFilePermissions.fromString("rwxrwxrwx")); // its worker is another user
        }
    }

    @Test
    void whatIsKeptIsWhatNginxKeeps(@TempDir Path folder) throws IOException {
        int port = freePort();
        open(folder);
        String settings = "{ ttl: { \"200\": 10m, \"404\": 10m }, asNginx: { key: \"one:{host}{target}\", "
                + "bypass: [\"{header.X-Fresh}\"], noStore: [\"{responseHeader.X-Secret}\"] } }";
        try (CacheRig rig = CacheRig.start(settings, CacheNginxModeTest::answer);
                RawUpstream other = RawUpstream.answering(CacheNginxModeTest::answer);
                Programs nginx = Programs.nginx(folder, port, """
                    proxy_cache_path cache keys_zone=one:1m;
                    server {
                      listen 127.0.0.1:%d;
                      location / {
                        proxy_pass http://127.0.0.1:%d;
                        proxy_http_version 1.1;
                        proxy_set_header Connection "";
                        proxy_cache one;
                        proxy_cache_key $host$request_uri;
                        proxy_cache_valid 200 10m;
                        proxy_cache_valid 404 10m;
                        proxy_cache_bypass $http_x_fresh;
                        proxy_no_cache $upstream_http_x_secret;
                        add_header X-Cache-Status $upstream_cache_status always;
                      }
                    }
                    """.formatted(port, other.port()))) {
            List<String> theirs = run(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            assertThat(run(rig.gateway().address()).stream()
                            .filter(line -> !line.startsWith("POST"))
                            .toList())
                    .isEqualTo(theirs.stream()
                            .filter(line -> !line.startsWith("POST")) // of which nginx tells no status
                            .toList());
        }
    }

    /** Too old: fetched anew without conditions, by one request, while the others get what there is. */
    @Test
    void whatIsTooOldIsFetchedWithoutConditions() throws IOException {
        String settings = "{ ttl: { \"200\": 1s }, asNginx: { key: \"one:{target}\" } }";
        try (CacheRig rig = CacheRig.start(settings, request -> CacheRig.ok("a", "ETag: \"1\""))) {
            assertThat(rig.status("/")).isEqualTo("MISS");
            TestGateway.await("it to grow old", () -> !status(rig).equals("HIT"));
            assertThat(rig.requests().getLast().has("If-None-Match")).isFalse();
        }
    }

    @Test
    void whatIsTooOldIsCheckedWhereThatIsAsked() throws IOException {
        String settings = "{ ttl: { \"200\": 1s }, asNginx: { key: \"one:{target}\", revalidate: true } }";
        try (CacheRig rig = CacheRig.start(
                settings,
                request -> request.has("If-None-Match")
                        ? CacheRig.response(304, "", "ETag: \"1\"")
                        : CacheRig.ok("a", "ETag: \"1\""))) {
            assertThat(rig.status("/")).isEqualTo("MISS");
            List<String> seen = new ArrayList<>();
            TestGateway.await(
                    "it to grow old",
                    () -> seen.add(status(rig)) && !seen.getLast().equals("HIT"));
            assertThat(seen.getLast()).isEqualTo("REVALIDATED");
        }
    }

    @Test
    void responsesAreKeptFromTheWantedRequestOn() throws IOException {
        String settings = "{ ttl: { \"200\": 10m }, asNginx: { key: \"one:{target}\", minUses: 3 } }";
        try (CacheRig rig = CacheRig.start(settings, request -> CacheRig.ok("a"))) {
            assertThat(List.of(rig.status("/"), rig.status("/"), rig.status("/"), rig.status("/")))
                    .containsExactly("MISS", "MISS", "MISS", "HIT");
        }
    }

    private static String status(CacheRig rig) {
        try {
            return rig.status("/");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aTextThatIsNoneIsRefused() {
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> CacheRig.start(
                                "{ asNginx: { key: \"{path}\", bypass: [\"{nobody}\"] } }", request -> CacheRig.ok("a"))
                        .close()))
                .hasStackTraceContaining("asNginx.bypass: {nobody}");
    }
}
