package dev.sekisho.bench.sidebyside;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A started program with all its descendants, its output in a file. Figures are sums over these processes. */
final class ManagedProcess implements AutoCloseable {

    /** How long a program may take to end after SIGTERM before it is killed. */
    private static final int GRACE_SECONDS = 3;

    private static final int LOG_TAIL_CHARACTERS = 600;

    private final Process process;
    private final Path log;
    private final long startedNanos;

    private ManagedProcess(Process process, Path log, long startedNanos) {
        this.process = process;
        this.log = log;
        this.startedNanos = startedNanos;
    }

    static ManagedProcess start(List<String> command, Path directory, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        // The programs that Sekisho's launcher and Maven start must find the JDK that runs this harness.
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        long started = System.nanoTime();
        return new ManagedProcess(builder.start(), log, started);
    }

    /** {@link System#nanoTime} just before the process was created. */
    long startedNanos() {
        return startedNanos;
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Waits for the end; the exit status, or -1 where it had to be killed at the limit. */
    int await(int seconds) throws InterruptedException {
        if (process.waitFor(seconds, TimeUnit.SECONDS)) {
            return process.exitValue();
        }
        close();
        return -1;
    }

    /** User and system time of all its processes so far, in µs. */
    long cpuMicros() {
        return pids().mapToLong(ProcFs::cpuMicros).sum();
    }

    /** The part of it that the compilers of JVMs have taken, in µs. */
    long compilerMicros() {
        return pids().mapToLong(ProcFs::compilerMicros).sum();
    }

    /** Resident memory in bytes: of the JVM where there is one (not its launcher), else of all processes. */
    long residentBytes() {
        List<Long> all = pids().toList();
        List<Long> jvms = all.stream()
                .filter(pid -> ProcFs.commandName(pid).equals("java"))
                .toList();
        return (jvms.isEmpty() ? all : jvms)
                .stream().mapToLong(ProcFs::residentBytes).sum();
    }

    String output() throws IOException {
        return Files.readString(log, StandardCharsets.UTF_8);
    }

    /** The last lines it wrote, for an error message. */
    String outputTail() {
        try {
            String text = output().strip();
            return text.substring(Math.max(0, text.length() - LOG_TAIL_CHARACTERS));
        } catch (IOException unreadable) {
            return "(no output)";
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> all = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        process.destroy();
        try {
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        all.forEach(ProcessHandle::destroyForcibly);
    }

    private Stream<Long> pids() {
        return Stream.concat(Stream.of(process.pid()), process.descendants().map(ProcessHandle::pid));
    }
}
