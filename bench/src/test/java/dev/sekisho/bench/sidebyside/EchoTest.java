package dev.sekisho.bench.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The upstreams inside the harness, and the clients that find out whether a proxy passes them on. */
@Timeout(180)
class EchoTest {

    @TempDir
    private Path directory;

    @Test
    void grpcCallsComeBack() throws IOException {
        try (Upstream upstream = GrpcEcho.start()) {
            GrpcEcho.check(upstream.port());
        }
        assertThat(GrpcEcho.frame()).hasSize(105).startsWith(0, 0, 0, 0, 100, 'm');
    }

    @Test
    void webSocketMessagesComeBackOnEveryConnection() throws IOException, InterruptedException {
        try (Upstream upstream = WebSocketEcho.start();
                Workspace workspace = Workspace.create(directory)) {
            WebSocketLoad.check(upstream.port());
            Load.Result result = new WebSocketLoad().run(workspace, upstream.port(), 1);
            assertThat(result.requests()).isGreaterThanOrEqualTo(WebSocketLoad.CONNECTIONS);
            assertThat(result.failures()).isZero();
            assertThat(result.p99Micros()).isGreaterThanOrEqualTo(result.p50Micros());
        }
    }

    @Test
    void whatDoesNotSpeakWebSocketIsRefused() throws IOException {
        try (Upstream upstream = GrpcEcho.start()) {
            assertThatThrownBy(() -> WebSocketLoad.check(upstream.port())).isInstanceOf(IOException.class);
        }
    }

    @Test
    void nobodyListening() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertThatThrownBy(() -> WebSocketLoad.check(port)).hasMessageContaining("WebSocket");
        assertThatThrownBy(() -> GrpcEcho.check(port)).hasMessageContaining("UNAVAILABLE");
    }
}
