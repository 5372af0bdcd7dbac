package dev.sekisho.bench.sidebyside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A temporary directory and every process of the run. Closing it, or the end of the JVM for whatever reason short of
 * SIGKILL, stops the processes and deletes the directory. Thread-safe.
 */
final class Workspace implements AutoCloseable {

    private final Path root;
    private final Path directory;
    private final Queue<ManagedProcess> processes = new ConcurrentLinkedQueue<>();
    private final AtomicInteger counter = new AtomicInteger();

    private Workspace(Path root, Path directory) {
        this.root = root;
        this.directory = directory;
    }

    /** @param root the repository's root */
    static Workspace create(Path root) throws IOException {
        Workspace workspace = new Workspace(root, Files.createTempDirectory("sekisho-bench-"));
        Runtime.getRuntime().addShutdownHook(new Thread(workspace::close, "stop processes"));
        return workspace;
    }

    /** The repository's root. */
    Path root() {
        return root;
    }

    Path bench() {
        return root.resolve("bench");
    }

    /** A new directory below the temporary one. */
    Path newDirectory(String name) throws IOException {
        return Files.createDirectory(directory.resolve(name + "-" + counter.incrementAndGet()));
    }

    /** Starts a program in a directory; its output goes to a file there. */
    ManagedProcess start(Path in, String... command) throws IOException {
        Path log = directory.resolve("process-" + counter.incrementAndGet() + ".log");
        ManagedProcess process = ManagedProcess.start(List.of(command), in, log);
        processes.add(process);
        return process;
    }

    /** Ends a process started here. */
    void stop(ManagedProcess process) {
        processes.remove(process);
        process.close();
    }

    @Override
    public void close() {
        for (ManagedProcess process = processes.poll(); process != null; process = processes.poll()) {
            process.close();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException alreadyGone) {
            return;
        }
    }
}
