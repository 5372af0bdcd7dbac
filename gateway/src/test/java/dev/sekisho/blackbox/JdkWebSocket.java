package dev.sekisho.blackbox;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A WebSocket of the Java runtime's own client, over TLS. */
final class JdkWebSocket implements WebSocket.Listener, AutoCloseable {

    private static final long PATIENCE_SECONDS = 20;

    private final HttpClient client;
    private final BlockingQueue<Object> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final WebSocket socket;

    JdkWebSocket(SSLContext trust, int port) throws Exception {
        client = HttpClient.newBuilder().sslContext(trust).build();
        socket = client.newWebSocketBuilder()
                .subprotocols("echo")
                .buildAsync(URI.create("wss://localhost:" + port + "/socket"), this)
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    WebSocket socket() {
        return socket;
    }

    /** The next message, or the payload of the next pong: a string or bytes. */
    Object next() throws InterruptedException {
        Object message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("no message came");
        }
        return message;
    }

    /** How it ended: code and reason, or an error. */
    String ended() throws Exception {
        return ended.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            messages.add(text.toString());
            text.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        bytes.writeBytes(copy(data));
        if (last) {
            messages.add(bytes.toByteArray());
            bytes.reset();
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer data) {
        messages.add(copy(data));
        from.request(1);
        return null;
    }

    private static byte[] copy(ByteBuffer data) {
        byte[] copy = new byte[data.remaining()];
        data.get(copy);
        return copy;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        ended.complete(code + " " + reason);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        ended.complete(error.toString());
    }

    @Override
    public void close() {
        socket.abort();
        client.shutdownNow();
    }
}
