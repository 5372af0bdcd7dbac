package dev.sekisho.cli;

import dev.sekisho.cli.demo.DemoClient;
import dev.sekisho.cli.demo.DemoRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The program in a JVM of its own, on the class path of the tests. */
final class RunningGateway implements AutoCloseable {

    private static final long LIMIT_SECONDS = 30;

    private final Process process;
    private final List<String> lines = new ArrayList<>();

    private RunningGateway(Process process) {
        this.process = process;
        Thread.ofVirtual().start(this::read);
    }

    static RunningGateway start(Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.sekisho.Main"));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return new RunningGateway(new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    private void read() {
        try (BufferedReader reader = process.errorReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                    lines.notifyAll();
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** All of standard error so far. */
    String err() {
        synchronized (lines) {
            return String.join("\n", lines);
        }
    }

    /** Waits until standard error has so many lines with the text; gives the last of them. */
    String await(String text, int count) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        synchronized (lines) {
            while (true) {
                List<String> found =
                        lines.stream().filter(line -> line.contains(text)).toList();
                if (found.size() >= count) {
                    return found.get(count - 1);
                }
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("no \"" + text + "\" in: " + lines);
                }
                lines.wait(left);
            }
        }
    }

    RunningGateway awaitReady() throws InterruptedException {
        await("sekisho: ready", 1);
        return this;
    }

    DemoClient.Answer get(String path) throws IOException, InterruptedException {
        return get("listening on", path);
    }

    DemoClient.Answer admin(String path) throws IOException, InterruptedException {
        return get("admin on", path);
    }

    private DemoClient.Answer get(String line, String path) throws IOException, InterruptedException {
        Matcher port = Pattern.compile(":(\\d+) \\(").matcher(await(line, 1));
        if (!port.find()) {
            throw new AssertionError(err());
        }
        InetSocketAddress address =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port.group(1)));
        try (DemoClient client = new DemoClient(address)) {
            return client.send(DemoRequest.get("", path));
        }
    }

    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    }

    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still running: " + err());
        }
        return process.exitValue();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
