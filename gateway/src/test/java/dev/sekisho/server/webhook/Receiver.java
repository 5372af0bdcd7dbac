package dev.sekisho.server.webhook;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import dev.sekisho.model.Durations;
import dev.sekisho.model.Origin;
import dev.sekisho.model.Secret;
import dev.sekisho.model.Webhook;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.IntUnaryOperator;

/** An HTTP server that takes webhooks in; thread-safe. */
final class Receiver implements AutoCloseable {

    /** A request as it came. */
    record Request(String path, Headers headers, String body) {}

    private final HttpServer server;
    private final List<Request> requests = new ArrayList<>();

    /** Answers the nth request, counted from 0, with this status; a redirect goes to {@code /elsewhere}. */
    Receiver(IntUnaryOperator status) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            try (exchange) {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                int number = add(new Request(exchange.getRequestURI().getPath(), exchange.getRequestHeaders(), body));
                exchange.getResponseHeaders().set("Location", "/elsewhere");
                exchange.sendResponseHeaders(status.applyAsInt(number), -1);
            }
        });
        server.start();
    }

    private synchronized int add(Request request) {
        requests.add(request);
        return requests.size() - 1;
    }

    synchronized List<Request> requests() {
        return List.copyOf(requests);
    }

    Webhook webhook(String name, Webhook.Event... events) {
        return webhook(name, url(), "5s", events);
    }

    static Webhook webhook(String name, String url, String timeout, Webhook.Event... events) {
        return new Webhook(
                name,
                url,
                List.of(events),
                Map.of("Authorization", new Secret("Bearer t", "")),
                Optional.of(new Secret("key", "")),
                Durations.parse(timeout),
                false,
                Origin.NONE);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain");
            }
            Thread.sleep(5);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
