package dev.sekisho.blackbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** A server that knows opaque tokens (RFC 7662), or fails to, as a test wants. Thread-safe. */
final class AuthorizationServer implements AutoCloseable {

    /**
     * A request that it got.
     *
     * @param authorization the field of that name, empty for none
     * @param form the parameters of the body
     */
    record Introspected(String authorization, Map<String, String> form) {}

    private final HttpServer server;
    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private final List<Introspected> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger busy = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private volatile int status = 200;
    private volatile CountDownLatch held = new CountDownLatch(0);

    AuthorizationServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 512);
        server.setExecutor(Thread::startVirtualThread);
        server.createContext("/introspect", this::introspect);
        server.createContext(
                "/.well-known/openid-configuration",
                exchange -> send(
                        exchange,
                        "{\"issuer\":\"" + url("") + "\",\"introspection_endpoint\":\"" + url("/introspect") + "\"}"));
        server.start();
    }

    private void introspect(HttpExchange exchange) throws IOException {
        most.accumulateAndGet(busy.incrementAndGet(), Math::max);
        try {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
            Map<String, String> form = Arrays.stream(body.split("&"))
                    .map(pair -> pair.split("=", 2))
                    .collect(Collectors.toMap(
                            pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            requests.add(new Introspected(authorization == null ? "" : authorization, form));
            held.await();
            send(exchange, tokens.getOrDefault(form.getOrDefault("token", ""), "{\"active\":false}"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            busy.decrementAndGet();
        }
    }

    private void send(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** The URL of a path. */
    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** Makes a token good, with more members in the answer. */
    void issue(String token, String more) {
        tokens.put(token, "{\"active\":true,\"sub\":\"u1\"" + more + "}");
    }

    void withdraw(String token) {
        tokens.remove(token);
    }

    /** Answers with that status from now on. */
    void answerWith(int code) {
        status = code;
    }

    /** From now on answers come when {@link #release} is called. */
    void hold() {
        held = new CountDownLatch(1);
    }

    void release() {
        held.countDown();
    }

    /** What it was asked. */
    List<Introspected> requests() {
        return List.copyOf(requests);
    }

    /** How many requests it had at once at most. */
    int most() {
        return most.get();
    }

    @Override
    public void close() {
        release();
        server.stop(0);
    }
}
