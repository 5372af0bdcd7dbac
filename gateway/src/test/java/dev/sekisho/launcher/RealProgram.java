package dev.sekisho.launcher;

import dev.sekisho.cli.demo.DemoClient;
import dev.sekisho.cli.demo.DemoRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * The launcher in front of the program itself, on the class path of the tests: the JDK that it finds is a script that
 * becomes the real one.
 */
final class RealProgram implements AutoCloseable {

    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final FakeCheckout checkout;
    private final Path folder;
    private final int port;
    private final List<Process> started = new ArrayList<>();

    RealProgram(Path folder) throws IOException {
        this.checkout = new FakeCheckout(Files.createDirectories(folder.resolve("launcher"))).built();
        this.folder = Files.createDirectories(folder.resolve("nginx")).toRealPath();
        this.port = freePort();
        checkout.jdk("jdks/jdk-25", "25.0.3");
        checkout.executable("jdks/jdk-25/bin/java", """
                #!/usr/bin/env bash
                own=()
                while [[ $1 != -jar ]]; do
                  [[ $1 != -Dsekisho.* ]] || own+=("$1")
                  shift
                done
                shift 2
                exec 'JAVA' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx128m -XX:-UsePerfData \\
                  --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \\
                  ${own[@]+"${own[@]}"} -cp 'CLASSES' dev.sekisho.Main "$@"
                """.replace(
                        "JAVA",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString())
                .replace("CLASSES", System.getProperty("java.class.path")));
        checkout.set("SEKISHO_AOT", "off");
        checkout.executable("bin/kill", "#!/bin/sh\nexec /bin/kill \"$@\"\n");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The prefix. */
    Path folder() {
        return folder;
    }

    int port() {
        return port;
    }

    FakeCheckout checkout() {
        return checkout;
    }

    /** Writes nginx.conf: main directives, and a location / that answers with the text. */
    void configure(String main, String text) throws IOException {
        Files.writeString(folder.resolve("nginx.conf"), """
                pid nginx.pid;
                error_log error.log notice;
                MAIN
                events {}
                http {
                    access_log access.log;
                    server {
                        listen 127.0.0.1:PORT;
                        location / { return 200 "TEXT"; }
                    }
                }
                """.replace("MAIN", main)
                .replace("PORT", Integer.toString(port))
                .replace("TEXT", text));
    }

    /** The command with these arguments behind prefix and file. */
    List<String> command(String... arguments) {
        List<String> words = new ArrayList<>(
                List.of(checkout.launcher().toString(), "nginx", "-p", folder.toString(), "-c", "nginx.conf"));
        words.addAll(List.of(arguments));
        return words;
    }

    /** Runs it to its end. */
    FakeCheckout.Run run(String... arguments) throws Exception {
        return checkout.finish(checkout.start(folder, command(arguments)));
    }

    /** Starts it in the foreground and waits until it serves. */
    Process startForeground(String... arguments) throws Exception {
        Process process = checkout.start(folder, command(arguments));
        started.add(process);
        await("the pid file", () -> Files.exists(folder.resolve("nginx.pid")) || !process.isAlive());
        return process;
    }

    /** The process that the pid file names. */
    ProcessHandle named() throws IOException {
        String text = Files.readString(folder.resolve("nginx.pid")).strip();
        return ProcessHandle.of(Long.parseLong(text)).orElseThrow(() -> new AssertionError("no process " + text));
    }

    /** The lines of its error log. */
    String log() throws IOException {
        Path log = folder.resolve("error.log");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    /** What a request for / comes to. */
    String get() throws IOException {
        try (DemoClient client = new DemoClient(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            return client.send(DemoRequest.get("", "/")).text();
        }
    }

    /** Sends a signal to the process that the pid file names. */
    void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-s", name, Long.toString(named().pid()))
                .start()
                .waitFor();
    }

    /** Waits until the log has the text. */
    void awaitLog(String text) throws Exception {
        await(text + " in the log", () -> {
            try {
                return log().contains(text);
            } catch (IOException e) {
                return false;
            }
        });
    }

    void await(String what, BooleanSupplier condition) throws Exception {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > LIMIT_NANOS) {
                throw new AssertionError("not there after 60 s: " + what + "; log: " + log());
            }
            Thread.sleep(20);
        }
    }

    /** Whether a process has ended; a zombie whose parent does not care has. */
    static boolean isOver(ProcessHandle process) {
        return !process.isAlive();
    }

    @Override
    public void close() throws Exception {
        Path pid = folder.resolve("nginx.pid");
        if (Files.exists(pid)) {
            kill(named());
        }
        for (Process each : started) {
            kill(each.toHandle());
            each.waitFor(30, TimeUnit.SECONDS);
        }
    }

    private static void kill(ProcessHandle process) {
        try (Stream<ProcessHandle> below = process.descendants()) {
            below.toList().forEach(ProcessHandle::destroyForcibly);
        }
        process.destroyForcibly();
    }
}
