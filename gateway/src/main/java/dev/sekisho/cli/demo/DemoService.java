package dev.sekisho.cli.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sekisho.dialect.JsonText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A service that answers every request with what it saw of it, as JSON: what a gateway did to a request shows. A path that
 * ends in {@code /stream} is answered without a length, so in chunks. Thread-safe.
 */
public final class DemoService implements AutoCloseable {

    static {
        // Without it the JDK's server waits for the client's delayed acknowledgement, 40 ms for each answer.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final String name;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private DemoService(String name) throws IOException {
        this.name = name;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
    }

    /** Starts a service on a free port of the loopback interface. */
    public static DemoService start(String name) throws IOException {
        DemoService service = new DemoService(name);
        service.server.start();
        return service;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] sent = exchange.getRequestBody().readAllBytes();
            byte[] body = (JsonText.of(seen(exchange, sent)) + "\n").getBytes(StandardCharsets.UTF_8);
            boolean stream = exchange.getRequestURI().getPath().endsWith("/stream");
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, head ? -1 : stream ? 0 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private Map<String, Object> seen(HttpExchange exchange, byte[] body) {
        Map<String, String> headers = new TreeMap<>();
        exchange.getRequestHeaders().forEach((field, values) -> headers.put(field, String.join(", ", values)));
        Map<String, Object> seen = new LinkedHashMap<>();
        seen.put("service", name);
        seen.put("method", exchange.getRequestMethod());
        seen.put("path", exchange.getRequestURI().toString());
        seen.put("bodyBytes", body.length);
        seen.put("headers", headers);
        return seen;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
