package dev.sekisho.server.fetch;

import dev.sekisho.policy.Fetcher;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks by the HTTP client of the JDK: HTTP/1.1, certificates verified, no redirects, no proxy, no cookies. Thread-safe.
 */
public final class HttpFetcher implements Fetcher, AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(5);

    private @Nullable HttpClient client; // made when first needed: most gateways never ask
    private boolean closed;

    @Override
    public CompletableFuture<Answer> fetch(Ask ask) {
        CompletableFuture<HttpResponse<byte[]>> exchange;
        try {
            HttpRequest request = request(ask);
            exchange = client().sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), ask.maxBytes()));
        } catch (IllegalArgumentException | IOException e) {
            return CompletableFuture.failedFuture(e);
        }
        // The client's own timeout ends with the head of the answer, this one with its body.
        CompletableFuture<HttpResponse<byte[]>> bounded =
                exchange.copy().orTimeout(ask.timeout().toNanos(), TimeUnit.NANOSECONDS);
        return bounded.handle((answer, failure) -> {
            if (failure != null) {
                exchange.cancel(true); // closes the connection of an exchange that has not ended
                throw new CompletionException(failed(ask, failure));
            }
            return answer(answer);
        });
    }

    private static IOException failed(Ask ask, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        String what = ask.uri().getScheme() + "://" + ask.uri().getRawAuthority()
                + ask.uri().getRawPath();
        String message = what + ": " + cause;
        return isTooLarge(cause) ? new TooLarge(message, cause) : new IOException(message, cause);
    }

    /** The client has no type for it, only what its limiting handler says. */
    private static boolean isTooLarge(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof IOException && String.valueOf(at.getMessage()).startsWith("body exceeds capacity")) {
                return true;
            }
        }
        return false;
    }

    private static HttpRequest request(Ask ask) {
        HttpRequest.Builder request = HttpRequest.newBuilder(ask.uri())
                .setHeader("User-Agent", "sekisho")
                .timeout(ask.timeout());
        ask.headers().forEach(request::setHeader);
        boolean empty = ask.body().length == 0;
        return request.method(ask.method(), empty ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(ask.body()))
                .build();
    }

    private static Answer answer(HttpResponse<byte[]> response) {
        Map<String, String> headers = new HashMap<>();
        response.headers()
                .map()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        return new Answer(response.statusCode(), Map.copyOf(headers), response.body());
    }

    private synchronized HttpClient client() throws IOException {
        if (closed) {
            throw new IOException("the gateway ends");
        }
        if (client == null) {
            client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .proxy(HttpClient.Builder.NO_PROXY)
                    .connectTimeout(CONNECT)
                    .executor(Thread::startVirtualThread)
                    .build();
        }
        return client;
    }

    /** Cuts what is under way. */
    @Override
    public synchronized void close() {
        closed = true;
        if (client != null) {
            client.shutdownNow();
        }
    }
}
