package dev.sekisho.tls.ocsp;

import dev.sekisho.model.LinkLocal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Posts a question to a responder (RFC 6960 appendix A): no redirects, no proxy, at most 64 KiB back, the whole exchange within
 * the timeout. The address stands in a certificate and not in the configuration, so only http and https are followed, and nothing
 * to the link, where clouds hand out credentials. Waits; for one thread.
 */
final class Fetch implements AutoCloseable {

    private static final int MAX = 64 << 10; // bytes; responses have 0.5 to 3 KB

    private final Duration timeout;
    private final HttpClient client;

    Fetch(Duration timeout) {
        this.timeout = timeout;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(timeout)
                .executor(Thread::startVirtualThread)
                .build();
    }

    /**
     * The answer.
     *
     * @throws IOException where there is none; the message says why
     */
    byte[] ask(URI responder, byte[] question) throws IOException, InterruptedException {
        check(responder);
        HttpRequest request = HttpRequest.newBuilder(responder)
                .setHeader("Content-Type", "application/ocsp-request")
                .setHeader("User-Agent", "sekisho")
                .POST(HttpRequest.BodyPublishers.ofByteArray(question))
                .build();
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(
                request, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MAX));
        try {
            HttpResponse<byte[]> response = answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            if (response.statusCode() != 200) {
                throw new IOException(responder + ": status " + response.statusCode() + " (expected: 200)");
            }
            return response.body();
        } catch (TimeoutException e) {
            throw new IOException(responder + ": no answer within " + timeout.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new IOException(responder + ": " + e.getCause(), e);
        } finally {
            answer.cancel(true); // closes the connection of an exchange that has not ended
        }
    }

    private static void check(URI responder) throws IOException {
        String scheme = String.valueOf(responder.getScheme()).toLowerCase(Locale.ROOT);
        if (!(scheme.equals("http") || scheme.equals("https")) || responder.getHost() == null) {
            throw new IOException(responder + " (expected: http:// or https:// and a host)");
        }
        for (InetAddress address : InetAddress.getAllByName(responder.getHost())) {
            if (LinkLocal.contains(address)) {
                throw new IOException(responder + ": a link-local address (expected: one beyond the link)");
            }
        }
    }

    /** Cuts what is under way. */
    @Override
    public void close() {
        client.shutdownNow();
    }
}
