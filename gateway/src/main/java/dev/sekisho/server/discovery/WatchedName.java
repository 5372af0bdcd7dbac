package dev.sekisho.server.discovery;

import dev.sekisho.model.Dns;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One name of an upstream's targets: its last good answer, and when to ask again. Guarded by the lock of discovery. */
final class WatchedName {

    private static final Logger LOG = LoggerFactory.getLogger(WatchedName.class);
    private static final long FIRST_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500); // doubled with each failure
    private static final long LAST_RETRY_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int MAX_DOUBLINGS = 16;

    private final String upstream;
    private final String host;
    private Optional<Answer> answer = Optional.empty();
    private @Nullable CompletableFuture<Void> running;
    private long due;
    private int failures;

    WatchedName(String upstream, String host, long now) {
        this.upstream = upstream;
        this.host = host;
        this.due = now;
    }

    String host() {
        return host;
    }

    Optional<Answer> answer() {
        return answer;
    }

    /** Whether the last look-up failed. */
    boolean hasFailed() {
        return failures > 0;
    }

    /** The look-up that is under way; null for none. */
    @Nullable
    CompletableFuture<Void> running() {
        return running;
    }

    void running(@Nullable CompletableFuture<Void> lookup) {
        running = lookup;
    }

    boolean isDue(long now) {
        return running == null && now - due >= 0;
    }

    /** Asks again at once: the settings of its look-ups have changed. */
    void again(long now) {
        due = now;
    }

    /**
     * Takes an answer.
     *
     * @return whether it differs from the one before
     */
    boolean found(Answer now, Dns dns, long at) {
        if (failures > 0) {
            LOG.info("the name {} of upstream {} is looked up again: {}", host, upstream, now.addresses());
        }
        boolean changed = !answer.map(Answer::places).equals(Optional.of(now.places()));
        failures = 0;
        answer = Optional.of(now);
        Duration ttl = now.ttl() == Answer.UNKNOWN ? dns.refresh() : Duration.ofSeconds(now.ttl());
        Duration least = ttl.compareTo(dns.minRefresh()) < 0 ? dns.minRefresh() : ttl;
        Duration use = least.compareTo(dns.refresh()) > 0 ? dns.refresh() : least;
        due = at + use.toNanos();
        return changed;
    }

    /** Notes that there was no answer; the last good one stays. */
    void failed(String reason, Dns dns, long at) {
        if (failures == 0) {
            LOG.warn(
                    "the name {} of upstream {} cannot be looked up: {}; {}",
                    host,
                    upstream,
                    reason,
                    answer.isEmpty() ? "requests to it are answered 503" : "its last addresses stay");
        }
        failures = Math.min(failures + 1, MAX_DOUBLINGS);
        long most = Math.min(dns.refresh().toNanos(), LAST_RETRY_NANOS);
        long pause = Math.min(most, FIRST_RETRY_NANOS << (failures - 1));
        due = at
                + (long)
                        (pause * ThreadLocalRandom.current().nextDouble(0.75, 1)); // so that gateways do not ask as one
    }
}
