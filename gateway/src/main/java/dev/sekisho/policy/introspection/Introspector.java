package dev.sekisho.policy.introspection;

import dev.sekisho.policy.CredentialHash;
import dev.sekisho.policy.Fetcher;
import dev.sekisho.policy.Remembered;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint has said of tokens, and the requests to it: one at most for one token, a bounded number at once, none during outages.
 * Answers are known by hashes of tokens; those for inactive ones are kept apart, so that strangers do not crowd out the others. Outlives
 * reloads. Thread-safe, never blocks.
 */
final class Introspector {

    private final boolean offline;
    private final Question question;
    private final Executor executor;
    private final LongSupplier nanoTime;
    private final Remembered<CredentialHash, Finding> active;
    private final Remembered<CredentialHash, Finding> inactive;
    private final ConcurrentMap<CredentialHash, CompletableFuture<Finding>> flights = new ConcurrentHashMap<>();
    private final Semaphore room;
    private final Outages outages = new Outages();
    private final OutageLog log;

    /**
     * One that knows nothing yet.
     *
     * @param question what is asked, and how
     * @param executor where requests begin; making a client and signing take time
     */
    Introspector(AskSettings settings, Question question, Executor executor, LongSupplier nanoTime) {
        this.offline = question.fetcher() == Fetcher.OFFLINE;
        this.question = question;
        this.executor = executor;
        this.nanoTime = nanoTime;
        this.active = new Remembered<>(settings.cacheSize());
        this.inactive = new Remembered<>(settings.cacheSize());
        this.room = new Semaphore(settings.maxConcurrent());
        this.log = new OutageLog(settings, nanoTime);
    }

    /**
     * What is known of a token.
     *
     * @param now a {@link System#nanoTime} value
     */
    @Nullable
    Finding known(CredentialHash hash, long now) {
        Finding good = held(active, hash, now);
        return good != null ? good : held(inactive, hash, now);
    }

    private static @Nullable Finding held(Remembered<CredentialHash, Finding> in, CredentialHash hash, long now) {
        Finding found = in.get(hash);
        if (found != null && !found.holds(now)) {
            in.remove(hash);
            return null;
        }
        return found;
    }

    /**
     * Asks about a token, or waits with others who have asked. Fails with {@link Unavailable} where nothing is to be found out;
     * cancelling what depends on the result does not touch the request.
     *
     * @param token visible ASCII
     */
    CompletableFuture<Finding> ask(CredentialHash hash, String token) {
        if (offline) {
            return new CompletableFuture<>(); // nobody is there to answer
        }
        CompletableFuture<Finding> mine = new CompletableFuture<>();
        CompletableFuture<Finding> other = flights.putIfAbsent(hash, mine);
        if (other != null) {
            return other;
        }
        long now = nanoTime.getAsLong();
        Finding known = known(hash, now); // one may have come since the caller looked
        if (known != null) {
            end(hash, mine, known, null);
        } else if (!room.tryAcquire()) {
            end(hash, mine, null, Unavailable.BUSY);
        } else if (!outages.mayAsk(now)) {
            room.release();
            end(hash, mine, null, Unavailable.OUTAGE);
        } else {
            begin(hash, token, mine);
        }
        return mine;
    }

    /** A flight that never began would hold its token, its room and, in an outage, the only try. */
    private void begin(CredentialHash hash, String token, CompletableFuture<Finding> mine) {
        try {
            executor.execute(() -> run(hash, token, mine));
        } catch (RejectedExecutionException e) {
            room.release();
            failed(e);
            end(hash, mine, null, Unavailable.FAILED);
        }
    }

    private void run(CredentialHash hash, String token, CompletableFuture<Finding> mine) {
        CompletableFuture<Finding> asked;
        try {
            asked = question.ask(token, nanoTime);
        } catch (RuntimeException e) {
            asked = CompletableFuture.failedFuture(e);
        }
        asked.whenComplete((finding, failure) -> {
            room.release();
            if (failure == null) {
                took(hash, finding);
                end(hash, mine, finding, null);
            } else {
                failed(
                        failure instanceof CompletionException && failure.getCause() != null
                                ? failure.getCause()
                                : failure);
                end(hash, mine, null, Unavailable.FAILED);
            }
        });
    }

    private void took(CredentialHash hash, Finding finding) {
        if (outages.succeed()) {
            log.ended();
        }
        if (finding.holds(nanoTime.getAsLong())) {
            (finding.active() ? active : inactive).put(hash, finding);
        }
    }

    /** A refusal of one token's request says nothing of the next one's. */
    private void failed(Throwable cause) {
        if (cause instanceof Unavailable only && only.ofThisToken()) {
            outages.succeed();
        } else if (outages.fail(nanoTime.getAsLong())) {
            question.endpoint().forget();
        }
        log.failed(cause, outages.isOut());
    }

    /** The flight ends before anybody goes on, so that nobody finds one that has ended. */
    private void end(
            CredentialHash hash,
            CompletableFuture<Finding> mine,
            @Nullable Finding finding,
            @Nullable Unavailable failure) {
        flights.remove(hash, mine);
        if (failure != null) {
            mine.completeExceptionally(failure);
        } else {
            mine.complete(finding);
        }
    }

    /** How many answers are kept, for tests. */
    int size() {
        return active.size() + inactive.size();
    }
}
