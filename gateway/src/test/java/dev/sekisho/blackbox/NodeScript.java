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

/**
 * A script of {@code src/test/node} under Node.js, which may use the {@code ws} package, with the lines that it printed so far;
 * skips the test, and says so, where Node.js or the package is missing. Thread-safe.
 */
final class NodeScript implements AutoCloseable {

    private static final Path SOURCES = Path.of("src", "test", "node");
    private static final Path FOLDER = Path.of("target", "node");
    private static final List<String> FILES =
            List.of("package.json", "package-lock.json", "echo.mjs", "server.mjs", "server-http2.mjs", "client.mjs");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

    private NodeScript(Process process) {
        this.process = process;
        Thread.ofVirtual().start(() -> {
            try (BufferedReader reader = process.inputReader()) {
                reader.lines().forEach(lines::add);
            } catch (IOException e) {
                lines.add(e.toString());
            }
        });
    }

    /** Starts a script with its arguments. */
    static NodeScript start(String... arguments) throws IOException {
        return start(Optional.empty(), arguments);
    }

    /** Starts a script that trusts an authority. */
    static NodeScript start(Optional<Path> authority, String... arguments) throws IOException {
        assumeTrue(Installation.MISSING.isEmpty(), () -> Installation.MISSING.orElse(""));
        List<String> command = new ArrayList<>(List.of("node"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(FOLDER.toFile()).redirectErrorStream(true);
        authority.ifPresent(file -> builder.environment()
                .put("NODE_EXTRA_CA_CERTS", file.toAbsolutePath().toString()));
        return new NodeScript(builder.start());
    }

    /** What is installed once, for all tests. */
    private static final class Installation {

        static final Optional<String> MISSING = install();

        private static Optional<String> install() {
            try {
                Files.createDirectories(FOLDER);
                for (String name : FILES) {
                    Files.copy(SOURCES.resolve(name), FOLDER.resolve(name), StandardCopyOption.REPLACE_EXISTING);
                }
                Optional<String> missing = whatIsMissing();
                missing.ifPresent(what -> System.out.println("skipped: " + what));
                return missing;
            } catch (IOException e) {
                return Optional.of(e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.of(e.toString());
            }
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
    }

    /** The port that a server prints in its first line. */
    int port() {
        TestGateway.await("the port of " + lines, PATIENCE, () -> !lines.isEmpty());
        return Integer.parseInt(lines.getFirst());
    }

    /** The first line that begins so, once it is there. */
    String line(String start) {
        TestGateway.await(start + " of " + lines, PATIENCE, () -> find(start).isPresent());
        return find(start).orElseThrow();
    }

    /** How many lines begin so, by now. */
    long count(String start) {
        synchronized (lines) {
            return lines.stream().filter(line -> line.startsWith(start)).count();
        }
    }

    private Optional<String> find(String start) {
        synchronized (lines) {
            return lines.stream().filter(line -> line.startsWith(start)).findFirst();
        }
    }

    /** The last line of a script that succeeded. */
    String ended() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        TestGateway.await("the output of " + lines, () -> !lines.isEmpty());
        assertThat(process.exitValue()).as(lines.toString()).isZero();
        return line("ended");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
