package dev.sekisho.blackbox;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Hostile clients in a process of their own, with the lowest priority where the system has {@code nice}, so that what they cost
 * the gateway is told apart from what they cost themselves.
 */
final class Flooders implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Process process;
    private final BufferedReader output;
    private int connections;

    private Flooders(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    /** Starts them, and waits until the first has connected. */
    static Flooders start(Flood flood, int port) throws IOException {
        return start(flood.name(), port);
    }

    /** Starts a process that takes as much of the processors as they do, and leaves the gateway alone. */
    static Flooders neighbour() throws IOException {
        return start(FloodProgram.IDLE_TALK, 0);
    }

    private static Flooders start(String flood, int port) throws IOException {
        List<String> command = new ArrayList<>();
        if (hasNice()) {
            command.addAll(List.of("nice", "-n", "19"));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                FloodProgram.class.getName(),
                flood,
                Integer.toString(port)));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Flooders flooders = new Flooders(process);
        String first = flooders.output.readLine();
        if (!FloodProgram.CONNECTED.equals(first)) {
            process.destroyForcibly();
            throw new IOException("flooders: " + first + " (expected: " + FloodProgram.CONNECTED + ")");
        }
        return flooders;
    }

    private static boolean hasNice() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Arrays.stream(path.split(File.pathSeparator)).anyMatch(f -> Files.isExecutable(Path.of(f, "nice")));
    }

    /** Connections that they have made; once they are closed. */
    int connections() {
        return connections;
    }

    /** Ends them, and all of their connections. */
    @Override
    public void close() throws IOException {
        try {
            process.getOutputStream().close(); // for which the program waits
            String last = output.readLine();
            if (last != null) {
                connections = Integer.parseInt(last);
            }
            TestGateway.await("the flooders to end", PATIENCE, () -> !process.isAlive());
        } finally {
            process.destroyForcibly();
        }
    }
}
