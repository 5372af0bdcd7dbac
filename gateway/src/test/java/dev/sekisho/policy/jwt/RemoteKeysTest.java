package dev.sekisho.policy.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policy.Fetcher;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RemoteKeysTest {

    private static final String FIRST = SignedTokens.jwks(SignedTokens.RSA);
    private static final String SECOND = SignedTokens.jwks(SignedTokens.RSA, SignedTokens.OTHER);

    private final List<CompletableFuture<Fetcher.Answer>> asked = new ArrayList<>();
    private final List<URI> uris = new ArrayList<>();
    private final Fetcher fetcher = ask -> {
        CompletableFuture<Fetcher.Answer> answer = new CompletableFuture<>();
        asked.add(answer);
        uris.add(ask.uri());
        return answer;
    };
    private long now = Long.MAX_VALUE - 5; // nanoTime may overflow
    private final RemoteKeys keys = keys("https://id.example.com/keys", false);

    private RemoteKeys keys(String uri, boolean discovery) {
        KeyLocation location = new KeyLocation(
                SignedTokens.ISSUER,
                URI.create(uri),
                discovery,
                Duration.ofMinutes(10),
                5,
                Duration.ofSeconds(5),
                false);
        return new RemoteKeys(location, fetcher, Runnable::run, () -> now);
    }

    private void pass(long seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
    }

    private void answer(String body) {
        answer(200, body);
    }

    private void answer(int status, String body) {
        asked.getLast().complete(new Fetcher.Answer(status, Map.of(), body.getBytes(StandardCharsets.UTF_8)));
    }

    private boolean knows(String kid) {
        return !keys.keys()
                .candidates(Optional.of(kid), SignatureAlgorithm.RS256)
                .isEmpty();
    }

    @Test
    void manyWaitForOneFetch() {
        List<CompletableFuture<KeySet>> waiting = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            waiting.add(keys.load());
        }
        assertThat(asked).hasSize(1);
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        answer(FIRST);
        assertThat(waiting).allMatch(future -> !future.join().isEmpty());
        assertThat(knows("one")).isTrue();
        assertThat(knows("two")).isFalse();
    }

    @Test
    void manyUnknownKeysCauseOneFetchIn30Seconds() {
        keys.load();
        answer(FIRST);
        for (int second = 0; second < 60; second++) {
            for (int i = 0; i < 1_000; i++) {
                keys.missing();
                if (!asked.getLast().isDone()) {
                    answer(FIRST);
                }
            }
            pass(1);
        }
        assertThat(asked).hasSize(1 + 2);
    }

    @Test
    void rotationIsSeenAndTokensVerifiedBeforeAreLookedAtAgain() {
        keys.load();
        answer(FIRST);
        long version = keys.version();
        keys.missing();
        answer(SECOND);
        assertThat(knows("two")).isTrue();
        assertThat(keys.version()).isNotEqualTo(version);
    }

    @Test
    void keysAreFetchedAnewInTheBackgroundWhenTheyAreOld() {
        keys.load();
        answer(FIRST);
        long version = keys.version();
        pass(599);
        assertThat(knows("one")).isTrue();
        assertThat(asked).hasSize(1);
        pass(1);
        assertThat(knows("one")).as("while others are asked for").isTrue();
        assertThat(asked).hasSize(2);
        answer(FIRST);
        assertThat(keys.version()).as("the same keys").isEqualTo(version);
    }

    @Test
    void anOutageKeepsTheKeysAndIsAskedEverLater() {
        keys.load();
        answer(FIRST);
        long version = keys.version();
        for (int second = 0; second < 3600 * 6; second++) {
            pass(1);
            assertThat(knows("one")).isTrue();
            if (!asked.getLast().isDone()) {
                asked.getLast().completeExceptionally(new IOException("outage"));
            }
        }
        assertThat(asked.size()).isBetween(300, 360);
        assertThat(keys.version()).isEqualTo(version);
        pass(60);
        keys.keys();
        answer(SECOND);
        assertThat(knows("two")).isTrue();
    }

    @Test
    void withoutAnyKeysAnOutageFailsAtOnceUntilItIsTimeToAskAgain() {
        CompletableFuture<KeySet> first = keys.load();
        asked.getLast().completeExceptionally(new IOException("outage"));
        assertThat(first).isCompletedExceptionally();
        assertThat(keys.load()).isCompletedExceptionally();
        assertThat(asked).hasSize(1);
        pass(1);
        CompletableFuture<KeySet> again = keys.load();
        assertThat(asked).hasSize(2);
        answer(FIRST);
        assertThat(again).isCompleted();
    }

    @Test
    void neverMoreThanTenFetchesAMinute() {
        int most = 0;
        List<Long> starts = new ArrayList<>();
        FetchBudget budget = new FetchBudget(now);
        for (int tenth = 0; tenth < 6_000; tenth++) {
            if (budget.mayAsk(false, now)) {
                budget.begin(false, now);
                budget.succeed();
                starts.add(now);
            }
            now += TimeUnit.MILLISECONDS.toNanos(100);
            long from = now - TimeUnit.MINUTES.toNanos(1);
            most = Math.max(
                    most, (int) starts.stream().filter(at -> at - from > 0).count());
        }
        assertThat(most).isEqualTo(10);
    }

    @Test
    void answersThatAreNoKeysAreAnOutage() {
        keys.load();
        answer(FIRST);
        for (String body :
                List.of("", "{}", "[]", "<html>", "{\"keys\":[]}", "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}")) {
            pass(610);
            keys.keys();
            answer(body);
            assertThat(knows("one")).as(body).isTrue();
        }
        pass(610);
        keys.keys();
        answer(500, SECOND);
        assertThat(knows("two")).isFalse();
        assertThat(asked).hasSize(8);
    }

    @Test
    void theConfigurationOfTheIssuerSaysWhereTheKeysAre() {
        RemoteKeys discovered = keys("https://id.example.com/.well-known/openid-configuration", true);
        CompletableFuture<KeySet> loading = discovered.load();
        answer("{\"issuer\":\"" + SignedTokens.ISSUER + "\",\"jwks_uri\":\"https://keys.example.com/all\"}");
        assertThat(uris.getLast()).isEqualTo(URI.create("https://keys.example.com/all"));
        answer(FIRST);
        assertThat(loading.join().isEmpty()).isFalse();
    }

    @Test
    void aConfigurationThatMisleadsIsNotFollowed() {
        for (String body : List.of(
                "{\"issuer\":\"https://evil.example\",\"jwks_uri\":\"https://keys.example.com/all\"}",
                "{\"issuer\":\"" + SignedTokens.ISSUER + "/\",\"jwks_uri\":\"https://keys.example.com/all\"}",
                "{\"issuer\":\"" + SignedTokens.ISSUER + "\",\"jwks_uri\":\"http://keys.example.com/all\"}",
                "{\"issuer\":\"" + SignedTokens.ISSUER + "\",\"jwks_uri\":\"file:///etc/passwd\"}",
                "{\"issuer\":\"" + SignedTokens.ISSUER + "\",\"jwks_uri\":\"https://169.254.169.254/k\"}",
                "{\"issuer\":\"" + SignedTokens.ISSUER + "\",\"jwks_uri\":\"https://[::ffff:a9fe:a9fe]/k\"}",
                "{\"issuer\":\"" + SignedTokens.ISSUER + "\",\"jwks_uri\":1}",
                "{\"issuer\":\"" + SignedTokens.ISSUER + "\"}")) {
            asked.clear();
            RemoteKeys discovered = keys("https://id.example.com/.well-known/openid-configuration", true);
            CompletableFuture<KeySet> loading = discovered.load();
            answer(body);
            assertThat(loading).as(body).isCompletedExceptionally();
            assertThat(asked).as(body).hasSize(1);
        }
    }
}
