package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of a directory through a listener. */
@Timeout(60)
class FilesTest {

    private static final int LONG = 3_000_000; // bytes, many pieces and more than sockets take at once

    @TempDir
    Path folder;

    private Path root;

    @BeforeEach
    void files() throws IOException {
        root = Files.createDirectories(folder.resolve("www"));
        Files.writeString(root.resolve("a.txt"), "0123456789");
        Files.writeString(root.resolve("empty.css"), "");
        Files.writeString(root.resolve("50%.json"), "{}");
        Files.writeString(root.resolve(".secret"), "secret");
        Files.writeString(folder.resolve("outside.txt"), "outside");
        Files.writeString(Files.createDirectories(root.resolve("docs")).resolve("index.html"), "<p>docs</p>");
        Files.writeString(Files.createDirectories(root.resolve(".well-known")).resolve("x"), "known");
        Files.createDirectories(root.resolve("bare/<b>&"));
        Files.write(root.resolve("long.bin"), bytes());
        Files.createSymbolicLink(root.resolve("out.txt"), folder.resolve("outside.txt"));
        Files.createSymbolicLink(root.resolve("in.txt"), root.resolve("a.txt"));
    }

    private static byte[] bytes() {
        byte[] bytes = new byte[LONG];
        for (int i = 0; i < LONG; i++) {
            bytes[i] = (byte) (i * 31 + i / 257);
        }
        return bytes;
    }

    private TestGateway gateway(String more, String policies) {
        return TestGateway.start(Yaml.listener("http2: { cleartext: true }")
                + Yaml.routes("name: files, match: { path: /* }, policies: [ " + policies
                        + " ], to: { files: { root: \"" + root + "\"" + (more.isEmpty() ? "" : ", " + more) + " } }"));
    }

    @ParameterizedTest
    @CsvSource({
        "/a.txt,200,text/plain; charset=utf-8,0123456789",
        "/empty.css,200,text/css; charset=utf-8,''",
        "/50%25.json,200,application/json,{}",
        "/docs/,200,text/html; charset=utf-8,<p>docs</p>",
        "/docs//index.html,200,text/html; charset=utf-8,<p>docs</p>",
        "/in.txt,200,text/plain; charset=utf-8,0123456789",
        "/.well-known/x,200,application/octet-stream,known"
    })
    void givesFiles(String path, int status, String type, String body) throws IOException {
        try (TestGateway gateway = gateway("", "")) {
            Message answer = gateway.get(path);
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.all("Content-Type")).containsExactly(type);
            assertThat(answer.text()).isEqualTo(body);
            assertThat(answer.field("Content-Length")).hasValue(String.valueOf(body.length()));
            assertThat(answer.has("Last-Modified")).isTrue();
            assertThat(gateway.logged(line -> line.contains("\"status\":200"))).doesNotContain("reason\":\"p");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/none,404",
        "/a.txt/,404",
        "/a.txt/x,404",
        "/.secret,404",
        "/docs/.secret,404",
        "/bare/,403",
        "/out.txt,403",
        "/../outside.txt,400",
        "/docs/..%2f..%2foutside.txt,400",
        "/%2e%2e/outside.txt,400",
        "/a.txt%00,400",
        "/docs/..;/..;/outside.txt,400",
        "/" + "%C3%A9.txt,404"
    })
    void refusesWhatIsNotToBeGiven(String path, int status) throws IOException {
        try (TestGateway gateway = gateway("", "")) {
            Message answer = gateway.get(path);
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.text()).doesNotContain("outside", "secret", root.toString());
        }
    }

    @Test
    void whatIsTriedAndNotThereIs404ByEveryMethod() throws IOException {
        try (TestGateway gateway = gateway("tries: [ \"{path}\" ]", "");
                RawClient client = gateway.connect()) {
            assertThat(client.post("/none", "x").status()).isEqualTo(404);
            assertThat(client.post("/a.txt", "x").status()).isEqualTo(405);
        }
    }

    @Test
    void typesOfItsOwnAlone() throws IOException {
        try (TestGateway gateway =
                gateway("knownTypes: false, types: { css: text/own }, defaultType: text/plain, charset: \"\"", "")) {
            assertThat(gateway.get("/empty.css").all("Content-Type")).containsExactly("text/own");
            assertThat(gateway.get("/50%25.json").all("Content-Type")).containsExactly("text/plain");
        }
    }

    @Test
    void aLongNameAndAPipeAreNoFiles() throws Exception {
        Process made = new ProcessBuilder("mkfifo", root.resolve("pipe").toString()).start();
        assertThat(made.waitFor(10, TimeUnit.SECONDS)).isTrue();
        try (TestGateway gateway = gateway("", "")) {
            assertThat(gateway.get("/" + "x".repeat(300)).status()).isEqualTo(404);
            assertThat(gateway.get("/pipe").status()).isEqualTo(404);
        }
    }

    @Test
    void escapedSeparatorsAreNoSeparators() throws IOException {
        String yaml = Yaml.listener("")
                + Yaml.routes("name: files, match: { path: /*, encodedSeparators: true }, to: { files: { root: \""
                        + root + "\" } }");
        try (TestGateway gateway = TestGateway.start(yaml)) {
            assertThat(gateway.get("/docs%2Findex.html").status()).isEqualTo(404);
            assertThat(gateway.get("/..%2Foutside.txt").status()).isEqualTo(400);
        }
    }

    @Test
    void aDirectoryGetsItsSlashWithTheQuery() throws IOException {
        try (TestGateway gateway = gateway("", "")) {
            Message answer = gateway.get("/docs?a=b");
            assertThat(answer.status()).isEqualTo(301);
            assertThat(answer.all("Location")).containsExactly("/docs/?a=b");
        }
    }

    @Test
    void conditionsAndRangesCount() throws IOException {
        try (TestGateway gateway = gateway("", "");
                RawClient client = gateway.connect()) {
            Message whole = client.get("/a.txt");
            String tag = whole.field("ETag").orElseThrow();
            String time = whole.field("Last-Modified").orElseThrow();
            assertThat(client.get("/a.txt", "If-None-Match: " + tag).status()).isEqualTo(304);
            assertThat(client.get("/a.txt", "If-Modified-Since: " + time).status())
                    .isEqualTo(304);
            assertThat(client.get("/a.txt", "If-Match: \"other\"").status()).isEqualTo(412);
            assertThat(client.get("/a.txt", "If-Match: " + tag).status()).isEqualTo(200);
            Message part = client.get("/a.txt", "Range: bytes=2-4");
            assertThat(part.status()).isEqualTo(206);
            assertThat(part.text()).isEqualTo("234");
            assertThat(part.all("Content-Range")).containsExactly("bytes 2-4/10");
            assertThat(client.get("/a.txt", "Range: bytes=-3", "If-Range: " + tag)
                            .text())
                    .isEqualTo("789");
            assertThat(client.get("/a.txt", "Range: bytes=-3", "If-Range: \"other\"")
                            .text())
                    .isEqualTo("0123456789");
            Message none = client.get("/a.txt", "Range: bytes=90-");
            assertThat(none.status()).isEqualTo(416);
            assertThat(none.all("Content-Range")).containsExactly("bytes */10");
            assertThat(client.get("/a.txt", "Range: bytes=0-1,4-5").status()).isEqualTo(200);
        }
    }

    @Test
    void headAndOtherMethods() throws IOException {
        try (TestGateway gateway = gateway("", "");
                RawClient client = gateway.connect()) {
            Message head = client.send(RawClient.request("HEAD", "/long.bin")).read("HEAD");
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.field("Content-Length")).hasValue(String.valueOf(LONG));
            Message posted = client.post("/a.txt", "body");
            assertThat(posted.status()).isEqualTo(405);
            assertThat(posted.all("Allow")).containsExactly("GET, HEAD");
            assertThat(client.get("/a.txt").text()).isEqualTo("0123456789");
        }
    }

    @Test
    void longFilesPassPieceByPiece() throws IOException {
        byte[] bytes = bytes();
        try (TestGateway gateway = gateway("", "")) {
            for (int i = 0; i < 3; i++) {
                assertThat(gateway.get("/long.bin").body()).isEqualTo(bytes);
            }
            byte[] part = new byte[200_000];
            System.arraycopy(bytes, 1_000_001, part, 0, part.length);
            assertThat(gateway.get("/long.bin", "Range: bytes=1000001-1200000").body())
                    .isEqualTo(part);
            try (Http2Client client = Http2Client.connect(gateway.address())) {
                assertThat(client.get(1, "/a.txt").text()).isEqualTo("0123456789");
            }
        }
    }

    @Test
    void aClientThatLeavesAndAFileThatShrinksHoldNothing() throws IOException {
        try (TestGateway gateway = gateway("", "")) {
            for (int i = 0; i < 20; i++) {
                try (RawClient client = gateway.connect()) {
                    client.send(RawClient.request("GET", "/long.bin"));
                    if (i % 2 == 0) {
                        client.head();
                    }
                    client.reset();
                }
            }
            TestGateway.await("files to be closed", () -> openFiles("long.bin") == 0);
            try (RawClient client = RawClient.connect(gateway.address(), 4096)) {
                client.send(RawClient.request("GET", "/long.bin"));
                client.head();
                Files.writeString(root.resolve("long.bin"), "short");
                assertThat(client.drain()).isLessThan(LONG);
            }
            TestGateway.await("the short file to be closed", () -> openFiles("long.bin") == 0);
            assertThat(gateway.get("/long.bin").text()).isEqualTo("short");
        }
    }

    /** How many of this process's descriptors are open on a file of that name. */
    private static long openFiles(String name) {
        try (var links = Files.list(Path.of("/proc/self/fd"))) {
            return links.filter(link -> {
                        try {
                            return Files.readSymbolicLink(link).endsWith(name);
                        } catch (IOException e) {
                            return false;
                        }
                    })
                    .count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void triesOnePlaceAfterTheOther() throws IOException {
        try (TestGateway gateway =
                gateway("tries: [ \"{path}\", \"{path}.txt\", \"{path}/\", \"/docs/index.html\" ]", "")) {
            assertThat(gateway.get("/a").text()).isEqualTo("0123456789");
            assertThat(gateway.get("/docs").field("Location")).hasValue("/docs/");
            assertThat(gateway.get("/docs/").text()).isEqualTo("<p>docs</p>");
            assertThat(gateway.get("/some/page").text()).isEqualTo("<p>docs</p>");
        }
    }

    @Test
    void givesWhatIsWantedBesideTheFile() throws IOException {
        try (TestGateway gateway =
                gateway("etags: false, ranges: false, redirectBase: \"{scheme}://www.test:8080\"", "")) {
            var file = gateway.get("/a.txt");
            assertThat(file.text()).isEqualTo("0123456789");
            assertThat(file.field("ETag")).isEmpty();
            assertThat(file.field("Accept-Ranges")).isEmpty();
            assertThat(gateway.get("/docs").field("Location")).hasValue("http://www.test:8080/docs/");
        }
    }

    @Test
    void listsDirectories() throws IOException {
        try (TestGateway html = gateway("listing: html", "");
                TestGateway json = gateway("listing: json", "")) {
            assertThat(html.get("/bare/").text())
                    .contains("<a href=\"./%3Cb%3E%26/\">&#60;b&#62;&#38;/</a>", "Index of /bare/")
                    .doesNotContain("<b>");
            String list = json.get("/").text();
            assertThat(list).contains("{\"name\":\"a.txt\",\"type\":\"file\",\"mtime\":", "\"size\":10}");
            assertThat(list)
                    .contains("{\"name\":\"docs\",\"type\":\"directory\"")
                    .doesNotContain("secret");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"links: all", "links: none", "links: inside"})
    void linksAreFollowedAsFarAsAllowed(String links) throws IOException {
        try (TestGateway gateway = gateway(links, "")) {
            assertThat(gateway.get("/out.txt").status()).isEqualTo(links.endsWith("all") ? 200 : 403);
            assertThat(gateway.get("/in.txt").status()).isEqualTo(links.endsWith("none") ? 403 : 200);
        }
    }

    @Test
    void policiesSeeFilesAsTheySeeAnswersOfServices() throws IOException {
        Files.writeString(root.resolve("page.html"), "<p>" + "text ".repeat(2_000) + "</p>");
        String policies = "{ compression: {} }, { response-headers: { set: { X-Own: \"1\" } } }, "
                + "{ error-pages: { pages: [ { statuses: [ 404 ], origin: both, html: \"<h1>gone</h1>\" } ] } }";
        try (TestGateway gateway = gateway("", policies)) {
            Message page = gateway.get("/page.html", "Accept-Encoding: gzip");
            assertThat(page.all("Content-Encoding")).containsExactly("gzip");
            assertThat(page.all("X-Own")).containsExactly("1");
            assertThat(gateway.get("/none").text()).isEqualTo("<h1>gone</h1>");
            byte[] whole = gateway.get("/long.bin").body();
            assertThat(whole).isEqualTo(bytes());
        }
    }
}
