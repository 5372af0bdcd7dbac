package dev.sekisho.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.nginx.Nginx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the demonstration shows of an nginx.conf is what nginx makes of it. */
@Timeout(120)
class NginxDemonstrationPeersTest {

    @TempDir
    Path folder;

    @Test
    void nginxAnswersItsRequestsAsTheDemonstrationSays() throws Exception {
        String program = Nginx.program();
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try (DemoServices services = DemoServices.start()) {
            Path file = Files.writeString(
                    folder.resolve("nginx.conf"),
                    NginxDemonstration.text(
                            "127.0.0.1:" + port, services, folder.resolve("access.log"), folder.resolve("cache")));
            Path output = folder.resolve("output");
            Process nginx = new ProcessBuilder(
                            program,
                            "-c",
                            file.toString(),
                            "-e",
                            folder.resolve("error.log").toString(),
                            "-g",
                            "daemon off; master_process off; pid " + folder.resolve("nginx.pid") + ";")
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            try {
                await(address, nginx, output);
                assertThat(statuses(address)).containsExactly(200, 200, 200, 200, 308, 204, 503, 404, 400);
            } finally {
                nginx.destroy();
                nginx.waitFor();
            }
            assertThat(Files.readString(folder.resolve("access.log")))
                    .contains("\"GET /hello/world HTTP/1.1\" 200 ", " MISS\n");
        }
    }

    private static List<Integer> statuses(InetSocketAddress address) throws IOException {
        List<Integer> statuses = new ArrayList<>();
        for (DemoRequest request : DemoRequest.all()) {
            try (DemoClient client = new DemoClient(address)) {
                statuses.add(client.send(request).status());
            }
        }
        return statuses;
    }

    private static void await(InetSocketAddress address, Process nginx, Path output) throws Exception {
        for (int i = 0; i < 1000; i++) {
            if (!nginx.isAlive()) {
                throw new AssertionError("nginx has ended: " + Files.readString(output));
            }
            try (Socket socket = new Socket()) {
                socket.connect(address);
                return;
            } catch (IOException e) {
                Thread.sleep(20);
            }
        }
        throw new AssertionError("nginx does not listen");
    }
}
