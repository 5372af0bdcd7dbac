package dev.sekisho.policy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Requests of the gateway's own to other parties, such as for key sets of token issuers. Redirects are not followed, bodies are
 * bounded. Thread-safe, never blocks.
 */
public interface Fetcher {

    /** Answers nothing. */
    Fetcher OFFLINE =
            ask -> CompletableFuture.failedFuture(new IllegalStateException("network: none (expected: online)"));

    /**
     * What is asked.
     *
     * @param method such as GET
     * @param uri http or https
     * @param headers fields by name
     * @param body empty for none; not to be changed
     * @param timeout for the whole exchange
     * @param maxBytes largest body of an answer
     */
    record Ask(String method, URI uri, Map<String, String> headers, byte[] body, Duration timeout, int maxBytes) {

        private static final byte[] NONE = new byte[0];

        /** A GET. */
        public static Ask get(URI uri, Duration timeout, int maxBytes) {
            return new Ask("GET", uri, Map.of("Accept", "application/json"), NONE, timeout, maxBytes);
        }
    }

    /**
     * What was answered.
     *
     * @param status of any class
     * @param headers fields by name in lower case; of several with one name the first
     * @param body not to be changed
     */
    record Answer(int status, Map<String, String> headers, byte[] body) {}

    /** An answer is larger than was asked for, so somebody is there. */
    final class TooLarge extends IOException {
        private static final long serialVersionUID = 1;

        /** With what was asked, without its query. */
        public TooLarge(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Asks. The future fails with {@link TooLarge} where too much was answered, with another {@link IOException} where nothing was
     * in time; it completes on a thread that is no event loop.
     */
    CompletableFuture<Answer> fetch(Ask ask);
}
