package dev.sekisho.blackbox;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** A real server that runs beside the gateway; skips the test, and says so, where it is not installed. */
final class Programs implements AutoCloseable {

    private final Process process;

    private Programs(Process process) {
        this.process = process;
    }

    private static String find(String name) {
        Optional<String> found = Stream.concat(
                        Arrays.stream(Optional.ofNullable(System.getenv("PATH"))
                                .orElse("")
                                .split(File.pathSeparator)),
                        Stream.of("/usr/sbin"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
        if (found.isEmpty()) {
            System.out.println("skipped: no " + name + " on the PATH");
        }
        assumeTrue(found.isPresent(), "no " + name + " on the PATH");
        return found.orElseThrow();
    }

    /** HAProxy with one TCP frontend on that port, whose server line is given. */
    static Programs haproxy(Path folder, int port, String server) throws IOException {
        String program = find("haproxy");
        Path file = folder.resolve("haproxy-" + port + ".cfg");
        Files.writeString(file, """
                defaults
                  mode tcp
                  timeout connect 5s
                  timeout client 30s
                  timeout server 30s
                frontend in
                  bind 127.0.0.1:%d
                  default_backend out
                backend out
                  server one %s
                """.formatted(port, server));
        return start(folder, port, program, "-db", "-f", file.toString());
    }

    /** nginx with this inside its http block, where {@code folder} is its prefix. */
    static Programs nginx(Path folder, int port, String http) throws IOException {
        return nginxOf(folder, port, """
                daemon off;
                worker_processes 1;
                pid nginx.pid;
                error_log error.log;
                events { worker_connections 256; }
                http {
                  client_body_temp_path body;
                  proxy_temp_path proxy;
                  fastcgi_temp_path fastcgi;
                  uwsgi_temp_path uwsgi;
                  scgi_temp_path scgi;
                  %s
                }
                """.formatted(http));
    }

    /** nginx with this configuration, one of whose ports is told, where {@code folder} is its prefix. */
    static Programs nginxOf(Path folder, int port, String text) throws IOException {
        String program = find("nginx");
        Files.writeString(folder.resolve("nginx.conf"), text);
        return start(folder, port, program, "-p", folder.toString(), "-c", "nginx.conf", "-e", "error.log");
    }

    /** Redis on that port, which keeps nothing on disk, with further arguments of redis-server. */
    static Programs redis(Path folder, int port, String... more) throws IOException {
        String[] fixed = {
            find("redis-server"), "--port", "" + port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"
        };
        String[] all = Arrays.copyOf(fixed, fixed.length + more.length);
        System.arraycopy(more, 0, all, fixed.length, more.length);
        return start(folder, port, all);
    }

    /** A Sentinel on that port, which alone decides that the master on another port is gone. */
    static Programs sentinel(Path folder, int port, int master) throws IOException {
        String program = find("redis-sentinel");
        Path file = folder.resolve("sentinel-" + port + ".conf");
        Files.writeString(file, """
                port %d
                bind 127.0.0.1
                sentinel monitor shared 127.0.0.1 %d 1
                sentinel down-after-milliseconds shared 500
                sentinel failover-timeout shared 3000
                """.formatted(port, master));
        return start(folder, port, program, file.toString());
    }

    /** Sends a signal, such as STOP. */
    void signal(String name) throws IOException {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Programs start(Path folder, int port, String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output-" + port).toFile())
                .start();
        Programs started = new Programs(process);
        TestGateway.await(command[0], Duration.ofSeconds(15), () -> {
            if (!process.isAlive()) {
                throw new AssertionError(command[0] + " has ended: " + text(folder.resolve("output-" + port)));
            }
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            } catch (IOException e) {
                return false;
            }
        });
        return started;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it has ended by itself. */
    boolean hasEnded() {
        return !process.isAlive();
    }

    /** Ends it as a crash does. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
