package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** HTTP/2 with services of others: Node's, and nginx, which ends its connections by GOAWAY after a number of requests. */
@Timeout(120)
class Http2ServicePeersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String NODE = """
            const server = require('http2').createServer();
            server.on('stream', (stream, headers) => {
              const parts = [];
              stream.on('data', part => parts.push(part));
              stream.on('end', () => {
                stream.respond({ ':status': 200, 'x-method': headers[':method'], 'x-te': headers.te || 'none' },
                    { waitForTrailers: true });
                stream.on('wantTrailers', () => stream.sendTrailers({ 'x-bytes': String(Buffer.concat(parts).length) }));
                stream.end(Buffer.concat(parts));
              });
            });
            server.listen(0, '127.0.0.1', () => console.log(server.address().port));
            """;

    private static final String NGINX = """
            %1$sdaemon off;
            worker_processes 1;
            pid %2$s/nginx.pid;
            error_log %2$s/error.log;
            events { worker_connections 512; }
            http {
                access_log off;
                client_body_temp_path %2$s/body;
                proxy_temp_path %2$s/proxy;
                fastcgi_temp_path %2$s/fastcgi;
                uwsgi_temp_path %2$s/uwsgi;
                scgi_temp_path %2$s/scgi;
                keepalive_requests 50;
                server {
                    listen 127.0.0.1:%3$d http2;
                    listen 127.0.0.1:%4$d ssl http2;
                    ssl_certificate %2$s/nginx.pem;
                    ssl_certificate_key %2$s/nginx.key;
                    location / { return 200 "$server_protocol $request_uri $host"; }
                    location /file { root %2$s; }
                }
            }
            """;

    @TempDir
    Path folder;

    private static Optional<String> program(String name) {
        Optional<String> found = Stream.of(
                        Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .map(path -> Path.of(path, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
        if (found.isEmpty()) {
            System.out.println("skipped: no " + name + " on the PATH to speak HTTP/2 with");
        }
        return found;
    }

    private static void stop(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    @Test
    void nodesHttp2() throws Exception {
        Optional<String> node = program("node");
        assumeTrue(node.isPresent(), "no node on the PATH");
        Path script = Files.writeString(folder.resolve("service.js"), NODE);
        Process process = new ProcessBuilder(node.orElseThrow(), script.toString())
                .redirectError(folder.resolve("errors").toFile())
                .start();
        try (BufferedReader out = process.inputReader();
                TestGateway gateway = Http2UpstreamTest.gateway("", Integer.parseInt(out.readLine()));
                RawClient client = gateway.connect()) {
            client.patience(PATIENCE);
            String body = "0123456789".repeat(100_000);
            for (int i = 0; i < 3; i++) {
                Message answer = client.post("/", body);
                assertThat(answer.text().equals(body)).isTrue();
                assertThat(answer.field("x-method")).contains("POST");
                assertThat(answer.trailers()).containsExactly("x-bytes: " + body.length());
            }
            Message answer = client.get("/", "TE: trailers");
            assertThat(answer.field("x-te")).contains("trailers");
            assertThat(answer.trailers()).containsExactly("x-bytes: 0");
            try (Load load = Load.start(gateway.address(), 16, m -> m.status() == 200)) {
                TestGateway.await("requests", PATIENCE, () -> load.done() > 1_000);
                assertThat(load.failures()).isEmpty();
            }
        } finally {
            stop(process);
        }
    }

    @Test
    void nginxOverTlsAndInTheClear() throws Exception {
        Optional<String> nginx = program("nginx");
        assumeTrue(nginx.isPresent(), "no nginx on the PATH");
        Pki pki = new Pki(folder);
        pki.files("nginx", pki.issue("nginx", "api.test"));
        Files.writeString(folder.resolve("file"), "x".repeat(3_000_000));
        int clear = freePort();
        int encrypted = freePort();
        String user = System.getProperty("user.name").equals("root") ? "user root;\n" : "";
        Path config = Files.writeString(folder.resolve("nginx.conf"), NGINX.formatted(user, folder, clear, encrypted));
        Process process = new ProcessBuilder(
                        nginx.orElseThrow(),
                        "-p",
                        folder.toString(),
                        "-c",
                        config.toString(),
                        "-e",
                        folder + "/error.log")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        try {
            awaitPort(process, encrypted);
            serves(Http2UpstreamTest.gateway("", clear));
            String tls = "tls: { ca: \"" + pki.ca() + "\", serverName: api.test }";
            serves(Http2UpstreamTest.gateway(tls, encrypted));
        } finally {
            stop(process);
        }
    }

    private static void serves(TestGateway started) throws IOException {
        try (TestGateway gateway = started;
                RawClient client = gateway.connect()) {
            client.patience(PATIENCE);
            assertThat(client.get("/a?b").text()).isEqualTo("HTTP/2.0 /a?b test");
            assertThat(client.get("/file").body()).hasSize(3_000_000);
            try (Load load = Load.start(gateway.address(), 16, m -> m.status() == 200)) {
                TestGateway.await("requests", PATIENCE, () -> load.done() > 1_000);
                assertThat(load.failures()).as("over some twenty GOAWAYs").isEmpty();
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitPort(Process process, int port) throws IOException {
        String output = folder.resolve("output").toString();
        TestGateway.await("nginx, see " + output, PATIENCE, () -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            } catch (IOException e) {
                if (!process.isAlive()) {
                    throw new AssertionError("nginx has ended: " + read(output), e);
                }
                return false;
            }
        });
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
