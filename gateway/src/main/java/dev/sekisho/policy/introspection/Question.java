package dev.sekisho.policy.introspection;

import dev.sekisho.policy.BadToken;
import dev.sekisho.policy.Fetcher;
import dev.sekisho.policy.StrictJson;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Asks about one token (RFC 7662 section 2). Immutable, thread-safe.
 *
 * @param settings how
 * @param endpoint where
 * @param client as whom
 * @param fetcher by what
 * @param clock wall clock
 */
record Question(
        AskSettings settings, Endpoint endpoint, ClientAuthentication client, Fetcher fetcher, InstantSource clock) {

    /** Beyond it the end of a token is not looked at: caches do not live so long. */
    private static final double FAR = TimeUnit.DAYS.toMillis(365);

    /** The finding; fails where there is no answer, or none that can be relied on. */
    CompletableFuture<Finding> ask(String token, LongSupplier nanoTime) {
        return endpoint.uri()
                .thenCompose(uri -> fetcher.fetch(request(uri, token))
                        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(told(failure))))
                .thenApply(answer -> {
                    long now = nanoTime.getAsLong();
                    return finding(answer, now);
                });
    }

    /** A token that bears much is no outage, which would lock out all others. */
    private static Throwable told(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof Fetcher.TooLarge
                ? new Unavailable("an answer that is too large (expected: at most maxAnswer)", true)
                : cause;
    }

    private Fetcher.Ask request(URI uri, String token) {
        Map<String, String> headers = new HashMap<>(client.headers());
        headers.put("Accept", "application/json");
        headers.put("Content-Type", Form.TYPE);
        String body = "token=" + Form.encode(token)
                + settings.hint()
                        .map(hint -> Form.further("token_type_hint", hint))
                        .orElse("")
                + client.parameters();
        return new Fetcher.Ask(
                "POST",
                uri,
                headers,
                body.getBytes(StandardCharsets.US_ASCII),
                settings.timeout(),
                settings.maxAnswer());
    }

    private Finding finding(Fetcher.Answer answer, long now) {
        if (answer.status() != 200) {
            String client = answer.status() == 401 || answer.status() == 403 ? "; is the client right?" : "";
            throw new Unavailable(
                    "status " + answer.status() + " (expected: 200" + client + ")", answer.status() == 400);
        }
        Map<String, Object> members;
        try {
            members = StrictJson.object(answer.body());
        } catch (BadToken e) {
            throw new Unavailable(e.why() + " (expected: a JSON object)", false);
        }
        if (!(members.get("active") instanceof Boolean active)) {
            throw new Unavailable("no member active that is a Boolean (expected: one)", false);
        }
        if (!active) {
            return new Finding(false, Map.of(), now + settings.negativeCache().toNanos());
        }
        time(members, "nbf");
        long left = Math.max(0, time(members, "exp") - clock.millis());
        long good = Math.min(settings.cache().toNanos(), TimeUnit.MILLISECONDS.toNanos(left));
        return new Finding(true, members, now + good);
    }

    /** A time in milliseconds; far in the future where there is none. */
    private long time(Map<String, Object> members, String name) {
        Object value = members.get(name);
        if (value == null) {
            return clock.millis() + (long) FAR;
        }
        if (!(value instanceof Number number) || Double.isNaN(number.doubleValue())) {
            throw new Unavailable("a member " + name + " that is no time (expected: seconds)", true);
        }
        return (long) Math.clamp(number.doubleValue() * 1000, 0, clock.millis() + FAR);
    }
}
