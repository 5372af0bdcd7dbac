package dev.sekisho.server.webhook;

import dev.sekisho.model.Durations;
import dev.sekisho.model.Webhook;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Posts bodies to a webhook: HTTP/1.1, no redirects, no proxy. The whole exchange, body of the answer included, ends within
 * the timeout. For one thread.
 */
final class Sender implements AutoCloseable {

    private final Webhook webhook;
    private final URI url;
    private final Resolver resolver;
    private @Nullable HttpClient client; // made for the first event: most gateways never send one

    Sender(Webhook webhook, Resolver resolver) {
        this.webhook = webhook;
        this.url = URI.create(webhook.url());
        this.resolver = resolver;
    }

    /** One try; waits. */
    Try send(byte[] body) throws InterruptedException {
        long end = System.nanoTime() + webhook.timeout().toNanos();
        try {
            if (!webhook.allowLinkLocal() && resolver.findsLinkLocal(url.getHost(), end - System.nanoTime())) {
                return new Try.Refused("the host has a link-local address");
            }
            return Try.of(post(body, end).statusCode());
        } catch (TimeoutException _) {
            return new Try.Again("no answer within " + Durations.format(webhook.timeout()));
        } catch (ExecutionException e) {
            String why = String.valueOf(e.getCause());
            return e.getCause() instanceof IOException ? new Try.Again(why) : new Try.Refused(why);
        }
    }

    private HttpResponse<Void> post(byte[] body, long end)
            throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<HttpResponse<Void>> answer =
                client().sendAsync(request(body), HttpResponse.BodyHandlers.discarding());
        try {
            return answer.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } finally {
            answer.cancel(true); // closes the connection of an exchange that has not ended
        }
    }

    private HttpRequest request(byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url).setHeader("User-Agent", "sekisho");
        webhook.headers().forEach((name, value) -> request.setHeader(name, value.reveal()));
        request.setHeader("Content-Type", "application/json");
        webhook.secret().ifPresent(secret -> request.setHeader(Signature.FIELD, Signature.of(body, secret.reveal())));
        return request.POST(HttpRequest.BodyPublishers.ofByteArray(body)).build();
    }

    private HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .proxy(HttpClient.Builder.NO_PROXY) // it would look names up by itself
                    .connectTimeout(webhook.timeout())
                    .executor(Thread::startVirtualThread)
                    .build();
        }
        return client;
    }

    /** Cuts what is under way. */
    @Override
    public void close() {
        if (client != null) {
            client.shutdownNow();
        }
    }
}
