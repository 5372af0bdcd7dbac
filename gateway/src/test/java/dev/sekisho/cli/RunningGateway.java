package dev.sekisho.cli;

import dev.sekisho.cli.demo.DemoClient;
import dev.sekisho.cli.demo.DemoRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The program in a JVM of its own, on the class path of the tests. */
public final class RunningGateway implements AutoCloseable {

    private static final long LIMIT_SECONDS = 30;

    private final Process process;
    private final List<String> lines = new ArrayList<>();

    private RunningGateway(Process process) {
        this.process = process;
        Thread.ofVirtual().start(this::read);
    }

    /** Starts it with these arguments. */
    public static RunningGateway start(Object... arguments) throws IOException {
        return start(List.of(), arguments);
    }

    /** Starts it with so many descriptors at most; {@code java} is what the shell is replaced by. */
    public static RunningGateway startWithDescriptors(int most, Object... arguments) throws IOException {
        return start(List.of("bash", "-c", "ulimit -n " + most + " && exec \"$@\"", "bash"), arguments);
    }

    private static RunningGateway start(List<String> before, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
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
    public String err() {
        synchronized (lines) {
            return String.join("\n", lines);
        }
    }

    /** Waits until standard error has so many lines with the text; gives the last of them. */
    public String await(String text, int count) throws InterruptedException {
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

    /** Waits until it serves. */
    public RunningGateway awaitReady() throws InterruptedException {
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
        try (DemoClient client = new DemoClient(address(line))) {
            return client.send(DemoRequest.get("", path));
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() throws InterruptedException {
        return address("listening on");
    }

    /** Where its admin API listens. */
    public InetSocketAddress adminAddress() throws InterruptedException {
        return address("admin on");
    }

    private InetSocketAddress address(String line) throws InterruptedException {
        Matcher port = Pattern.compile(":(\\d+) \\(").matcher(await(line, 1));
        if (!port.find()) {
            throw new AssertionError(err());
        }
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port.group(1)));
    }

    /** Descriptors that it has open. */
    public int descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
            return (int) open.count();
        }
    }

    /** Sends a signal, such as {@code TERM}. */
    public void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** Waits for its end; gives the exit code. */
    public int awaitEnd() throws InterruptedException {
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
