package dev.sekisho.policy.jwt;

import dev.sekisho.policy.Fetcher;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys that an issuer publishes. At most one fetch is under way, within a {@link FetchBudget}. Keys that are known stay known: they
 * are used while newer ones are fetched, and for as long as none are to be had. Outlives reloads. Thread-safe, never blocks.
 */
final class RemoteKeys implements KeySource {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteKeys.class);

    /**
     * What is known.
     *
     * @param keys the keys
     * @param version counts changes of them
     * @param at when they were fetched
     */
    private record Known(KeySet keys, long version, long at) {}

    private final KeyLocation location;
    private final KeyFetch fetch;
    private final boolean offline;
    private final Executor executor;
    private final LongSupplier nanoTime;
    private final FetchBudget budget;
    private final AtomicReference<@Nullable CompletableFuture<KeySet>> flight = new AtomicReference<>();
    private volatile Known known = new Known(KeySet.NONE, 0, 0);

    /**
     * Keys that are not fetched yet.
     *
     * @param executor where fetches begin; making a client for the first one takes time
     */
    RemoteKeys(KeyLocation location, Fetcher fetcher, Executor executor, LongSupplier nanoTime) {
        this.location = location;
        this.fetch = new KeyFetch(location, fetcher);
        this.offline = fetcher == Fetcher.OFFLINE;
        this.executor = executor;
        this.nanoTime = nanoTime;
        this.budget = new FetchBudget(nanoTime.getAsLong());
    }

    /** Begins to fetch keys where none are known, so that the first request need not wait. */
    RemoteKeys warm() {
        if (!offline && known.keys().isEmpty()) {
            begin(false);
        }
        return this;
    }

    @Override
    public KeySet keys() {
        return fresh().keys();
    }

    @Override
    public long version() {
        return fresh().version();
    }

    private Known fresh() {
        Known now = known;
        if (!now.keys().isEmpty()
                && nanoTime.getAsLong() - now.at() >= location.maxAge().toNanos()) {
            begin(false);
        }
        return now;
    }

    @Override
    public void missing() {
        begin(true);
    }

    @Override
    public CompletableFuture<KeySet> load() {
        if (offline) {
            return new CompletableFuture<>(); // nobody is there to answer
        }
        CompletableFuture<KeySet> asked = begin(false);
        KeySet now = known.keys();
        if (!now.isEmpty()) {
            return CompletableFuture.completedFuture(now); // came meanwhile
        }
        return asked != null
                ? asked
                : CompletableFuture.failedFuture(new IllegalStateException("no keys: " + location));
    }

    /** The fetch that is under way or begins; null where none may. */
    private @Nullable CompletableFuture<KeySet> begin(boolean missing) {
        CompletableFuture<KeySet> current = flight.get();
        if (current != null || !budget.mayAsk(missing, nanoTime.getAsLong())) {
            return current;
        }
        CompletableFuture<KeySet> mine = new CompletableFuture<>();
        CompletableFuture<KeySet> other = flight.compareAndExchange(null, mine);
        if (other != null) {
            return other;
        }
        long now = nanoTime.getAsLong();
        if (!budget.mayAsk(missing, now)) { // another one has ended meanwhile
            flight.set(null);
            mine.completeExceptionally(new IllegalStateException("no keys: " + location));
            return null;
        }
        budget.begin(missing, now);
        executor.execute(() -> run(mine));
        return mine;
    }

    private void run(CompletableFuture<KeySet> mine) {
        CompletableFuture<KeySet> asked;
        try {
            asked = fetch.run();
        } catch (RuntimeException e) {
            asked = CompletableFuture.failedFuture(e);
        }
        asked.whenComplete((keys, failure) -> {
            if (failure == null) {
                took(keys);
            } else {
                failed(failure);
            }
            flight.set(null); // before anybody goes on, so that nobody finds a fetch that has ended
            if (failure == null) {
                mine.complete(keys);
            } else {
                mine.completeExceptionally(failure);
            }
        });
    }

    private void took(KeySet keys) {
        budget.succeed();
        Known old = known;
        boolean same = old.keys().equals(keys);
        known = new Known(same ? old.keys() : keys, same ? old.version() : old.version() + 1, nanoTime.getAsLong());
        if (!same) {
            LOG.info("keys of {} are {}", location, old.keys().isEmpty() ? "here" : "others now");
        }
    }

    private void failed(Throwable failure) {
        if (budget.fail(nanoTime.getAsLong()) == 1) {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            String then = known.keys().isEmpty() ? "its tokens cannot be verified" : "the known ones stay";
            LOG.warn("keys of {} are not to be had, {}: {}", location, then, String.valueOf(cause.getMessage()));
        }
    }
}
