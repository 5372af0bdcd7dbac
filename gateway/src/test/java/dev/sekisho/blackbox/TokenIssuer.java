package dev.sekisho.blackbox;

import com.nimbusds.jose.jwk.RSAKey;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sekisho.policy.jwt.SignedTokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** An issuer of tokens that publishes its keys, or fails to, as a test wants. Thread-safe. */
final class TokenIssuer implements AutoCloseable {

    private final HttpServer server;
    private final AtomicInteger fetches = new AtomicInteger();
    private final AtomicInteger discoveries = new AtomicInteger();
    private volatile String keys = SignedTokens.jwks(SignedTokens.RSA);
    private volatile int status = 200;
    private volatile CountDownLatch held = new CountDownLatch(0);

    TokenIssuer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(task -> Thread.startVirtualThread(task));
        server.createContext("/.well-known/jwks.json", exchange -> {
            fetches.incrementAndGet();
            answer(exchange, keys);
        });
        server.createContext("/.well-known/openid-configuration", exchange -> {
            discoveries.incrementAndGet();
            answer(exchange, "{\"issuer\":\"" + name() + "\",\"jwks_uri\":\"" + name() + "/.well-known/jwks.json\"}");
        });
        server.start();
    }

    private void answer(HttpExchange exchange, String body) throws IOException {
        try {
            held.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** The claim iss of its tokens, and the URL below which its keys are. */
    String name() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** A token that is good for some seconds, with more claims. */
    String token(RSAKey key, long seconds, String more) {
        long end = Instant.now().getEpochSecond() + seconds;
        return SignedTokens.rs256(key, "{\"iss\":\"" + name() + "\",\"sub\":\"u1\",\"exp\":" + end + more + "}");
    }

    /** As the field of a request. */
    String bearer(RSAKey key) {
        return "Authorization: Bearer " + token(key, 60, "");
    }

    /** Publishes other keys. */
    void publish(RSAKey... others) {
        keys = SignedTokens.jwks(others);
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

    /** How often its keys were asked for. */
    int fetches() {
        return fetches.get();
    }

    int discoveries() {
        return discoveries.get();
    }

    @Override
    public void close() {
        release();
        server.stop(0);
    }
}
