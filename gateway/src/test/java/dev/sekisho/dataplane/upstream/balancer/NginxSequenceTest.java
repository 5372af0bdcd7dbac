package dev.sekisho.dataplane.upstream.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The smooth sequence of a real nginx, request by request, beside ours. */
class NginxSequenceTest {

    private static final String CONFIG = """
            %1$sdaemon off;
            worker_processes 1;
            pid %2$s/nginx.pid;
            error_log %2$s/error.log;
            events { worker_connections 256; }
            http {
                access_log off;
                client_body_temp_path %2$s/body;
                proxy_temp_path %2$s/proxy;
                fastcgi_temp_path %2$s/fastcgi;
                uwsgi_temp_path %2$s/uwsgi;
                scgi_temp_path %2$s/scgi;
                keepalive_requests 100000;
                upstream all { %3$s}
                server { listen 127.0.0.1:%4$d; location / { proxy_pass http://all; } }
            %5$s}
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"5 1 1", "3 2 1", "1 1 1", "10 7 3 1", "1 100", "4 4 2 2 1", "7"})
    void oursIsNginxsSequence(String text) throws Exception {
        Optional<String> nginx = nginx();
        if (nginx.isEmpty()) {
            System.out.println("skipped: no nginx on the PATH to compare sequences with");
        }
        assumeTrue(nginx.isPresent(), "no nginx on the PATH");
        int[] weights = Stream.of(text.split(" ")).mapToInt(Integer::parseInt).toArray();
        int requests = 3 * Arrays.stream(weights).sum();
        assertThat(real(nginx.orElseThrow(), weights, requests))
                .isEqualTo(ours(weights, requests))
                .isEqualTo(balanced(weights, requests));
    }

    private static Optional<String> nginx() {
        return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "nginx"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    private static List<Integer> ours(int[] weights, int requests) {
        SmoothRoundRobin sequence = new SmoothRoundRobin(weights);
        return Stream.generate(() -> sequence.next(0)).limit(requests).toList();
    }

    private static List<Integer> balanced(int[] weights, int requests) {
        RoundRobin balancer = new RoundRobin();
        Weights candidates = new Weights(weights);
        balancer.changed(candidates);
        return Stream.generate(() -> balancer.pick(candidates, 0))
                .limit(requests)
                .toList();
    }

    private record Weights(int[] all) implements Candidates {
        @Override
        public int size() {
            return all.length;
        }

        @Override
        public boolean mayServe(int i) {
            return true;
        }

        @Override
        public int weight(int i) {
            return all[i] * 100; // as a loop's view scales them
        }

        @Override
        public int active(int i) {
            return 0;
        }

        @Override
        public long latencyNanos(int i) {
            return 0;
        }

        @Override
        public int configuredWeight(int i) {
            return all[i];
        }

        @Override
        public String address(int i) {
            return "10.0.0." + i + ":80";
        }

        @Override
        public long identity(int i) {
            return i;
        }
    }

    private List<Integer> real(String nginx, int[] weights, int requests) throws Exception {
        int[] ports = freePorts(weights.length + 1);
        Path config = folder.resolve("nginx.conf");
        Files.writeString(config, config(weights, ports));
        Process process = new ProcessBuilder(
                        nginx, "-p", folder.toString(), "-c", config.toString(), "-e", folder + "/error.log")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        try (Socket client = connect(process, ports[weights.length])) {
            return answers(client, requests);
        } finally {
            process.destroy();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    private String config(int[] weights, int[] ports) {
        StringBuilder upstream = new StringBuilder();
        StringBuilder servers = new StringBuilder();
        for (int i = 0; i < weights.length; i++) {
            upstream.append("server 127.0.0.1:%d weight=%d; ".formatted(ports[i], weights[i]));
            servers.append("    server { listen 127.0.0.1:%d; return 200 \"%d\"; }\n".formatted(ports[i], i));
        }
        // started as root, workers would run as nobody, who may not enter the folder
        String user = "root".equals(System.getProperty("user.name")) ? "user root;\n" : "";
        return CONFIG.formatted(user, folder, upstream, ports[weights.length], servers);
    }

    private static int[] freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        }
        int[] ports = sockets.stream().mapToInt(ServerSocket::getLocalPort).toArray();
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return ports;
    }

    private Socket connect(Process process, int port) throws Exception {
        for (int i = 0; i < 500 && process.isAlive(); i++) {
            try {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                socket.setSoTimeout(10_000);
                return socket;
            } catch (IOException e) {
                process.waitFor(20, TimeUnit.MILLISECONDS); // it does not listen yet
            }
        }
        throw new IOException("nginx does not listen: " + Files.readString(folder.resolve("output")));
    }

    private static List<Integer> answers(Socket client, int requests) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
        List<Integer> answers = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            client.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(in.readLine()).isEqualTo("HTTP/1.1 200 OK");
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                // the fields; the body is one digit
            }
            answers.add(in.read() - '0');
        }
        return answers;
    }
}
