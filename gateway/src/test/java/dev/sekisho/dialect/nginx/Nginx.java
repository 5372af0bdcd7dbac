package dev.sekisho.dialect.nginx;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The real nginx; tests that need it are skipped, and say so, where it is not installed. */
public final class Nginx implements AutoCloseable {

    /** The release whose words are recorded. */
    private static final String RELEASE = "nginx/1.22.";

    private static final Optional<String> PROGRAM = find();

    private final Process process;
    private final int port;

    private Nginx(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** The program; skips the test where it is absent. */
    public static String program() {
        assumeTrue(PROGRAM.isPresent(), "no " + RELEASE + "x on the PATH");
        return PROGRAM.orElseThrow();
    }

    private static Optional<String> find() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        Optional<String> found = Stream.concat(Arrays.stream(path.split(File.pathSeparator)), Stream.of("/usr/sbin"))
                .map(folder -> Path.of(folder, "nginx"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .filter(Nginx::isRelease)
                .findFirst();
        if (found.isEmpty()) {
            System.out.println("skipped: no " + RELEASE + "x on the PATH");
        }
        return found;
    }

    private static boolean isRelease(String program) {
        try {
            return output(List.of(program, "-v")).contains(RELEASE);
        } catch (IOException e) {
            return false;
        }
    }

    private static String output(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** What loads the module for {@code stream}, which may be apart from the program; skips where it is absent. */
    public static String streamModule() {
        Path module = Path.of(
                        Optional.ofNullable(System.getenv("NGINX_MODULES")).orElse("/usr/lib/nginx/modules"))
                .resolve("ngx_stream_module.so");
        if (!Files.exists(module)) {
            System.out.println("skipped: no " + module + " (NGINX_MODULES may name its folder)");
        }
        assumeTrue(Files.exists(module), "no " + module);
        return "load_module " + module + ";";
    }

    /**
     * What nginx says of a configuration, one message a line, without what depends on the machine.
     *
     * @param globals directives of its command line
     */
    public static String test(Path folder, Map<String, String> files, String globals) throws IOException {
        String program = program();
        write(folder, files);
        String conf = folder.resolve("nginx.conf").toString();
        String pid = globals + "pid " + folder.resolve("nginx.pid") + ";";
        String output = output(
                List.of(program, "-t", "-q", "-e", folder + "/error.log", "-p", folder + "/", "-c", conf, "-g", pid));
        return output.replace(folder + "/", "")
                .lines()
                .filter(line -> line.startsWith("nginx: [")) // the last line counts failures
                .filter(line -> !line.contains("\"user\" directive makes sense only"))
                .map(line -> line.substring("nginx: ".length()) + "\n")
                .reduce("", String::concat);
    }

    private static void write(Path folder, Map<String, String> files) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }

    /** nginx with this inside its http block, where {@code PORT} stands for the port that it listens on. */
    public static Nginx start(Path folder, String http) throws IOException, InterruptedException {
        String program = program();
        int port = freePort();
        Files.writeString(folder.resolve("nginx.conf"), """
                daemon off;
                master_process off;
                pid nginx.pid;
                error_log error.log;
                events { worker_connections 256; }
                http {
                  access_log off;
                  client_body_temp_path body;
                  proxy_temp_path proxy;
                  fastcgi_temp_path fastcgi;
                  uwsgi_temp_path uwsgi;
                  scgi_temp_path scgi;
                  server_names_hash_max_size 4096;
                  %s
                }
                """.formatted(http.replace("PORT", Integer.toString(port))));
        Process process = new ProcessBuilder(program, "-p", folder.toString(), "-c", "nginx.conf", "-e", "error.log")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        Nginx nginx = new Nginx(process, port);
        nginx.await(folder);
        return nginx;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void await(Path folder) throws IOException, InterruptedException {
        Instant end = Instant.now().plus(Duration.ofSeconds(20));
        while (Instant.now().isBefore(end)) {
            if (!process.isAlive()) {
                throw new AssertionError("nginx has ended: " + Files.readString(folder.resolve("output"))
                        + Files.readString(folder.resolve("error.log")));
            }
            try (Socket socket = connect()) {
                return;
            } catch (IOException e) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
        throw new AssertionError("nginx does not listen");
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5000);
        socket.setSoTimeout(10_000);
        return socket;
    }

    /** An answer. */
    public record Answer(int status, String body) {}

    /** Its answer to a request for a path of a host. */
    public Answer get(String host, String path) throws IOException {
        try (Socket socket = connect()) {
            String request = "GET " + path + " HTTP/1.0\r\nHost: " + host + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            int status = Integer.parseInt(answer.substring(9, 12));
            return new Answer(status, answer.substring(answer.indexOf("\r\n\r\n") + 4));
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
