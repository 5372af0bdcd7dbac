package dev.sekisho.server.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.sekisho.policy.Fetcher;
import dev.sekisho.policy.Fetcher.Ask;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpFetcherTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final CountDownLatch over = new CountDownLatch(1);
    private final HttpFetcher fetcher = new HttpFetcher();
    private final HttpServer server = server();

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void serve() {
        server.setExecutor(task -> Thread.startVirtualThread(task));
        server.createContext("/echo", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("X-Method", exchange.getRequestMethod());
            exchange.getResponseHeaders()
                    .set("X-Sent", exchange.getRequestHeaders().getFirst("X-Sent") + "");
            exchange.sendResponseHeaders(201, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().set("Location", "/echo");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.createContext("/stalls", exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write(1);
            exchange.getResponseBody().flush();
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void end() {
        over.countDown();
        fetcher.close();
        server.stop(0);
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    @Test
    void asksAndIsAnswered() throws Exception {
        byte[] body = "a=b".getBytes(StandardCharsets.UTF_8);
        Fetcher.Answer answer = fetcher.fetch(new Ask("POST", uri("/echo"), Map.of("X-Sent", "1"), body, LONG, 100))
                .get();
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.headers()).containsEntry("x-method", "POST").containsEntry("x-sent", "1");
        assertThat(answer.body()).isEqualTo(body);
    }

    @Test
    void followsNoRedirects() throws Exception {
        assertThat(fetcher.fetch(Ask.get(uri("/moved"), LONG, 100)).get().status())
                .isEqualTo(302);
    }

    @Test
    void refusesLargeBodies() {
        byte[] body = new byte[101];
        assertThatThrownBy(() -> fetcher.fetch(new Ask("POST", uri("/echo"), Map.of(), body, LONG, 100))
                        .get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(Fetcher.TooLarge.class);
    }

    @Test
    void aBodyThatStallsIsCutAtTheTimeout() {
        long start = System.nanoTime();
        assertThatThrownBy(() -> fetcher.fetch(Ask.get(uri("/stalls"), Duration.ofMillis(200), 1000))
                        .get())
                .hasCauseInstanceOf(IOException.class)
                .hasMessageContaining("TimeoutException");
        assertThat(System.nanoTime() - start).isLessThan(LONG.toNanos());
    }

    @Test
    void nobodyListening() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThatThrownBy(() -> fetcher.fetch(Ask.get(URI.create("http://127.0.0.1:" + port + "/?secret=1"), LONG, 1))
                        .get())
                .hasCauseInstanceOf(IOException.class)
                .hasMessageContaining("127.0.0.1:" + port)
                .hasMessageNotContaining("secret");
    }

    @Test
    void wrongUrisFailTheFutureAlone() {
        assertThat(fetcher.fetch(Ask.get(URI.create("ftp://127.0.0.1/"), LONG, 1)))
                .isCompletedExceptionally();
    }

    @Test
    void nothingIsAskedAtTheEnd() {
        fetcher.close();
        assertThat(fetcher.fetch(Ask.get(uri("/echo"), LONG, 1))).isCompletedExceptionally();
    }
}
