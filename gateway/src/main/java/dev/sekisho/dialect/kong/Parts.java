package dev.sekisho.dialect.kong;

import dev.sekisho.model.Address;
import dev.sekisho.model.Caps;
import dev.sekisho.model.ClientLimits;
import dev.sekisho.model.ClientTimeouts;
import dev.sekisho.model.Dns;
import dev.sekisho.model.Http2Bounds;
import dev.sekisho.model.Listener;
import dev.sekisho.model.ListenerHttp2;
import dev.sekisho.model.ListenerTls;
import dev.sekisho.model.Origin;
import dev.sekisho.model.Pool;
import dev.sekisho.model.Retry;
import dev.sekisho.model.Size;
import dev.sekisho.model.TlsCertificate;
import dev.sekisho.model.TlsVersion;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Parts of the model that no file of Kong speaks of, with the values that Kong's own configuration has by default. */
final class Parts {

    /** nginx gives up a keep-alive connection to an upstream after 60 s; each worker of Kong keeps 512 of them. */
    static final Pool POOL = new Pool(
            65_536,
            Optional.empty(),
            Optional.of(512),
            Duration.ofSeconds(60),
            Duration.ofHours(1),
            Duration.ofSeconds(1));

    static final Caps CAPS = new Caps(0, 1_024, 0, 0);
    static final Http2Bounds HTTP2 = new Http2Bounds(100);
    static final Dns DNS =
            new Dns(Duration.ofSeconds(10), Duration.ofSeconds(1), List.of(), Duration.ofSeconds(1), true);

    private static final int PLAIN_PORT = 8_000;
    private static final int TLS_PORT = 8_443;

    private static final ClientLimits LIMITS =
            new ClientLimits(new Size(16 << 10), 100, new Size(8 << 10), new Size(0), 100_000);
    private static final ClientTimeouts TIMEOUTS = new ClientTimeouts(
            Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(75));
    private static final ListenerHttp2 CLIENT_HTTP2 = new ListenerHttp2(true, false, 100, new Size(64 << 10), 200);

    private static final Retry.Backoff AT_ONCE =
            new Retry.Backoff(Retry.Backoff.Kind.IMMEDIATE, Duration.ofSeconds(1), Duration.ofSeconds(30), 0.5, true);

    /** No limit beyond the number of retries. */
    private static final Retry.Budget BUDGET = new Retry.Budget(1_000, 100_000);

    private Parts() {}

    /**
     * Retries as Kong's: failed connections, connections that end and time-outs, at once, and what may have reached the service only
     * where its method is idempotent (nginx, proxy_next_upstream error timeout).
     */
    static Retry retry(int attempts) {
        return new Retry(
                Math.min(attempts, 100),
                List.of(Retry.Cause.CONNECT_FAILURE, Retry.Cause.RESET, Retry.Cause.TIMEOUT),
                List.of(),
                List.of(),
                AT_ONCE,
                Optional.empty(),
                false,
                new Size(64 << 10),
                BUDGET,
                Optional.empty());
    }

    /** Kong's proxy_listen in the clear: 0.0.0.0:8000. */
    static Listener plain() {
        return listener("proxy", PLAIN_PORT, Optional.empty());
    }

    /** Kong's proxy_listen over TLS: 0.0.0.0:8443. */
    static Listener encrypted(ListenerTls tls) {
        return listener("proxy-ssl", TLS_PORT, Optional.of(tls));
    }

    static ListenerTls tls(List<TlsCertificate> certificates) {
        return new ListenerTls(
                certificates,
                TlsVersion.parse("1.2"),
                TlsVersion.parse("1.3"),
                Optional.empty(),
                Duration.ofMinutes(5),
                20_000,
                false,
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(10));
    }

    private static Listener listener(String name, int port, Optional<ListenerTls> tls) {
        return new Listener(
                name,
                new Address("0.0.0.0", port),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                tls,
                CLIENT_HTTP2,
                Optional.empty(),
                false,
                false,
                LIMITS,
                TIMEOUTS,
                Origin.NONE);
    }
}
