package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Node's {@code ws} package on both sides of the gateway: a client and a server that many people use. */
class WebSocketNodeTest {

    private static final Path SOURCES = Path.of("src", "test", "node");
    private static final Path FOLDER = Path.of("target", "node");
    private static final List<String> FILES = List.of("package.json", "package-lock.json", "server.mjs", "client.mjs");

    private static Optional<String> missing = Optional.of("Node.js was not looked for");

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        for (String name : FILES) {
            Files.copy(SOURCES.resolve(name), FOLDER.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        missing = whatIsMissing();
    }

    private static Optional<String> whatIsMissing() throws InterruptedException {
        if (!succeeds(10, "node", "--version") || !succeeds(20, "npm", "--version")) {
            return Optional.of("Node.js with npm is not installed");
        }
        if (Files.isDirectory(FOLDER.resolve("node_modules/ws"))
                || succeeds(120, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")) {
            return Optional.empty();
        }
        return Optional.of("npm cannot install the ws package here");
    }

    private static boolean succeeds(int seconds, String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(FOLDER.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
            process.destroyForcibly();
            return ended && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** A script under Node, with the lines that it printed so far. */
    private static final class Node implements AutoCloseable {

        private final Process process;
        private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

        Node(String... arguments) throws IOException {
            List<String> command = new ArrayList<>(List.of("node"));
            command.addAll(List.of(arguments));
            process = new ProcessBuilder(command)
                    .directory(FOLDER.toFile())
                    .redirectErrorStream(true)
                    .start();
            Thread.ofVirtual().start(() -> {
                try (BufferedReader reader = process.inputReader()) {
                    reader.lines().forEach(lines::add);
                } catch (IOException e) {
                    lines.add(e.toString());
                }
            });
        }

        String line(String start) {
            TestGateway.await(
                    start + " of " + lines,
                    Duration.ofSeconds(60),
                    () -> find(start).isPresent());
            return find(start).orElseThrow();
        }

        private Optional<String> find(String start) {
            synchronized (lines) {
                return lines.stream().filter(line -> line.startsWith(start)).findFirst();
            }
        }

        /** The last line of a script that succeeded. */
        String ended() throws InterruptedException {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            TestGateway.await("the output of " + lines, () -> !lines.isEmpty());
            assertThat(process.exitValue()).as(lines.toString()).isZero();
            return line("ended");
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    private static Node server() throws IOException {
        assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
        return new Node("server.mjs");
    }

    private static TestGateway gateway(Node server) {
        TestGateway.await("the port of " + server.lines, Duration.ofSeconds(30), () -> !server.lines.isEmpty());
        int port = Integer.parseInt(server.lines.getFirst());
        return TestGateway.start(
                Yaml.listener("") + Yaml.upstreams(Yaml.upstream("service", "", new int[] {port})) + Yaml.ALL);
    }

    private static Node client(TestGateway gateway, String scenario) throws IOException {
        return new Node("client.mjs", "ws://127.0.0.1:" + gateway.address().getPort() + "/socket", scenario);
    }

    private static void ends(String scenario, String client, String server) throws Exception {
        try (Node node = server();
                TestGateway gateway = gateway(node);
                Node peer = client(gateway, scenario)) {
            assertThat(peer.ended()).isEqualTo(client);
            assertThat(node.line(server)).startsWith(server);
        }
    }

    @Test
    void messagesOfEverySizeComeBackAndTheCodeReachesTheServer() throws Exception {
        ends("plain", "ended 4002 enough", "closed 4002 enough");
    }

    @Test
    void compressedMessagesComeBackToo() throws Exception {
        ends("deflate", "ended 4002 enough", "closed 4002 enough");
    }

    @Test
    void theServersCodeAndReasonReachTheClient() throws Exception {
        ends("closed", "ended 4003 as you wish", "closed 4003");
    }

    @Test
    void tooLargeAMessageOfTheClientIsToldToBoth() throws Exception {
        ends("large", "ended 1009 ", "closed 1001");
    }

    @Test
    void tooLargeAMessageOfTheServerIsToldToBoth() throws Exception {
        ends("largeAnswer", "ended 1001 ", "closed 100"); // 1009, unless its own sending ran into the end first: 1006
    }

    @Test
    void aDrainReachesBothAs1001() throws Exception {
        try (Node node = server();
                TestGateway gateway = gateway(node);
                Node peer = client(gateway, "wait")) {
            peer.line("open");
            long start = System.nanoTime();
            gateway.gateway().drain(Duration.ofSeconds(20));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
            assertThat(peer.ended()).isEqualTo("ended 1001 ");
            assertThat(node.line("closed")).isEqualTo("closed 1001 ");
        }
    }
}
