package dev.sekisho.policy.basic;

import dev.sekisho.dataplane.identity.Consumers.Holder;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.model.BasicLogin;
import dev.sekisho.model.Secret;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The users of a source, with the pairs of theirs that were right. A wrong pair costs the time of the slowest user's hash,
 * whether there is a user of that name or not, and whatever form that one's hash has. Thread-safe.
 */
final class Users {

    private final Map<String, Known> users = new HashMap<>();
    private final VerifiedPairs verified = new VerifiedPairs();
    private final Map<PairKey, CompletableFuture<Optional<Principal>>> underWay = new ConcurrentHashMap<>();
    private final int[] most = new int[Work.values().length]; // by work, what the slowest hash takes; 0 for none

    /** Where users are written; equal where they are the same. */
    record Source(Optional<Secret> htpasswd, List<Holder<BasicLogin>> logins) {}

    private record Known(Principal principal, PasswordHash hash) {}

    /**
     * Reads the users.
     *
     * @throws IllegalArgumentException where a hash cannot be read
     */
    Users(Source source) {
        source.htpasswd()
                .ifPresent(text -> Htpasswd.parse(text.reveal())
                        .forEach((name, hash) -> users.put(name, new Known(Principal.of(Basic.NAME, name), hash))));
        source.logins().forEach(this::add);
        for (Known known : users.values()) {
            int work = known.hash().work().ordinal();
            most[work] = Math.max(most[work], known.hash().amount());
        }
    }

    private void add(Holder<BasicLogin> holder) {
        String name = holder.credential().username();
        Principal principal = Principal.of(
                Basic.NAME, name, holder.consumer(), holder.consumer().name() + "/" + name);
        try {
            users.put(
                    name,
                    new Known(
                            principal,
                            PasswordHash.ofSecret(holder.credential().password().reveal())));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("consumer " + holder.consumer().name() + ": " + e.getMessage(), e);
        }
    }

    /** Whether checks belong on threads of their own. */
    boolean isSlow() {
        return Arrays.stream(most).anyMatch(amount -> amount > 0);
    }

    /** Pairs that were right. */
    VerifiedPairs verified() {
        return verified;
    }

    /** Who that is; empty for nobody. Takes its time. */
    Optional<Principal> check(Login login) {
        Known known = users.get(login.user());
        if (known != null && known.hash().fits(login.password())) {
            return Optional.of(known.principal());
        }
        spend(known == null ? null : known.hash(), login.password());
        return Optional.empty();
    }

    /** Computes what looks at the slowest hashes would have, less what was computed. */
    private void spend(@Nullable PasswordHash looked, byte[] password) {
        for (Work work : Work.values()) {
            int done = looked != null && looked.work() == work ? looked.amount() : 0;
            if (most[work.ordinal()] > done) {
                work.spend(done, most[work.ordinal()], password);
            }
        }
    }

    /**
     * The same on other threads; a pair that is being checked already is not checked twice. The future belongs to all who ask
     * for that pair. It fails with a {@link java.util.concurrent.RejectedExecutionException} where too many wait.
     */
    CompletableFuture<Optional<Principal>> check(PairKey key, Login login, Executor threads) {
        CompletableFuture<Optional<Principal>> mine = new CompletableFuture<>();
        CompletableFuture<Optional<Principal>> other = underWay.putIfAbsent(key, mine);
        if (other != null) {
            return other;
        }
        try {
            threads.execute(() -> run(key, login, mine));
        } catch (RuntimeException e) { // too many wait, as a rule; in any case nobody must wait for it
            underWay.remove(key, mine);
            mine.completeExceptionally(e);
        }
        return mine;
    }

    private void run(PairKey key, Login login, CompletableFuture<Optional<Principal>> mine) {
        try {
            Optional<Principal> found = check(login);
            found.ifPresent(principal -> verified.add(key, principal, System.nanoTime()));
            underWay.remove(key, mine);
            mine.complete(found);
        } catch (RuntimeException | Error e) {
            underWay.remove(key, mine);
            mine.completeExceptionally(e);
        }
    }
}
