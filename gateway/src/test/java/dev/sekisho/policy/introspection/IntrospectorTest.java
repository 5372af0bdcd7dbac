package dev.sekisho.policy.introspection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.model.Secret;
import dev.sekisho.policy.CredentialHash;
import dev.sekisho.policy.Fetcher;
import dev.sekisho.policy.introspection.IntrospectionConfig.Client;
import dev.sekisho.policy.introspection.IntrospectionConfig.Method;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class IntrospectorTest {

    private static final String ACTIVE = "{\"active\":true,\"sub\":\"u1\"}";
    private static final String INACTIVE = "{\"active\":false}";
    private static final Instant WALL = Instant.parse("2027-01-01T00:00:00Z");

    private final List<CompletableFuture<Fetcher.Answer>> asked = new ArrayList<>();
    private final List<URI> uris = new ArrayList<>();
    private long now = 1_000_000_000L;
    private Executor executor = Runnable::run;
    private Introspector introspector = introspector(Optional.empty(), 3, 100);

    private Introspector introspector(Optional<String> issuer, int concurrent, int cacheSize) {
        Client client = new Client(
                Method.BEARER,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Secret("own-token", "")));
        AskSettings settings = new AskSettings(
                URI.create(issuer.orElse(IntrospectionSettings.ENDPOINT)),
                issuer,
                client,
                Optional.empty(),
                Duration.ofMinutes(5),
                Duration.ofSeconds(10),
                cacheSize,
                Duration.ofSeconds(5),
                concurrent,
                16 << 10,
                false);
        Fetcher fetcher = ask -> {
            asked.add(new CompletableFuture<>());
            uris.add(ask.uri());
            return asked.getLast();
        };
        Question question = new Question(
                settings,
                new Endpoint(settings, fetcher),
                ClientAuthentication.of(client, settings.audience(), () -> WALL),
                fetcher,
                () -> WALL);
        return new Introspector(settings, question, task -> executor.execute(task), () -> now);
    }

    private static CredentialHash hash(String token) {
        byte[] bytes = token.getBytes(StandardCharsets.US_ASCII);
        return CredentialHash.of(bytes, 0, bytes.length);
    }

    private CompletableFuture<Finding> ask(String token) {
        return introspector.ask(hash(token), token);
    }

    private boolean knows(String token) {
        return introspector.known(hash(token), now) != null;
    }

    private void pass(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private void answer(int status, String body) {
        asked.getLast().complete(new Fetcher.Answer(status, Map.of(), body.getBytes(StandardCharsets.UTF_8)));
    }

    private CompletableFuture<Finding> ask(String token, int status, String body) {
        CompletableFuture<Finding> finding = ask(token);
        answer(status, body);
        return finding;
    }

    private void beginOutage() {
        for (int i = 0; i < Outages.FAILURES; i++) {
            CompletableFuture<Finding> failing = ask("bad" + i);
            asked.getLast().completeExceptionally(new IOException("outage"));
            assertThat(failing).isCompletedExceptionally();
        }
    }

    @Test
    void manyWithOneTokenWaitForOneRequest() {
        List<CompletableFuture<String>> waiting = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            waiting.add(ask("t").thenApply(finding -> String.valueOf(finding.active())));
        }
        waiting.getFirst().cancel(true); // as when its client leaves
        assertThat(asked).hasSize(1);
        answer(200, ACTIVE);
        assertThat(waiting.subList(1, 1_000)).allMatch(future -> future.join().equals("true"));
        assertThat(waiting.getFirst()).isCancelled();
        assertThat(knows("t")).isTrue();
    }

    @Test
    void noMoreTokensThanAllowedAreAskedAboutAtOnce() {
        List<CompletableFuture<Finding>> waiting = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            waiting.add(ask("t" + i));
        }
        assertThat(asked).hasSize(3);
        assertThat(waiting.subList(3, 1_000)).allMatch(CompletableFuture::isCompletedExceptionally);
        answer(200, ACTIVE);
        assertThat(ask("t5")).isNotDone();
        assertThat(asked).hasSize(4);
    }

    @Test
    void answersAreGoodForTheirTimeAndNeverPastTheEndOfTheToken() {
        long end = WALL.getEpochSecond() + 20;
        ask("long", 200, ACTIVE);
        ask("short", 200, "{\"active\":true,\"exp\":" + end + "}");
        ask("far", 200, "{\"active\":true,\"exp\":1e300}");
        ask("gone", 200, "{\"active\":true,\"exp\":1}");
        ask("inactive", 200, INACTIVE);
        assertThat(knows("gone")).isFalse();
        pass(9_999);
        assertThat(knows("inactive")).isTrue();
        pass(1);
        assertThat(knows("inactive")).isFalse();
        pass(9_999);
        assertThat(knows("short")).isTrue();
        pass(1);
        assertThat(knows("short")).isFalse();
        pass(279_999);
        assertThat(knows("long")).isTrue();
        assertThat(knows("far")).isTrue();
        pass(1);
        assertThat(knows("long")).isFalse();
        assertThat(knows("far")).isFalse();
        assertThat(introspector.size()).as("what no longer holds goes").isZero();
    }

    @Test
    void strangersDoNotCrowdOutTokensThatAreGood() {
        ask("good", 200, ACTIVE);
        for (int i = 0; i < 10_000; i++) {
            ask("bad" + i, 200, INACTIVE);
        }
        assertThat(knows("good")).isTrue();
        assertThat(introspector.size()).isLessThanOrEqualTo(1 + 100);
    }

    @Test
    void withoutACacheEachRequestAsks() {
        introspector = introspector(Optional.empty(), 3, 0);
        ask("t", 200, ACTIVE);
        assertThat(knows("t")).isFalse();
        ask("t", 200, ACTIVE);
        assertThat(asked).hasSize(2);
    }

    @Test
    void anOutageIsNotAskedByEveryRequestAndWhatIsKnownStaysGood() {
        ask("good", 200, ACTIVE);
        beginOutage();
        int before = asked.size();
        for (int i = 0; i < 1_000; i++) {
            assertThat(ask("t" + i)).isCompletedExceptionally();
        }
        assertThat(asked).as("nobody is asked").hasSize(before);
        assertThat(knows("good")).isTrue();
        pass(1_000);
        CompletableFuture<Finding> first = ask("t");
        assertThat(first).isNotDone();
        assertThat(ask("other")).as("one alone tries").isCompletedExceptionally();
        assertThat(asked).hasSize(before + 1);
        answer(200, INACTIVE);
        assertThat(first.join().active()).isFalse();
        assertThat(ask("other")).isNotDone();
    }

    @Test
    void anHourOfOutageIsAskedSome120Times() {
        beginOutage();
        int before = asked.size();
        for (int i = 0; i < 36_000; i++) {
            pass(100);
            ask("t" + i);
            asked.getLast().completeExceptionally(new IOException("outage"));
        }
        assertThat(asked.size() - before).isBetween(110, 130);
    }

    @Test
    void aServerThatRefusesOneTokenIsNotInAnOutage() {
        for (int i = 0; i < 20; i++) {
            assertThat(ask("odd" + i, 400, "{}")).isCompletedExceptionally();
        }
        assertThat(ask("t", 200, ACTIVE).join().active()).isTrue();
    }

    @Test
    void aTokenOfWhichNonsenseIsToldIsNoOutageForTheOthers() {
        for (int i = 0; i < 20; i++) {
            assertThat(ask("odd" + i, 200, "{\"active\":true,\"exp\":\"soon\"}"))
                    .isCompletedExceptionally();
        }
        assertThat(ask("t", 200, ACTIVE).join().active()).isTrue();
    }

    @Test
    void aTokenThatBearsTooMuchIsNoOutageForTheOthers() {
        for (int i = 0; i < 20; i++) {
            CompletableFuture<Finding> finding = ask("large" + i);
            asked.getLast().completeExceptionally(new Fetcher.TooLarge("much", new IOException()));
            assertThat(finding).isCompletedExceptionally();
        }
        assertThat(ask("t", 200, ACTIVE).join().active()).isTrue();
    }

    @Test
    void requestsThatCannotEvenBeginHoldNothing() {
        executor = task -> {
            throw new RejectedExecutionException("full");
        };
        for (int i = 0; i < Outages.FAILURES - 1; i++) {
            assertThat(ask("t")).isCompletedExceptionally();
        }
        executor = Runnable::run;
        assertThat(ask("t", 200, ACTIVE).join().active()).isTrue();
    }

    @Test
    void anEndpointThatMovesLongAfterTheOutageBeganIsFound() {
        String issuer = "https://id.example.com";
        introspector = introspector(Optional.of(issuer), 3, 100);
        String metadata = "{\"issuer\":\"" + issuer + "\",\"introspection_endpoint\":\"https://%s.example.com/i\"}";
        ask("first");
        answer(200, metadata.formatted("old"));
        answer(200, ACTIVE);
        beginOutage();
        pass(1_000);
        ask("t");
        answer(200, metadata.formatted("old")); // not yet told
        asked.getLast().completeExceptionally(new IOException("outage"));
        pass(2_000);
        CompletableFuture<Finding> again = ask("t");
        answer(200, metadata.formatted("new"));
        assertThat(uris.getLast()).isEqualTo(URI.create("https://new.example.com/i"));
        answer(200, ACTIVE);
        assertThat(again.join().active()).isTrue();
    }

    @Test
    void whatIsNoAnswerIsNeverAPassAndNeverKept() {
        String deep = "{\"active\":true,\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        for (String body : List.of(
                "",
                "null",
                "true",
                "[]",
                "{}",
                "<html>active</html>",
                "{\"active\":\"true\"}",
                "{\"active\":1}",
                "{\"active\":null}",
                "{\"active\":[true]}",
                "{\"Active\":true}",
                "{\"active\":false,\"active\":true}",
                "{\"active\":true,\"\\u0061ctive\":false}",
                "{\"active\":true}{\"active\":false}",
                "{\"active\":true",
                "{\"active\":true,\"exp\":\"4000000000\"}",
                "{\"active\":true,\"exp\":{}}",
                "{\"active\":true,\"nbf\":true}",
                "{\"active\":true,\"sub\":\"u1\",\"sub\":\"u2\"}",
                deep)) {
            introspector = introspector(Optional.empty(), 3, 100);
            assertThat(ask("t", 200, body)).as(body).isCompletedExceptionally();
            assertThat(knows("t")).isFalse();
        }
        for (int status : new int[] {100, 201, 204, 301, 400, 401, 403, 404, 429, 500, 503}) {
            introspector = introspector(Optional.empty(), 3, 100);
            assertThat(ask("t", status, ACTIVE)).as("status " + status).isCompletedExceptionally();
            assertThat(knows("t")).isFalse();
        }
    }

    @Test
    void anIssuerTellsWhereToAskOnceAndAgainAfterAnOutage() {
        String issuer = "https://id.example.com/tenant";
        introspector = introspector(Optional.of(issuer), 3, 100);
        CompletableFuture<Finding> one = ask("one");
        CompletableFuture<Finding> two = ask("two");
        assertThat(uris).containsExactly(URI.create(issuer + "/.well-known/openid-configuration"));
        answer(404, "");
        assertThat(uris.getLast())
                .isEqualTo(URI.create("https://id.example.com/.well-known/oauth-authorization-server/tenant"));
        answer(200, "{\"issuer\":\"" + issuer + "\",\"introspection_endpoint\":\"https://in.example.com/i\"}");
        assertThat(uris.subList(2, 4)).containsOnly(URI.create("https://in.example.com/i"));
        asked.get(2).completeExceptionally(new IOException("outage"));
        answer(200, ACTIVE);
        assertThat(List.of(one.isCompletedExceptionally(), two.isCompletedExceptionally()))
                .containsExactlyInAnyOrder(true, false);
        beginOutage();
        pass(1_000);
        ask("t");
        assertThat(uris.getLast()).isEqualTo(URI.create(issuer + "/.well-known/openid-configuration"));
    }

    @Test
    void metadataThatMisleadsIsNotFollowed() {
        String issuer = "https://id.example.com";
        for (String body : List.of(
                "{\"issuer\":\"https://evil.example\",\"introspection_endpoint\":\"https://in.example.com/i\"}",
                "{\"issuer\":\"" + issuer + "\",\"introspection_endpoint\":\"http://in.example.com/i\"}",
                "{\"issuer\":\"" + issuer + "\",\"introspection_endpoint\":\"https://169.254.169.254/i\"}",
                "{\"issuer\":\"" + issuer + "\",\"introspection_endpoint\":\"file:///etc/passwd\"}",
                "{\"issuer\":\"" + issuer + "\",\"introspection_endpoint\":7}",
                "{\"issuer\":\"" + issuer + "\"}",
                "<html>")) {
            asked.clear();
            introspector = introspector(Optional.of(issuer), 3, 100);
            assertThat(ask("t", 200, body)).as(body).isCompletedExceptionally();
            assertThat(asked).as(body).hasSize(1);
        }
    }
}
