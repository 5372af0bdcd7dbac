package dev.sekisho.policy.basic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.Allocation;
import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.model.ApiKey;
import dev.sekisho.model.BasicLogin;
import dev.sekisho.model.Secret;
import dev.sekisho.policy.Asked;
import dev.sekisho.policy.PolicyContext;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BasicTest {

    /** "secret". */
    private static final String BCRYPT = "$2y$04$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW";

    private static final String SLOWER = "$2y$06$abcdefghijklmnopqrstuuxLa0AkDDSrQ9VwNnETzOsObiucpMYgC";
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final Basic type = new Basic();
    private final ChainHarness harness = new ChainHarness();
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final PolicyContext context = Asked.context(
            Asked.consumer("shop", login("till", "secret"), login("kasse", "pass:wörd")),
            Asked.consumer("guest", new ApiKey[0]));

    private static BasicLogin login(String user, String password) {
        return new BasicLogin(user, new Secret(password, ""));
    }

    private static BasicConfig config(Optional<String> htpasswd, boolean hide, Optional<String> anonymous) {
        return new BasicConfig(
                htpasswd.map(text -> new Secret(text, "")), "api", hide, anonymous, Duration.ofMinutes(5));
    }

    private static final BasicConfig PLAIN = config(Optional.empty(), false, Optional.empty());

    private static String basic(String pair) {
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private Exchange ask(BasicConfig config, String... fields) {
        return Asked.ask(harness, type.create(config, context), "/", fields);
    }

    private static Users users(String htpasswd) {
        return new Users(new Users.Source(Optional.of(new Secret(htpasswd, "")), List.of()));
    }

    private Policy slow(Users users, Executor threads) {
        return new BasicPolicy(
                users, threads, Optional.empty(), Optional.empty(), false, MINUTE, "Basic realm=\"api\"", true);
    }

    private void refused(Exchange x, String error) {
        assertThat(harness.status()).isEqualTo(401);
        assertThat(harness.body()).startsWith("{\"error\":\"" + error + "\"");
        assertThat(harness.fields()).contains("WWW-Authenticate: Basic realm=\"api\"");
        assertThat(harness.backendCalls()).isZero();
        assertThat(x.principal().isKnown()).isFalse();
    }

    @Test
    void aPairTellsUserAndConsumer() {
        Exchange x = ask(PLAIN, basic("till:secret"));
        assertThat(harness.status()).isEqualTo(200);
        assertThat(x.principal().method()).isEqualTo("basic");
        assertThat(x.principal().subject()).isEqualTo("till");
        assertThat(x.principal().consumerName()).isEqualTo("shop");
        assertThat(x.principal().groups()).containsExactly("partners");
        assertThat(x.request().headers().toString())
                .contains("X-Consumer-ID: shop\n", "X-User-ID: till\n", "Authorization: Basic ");
        assertThat(ask(
                                config(Optional.empty(), true, Optional.empty()),
                                "authorization: bAsIc  "
                                        + basic("kasse:pass:wörd").substring(21))
                        .request()
                        .headers()
                        .toString())
                .contains("X-User-ID: kasse\n")
                .doesNotContain("uthorization");
    }

    @Test
    void withoutAPairCredentialsAreMissing() {
        refused(ask(PLAIN), "unauthorized");
        assertThat(harness.fields()).contains("WWW-Authenticate: Basic realm=\"api\", charset=\"UTF-8\"\n");
        Exchange x = ask(PLAIN, "Authorization: Bearer dGlsbDpzZWNyZXQ=");
        refused(x, "unauthorized");
        assertThat(x.reason()).isEqualTo(Reason.AUTH_MISSING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "till:wrong",
                "till:secret ",
                "till:",
                ":secret",
                "till",
                "",
                "nobody:secret",
                "TILL:secret",
                "till:secret\u0000",
                "till:sec\nret",
                "till\u0085:secret"
            })
    void wrongPairsAreRefused(String pair) {
        Exchange x = ask(PLAIN, basic(pair));
        refused(x, "invalid_credentials");
        assertThat(x.reason()).isEqualTo(Reason.AUTH_INVALID);
        assertThat(x.detail()).doesNotContain("secret", "till", "wrong");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Basic",
                "Authorization: Basic !!!",
                "Authorization: Basic dGlsbDpzZWNyZXQ=x",
                "Authorization: Basic dGlsbDpzZWNyZXQ= dGlsbDpzZWNyZXQ=",
                "Authorization: Basic dGlsbDrDKA==",
                "Authorization: Basic dGlsbDpzZWNyZXQ=\r\nAuthorization: Basic dGlsbDpzZWNyZXQ=",
                "Authorization: Bearer x\r\nAuthorization: Basic dGlsbDpzZWNyZXQ=",
                "Authorization: Basic dGlsbDpzZWNyZXQ=\r\nAuthorization: Bearer x"
            })
    void wrongFieldsAreRefused(String fields) {
        refused(ask(PLAIN, fields.split("\r\n")), "invalid_credentials");
    }

    /** What is read is what was written, and no bytes make it fail. */
    @Test
    void anyBytesAreAPairOrNone() {
        Random random = new Random(13);
        int pairs = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] sent = new byte[random.nextInt(12)];
            for (int at = 0; at < sent.length; at++) {
                sent[at] = (byte) (random.nextInt(8) == 0 ? random.nextInt(256) : "ab:c:=/+".charAt(random.nextInt(8)));
            }
            byte[] wire = random.nextBoolean() ? sent : Base64.getEncoder().encode(sent);
            Optional<Login> login = Login.parse(wire, 0, wire.length);
            if (login.isPresent()) {
                pairs++;
                assertThat(login.get().user()).isNotEmpty().doesNotContain(":");
                assertThat(login.get().password()).isNotEmpty();
                if (wire != sent) {
                    byte[] read = (login.get().user() + ":").getBytes(StandardCharsets.UTF_8);
                    assertThat(sent).startsWith(read).endsWith(login.get().password());
                    assertThat(sent).hasSize(read.length + login.get().password().length);
                }
            }
        }
        assertThat(pairs).isGreaterThan(1000);
    }

    /** One policy knows nobody, the next one somebody: nothing of the anonymous consumer stays. */
    @Test
    void whoShowsAPairTakesThePlaceOfAnAnonymousConsumer() {
        Policy anonymous = type.create(config(Optional.empty(), false, Optional.of("guest")), context);
        Policy file = type.create(
                config(Optional.of("anna:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ="), false, Optional.empty()), context);
        Exchange x = harness.exchange(file);
        Asked.fill(x.request(), "/");
        anonymous.onRequest(x);
        assertThat(x.principal().consumerName()).isEqualTo("guest");
        ChainHarness.field(
                x.request().headers(), "Authorization", basic("anna:secret").substring(15));
        file.onRequest(x);
        assertThat(x.principal().subject()).isEqualTo("anna");
        assertThat(x.request().headers().toString())
                .contains("X-User-ID: anna\n")
                .doesNotContain("X-Consumer", "X-Anonymous");
        anonymous.onRequest(x);
        assertThat(x.principal().subject()).isEqualTo("anna");
    }

    @Test
    void longPairsAreNotLookedAt() {
        refused(ask(PLAIN, basic("till:" + "x".repeat(1100))), "invalid_credentials");
    }

    @Test
    void withoutAPairTheAnonymousConsumerPassesAndWithAWrongOneNobody() {
        BasicConfig config = config(Optional.empty(), false, Optional.of("guest"));
        refused(ask(config, basic("till:no")), "invalid_credentials");
        assertThat(ask(config).request().headers().toString())
                .contains("X-Consumer-ID: guest\n", "X-Anonymous-Consumer: true\n");
    }

    @Test
    void aSlowHashIsComputedElsewhereAndOnce() {
        Users users = users("till:" + BCRYPT);
        Policy policy = slow(users, waiting::add);
        Exchange first = Asked.ask(harness, policy, "/", basic("till:secret"));
        Exchange second = Asked.ask(harness, policy, "/", basic("till:secret"));
        assertThat(waiting).hasSize(1);
        assertThat(harness.heads()).isZero();
        waiting.remove().run();
        assertThat(first.principal().isKnown()).as("only on its own loop").isFalse();
        harness.runLoop();
        assertThat(harness.backendCalls()).isEqualTo(2);
        assertThat(List.of(first.principal().subject(), second.principal().subject()))
                .containsExactly("till", "till");
        Asked.ask(harness, policy, "/", basic("till:secret"));
        assertThat(waiting).as("known now").isEmpty();
        assertThat(harness.backendCalls()).isEqualTo(3);
    }

    @Test
    void wrongPairsAreCheckedEachTimeAndNeverKept() {
        Users users = users("till:" + BCRYPT);
        Policy policy = slow(users, waiting::add);
        for (int i = 0; i < 3; i++) {
            Exchange x = Asked.ask(harness, policy, "/", basic("till:wrong"));
            assertThat(waiting).hasSize(1);
            waiting.remove().run();
            harness.runLoop();
            refused(x, "invalid_credentials");
        }
        assertThat(users.verified().size()).isZero();
    }

    @Test
    void whatFindsNoPlaceInTheQueueIsRefusedFor503() {
        Policy policy = slow(users("till:" + BCRYPT), task -> {
            throw new RejectedExecutionException();
        });
        Exchange x = Asked.ask(harness, policy, "/", basic("till:secret"));
        harness.runLoop();
        assertThat(harness.status()).isEqualTo(503);
        assertThat(x.reason()).isEqualTo(Reason.AUTH_UNAVAILABLE);
        assertThat(harness.backendCalls()).isZero();
    }

    @Test
    void aCheckThatFailsIsNoPass() {
        Users users = users("till:" + BCRYPT);
        Policy policy = slow(users, task -> {
            throw new IllegalStateException("broken");
        });
        Asked.ask(harness, policy, "/", basic("till:secret"));
        harness.runLoop();
        assertThat(harness.status()).isEqualTo(500);
        assertThat(harness.backendCalls()).isZero();
    }

    /** An exchange is used again: a late answer must not make its next client someone. */
    @Test
    void aClientThatLeavesIsNobodyForTheNext() {
        Policy policy = slow(users("till:" + BCRYPT), waiting::add);
        Exchange gone = Asked.ask(harness, policy, "/", basic("till:secret"));
        ChainRunner.end(gone);
        Exchange next = Asked.ask(harness, policy, "/", basic("till:wrong"));
        assertThat(next).as("the same object").isSameAs(gone);
        waiting.remove().run();
        harness.runLoop();
        assertThat(next.principal()).isSameAs(Principal.NOBODY);
        assertThat(harness.heads()).isZero();
        waiting.remove().run();
        harness.runLoop();
        refused(next, "invalid_credentials");
    }

    @Test
    void aPairIsKeptForItsTimeAndInBoundedNumber() {
        VerifiedPairs pairs = new VerifiedPairs();
        Principal till = Principal.of("basic", "till");
        PairKey key = new PairKey(1, 2, 3, 4);
        long start = Long.MAX_VALUE - 5; // nanoTime may pass the greatest number
        pairs.add(key, till, start);
        assertThat(pairs.find(key, start + 9, 10)).isSameAs(till);
        assertThat(pairs.find(key, start + 10, 10)).isNull();
        assertThat(pairs.find(key, start, 0)).isNull();
        assertThat(pairs.find(new PairKey(1, 2, 3, 5), start, 10)).isNull();
        for (int i = 0; i < 10 * VerifiedPairs.MOST; i++) {
            pairs.add(new PairKey(i, 0, 0, 0), till, 0);
            assertThat(pairs.find(new PairKey(i, 0, 0, 0), 1, 10)).isSameAs(till);
            assertThat(pairs.size()).isLessThanOrEqualTo(VerifiedPairs.MOST);
        }
    }

    /** CPU time of a thread, so that other programs do not disturb. */
    @Test
    void timeTellsNotWhetherAUserExists() {
        Users users = users("fast:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=\nlow:" + BCRYPT + "\nhigh:" + SLOWER
                + "\nold:$apr1$ab$jiiV6N7hIIuIoJbc1hxOE/");
        long high = median(users, "high");
        for (String user : List.of("nobody", "fast", "low", "old")) {
            assertThat((double) median(users, user) / high).as(user).isBetween(0.6, 1.6);
        }
    }

    private static long median(Users users, String user) {
        Login wrong = new Login(user, "wrong".getBytes(StandardCharsets.UTF_8));
        long[] times = new long[31];
        for (int i = 0; i < times.length; i++) {
            long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            assertThat(users.check(wrong)).isEmpty();
            times[i] = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
        }
        Arrays.sort(times);
        return times[times.length / 2];
    }

    @Test
    void threadsTakeSoManyAndNoMore() throws InterruptedException {
        PasswordThreads threads = new PasswordThreads(1, 2);
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(3);
        for (int i = 0; i < 3; i++) { // one that runs, two that wait
            threads.execute(() -> {
                await(gate);
                done.countDown();
            });
        }
        assertThatThrownBy(() -> threads.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        gate.countDown();
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private static void await(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aKnownPairAllocatesLittle() {
        Users users = users("till:" + BCRYPT);
        Policy policy = slow(users, Runnable::run);
        ChainRunner.end(Asked.ask(harness, policy, "/", basic("till:secret")));
        harness.runLoop();
        Exchange x = harness.exchange(policy);
        String field = basic("till:secret");
        double without = Allocation.perRun(() -> {
            x.request().clear();
            ChainHarness.field(x.request().headers(), "Authorization", field.substring(15));
        });
        double bytes = Allocation.perRun(() -> {
            x.request().clear();
            x.principal(Principal.NOBODY);
            ChainHarness.field(x.request().headers(), "Authorization", field.substring(15));
            policy.onRequest(x);
        });
        assertThat(x.principal().subject()).isEqualTo("till");
        assertThat(bytes - without).isLessThan(500);
    }

    @Test
    void refusesWhatCannotWork() {
        assertThatThrownBy(() -> type.create(config(Optional.of("hidden"), false, Optional.empty()), context))
                .hasMessage("htpasswd: line 1 (expected: name:hash)");
        assertThatThrownBy(() ->
                        type.create(PLAIN, Asked.context(Asked.consumer("shop", login("till", "$2y$99$hidden")))))
                .hasMessageStartingWith("consumer shop: a password that begins as bcrypt (expected: ")
                .hasMessageNotContaining("hidden");
        assertThatThrownBy(() -> type.create(config(Optional.empty(), false, Optional.of("x")), context))
                .hasMessage("anonymous: x (expected: name of a consumer)");
        assertThatThrownBy(() -> type.create(
                        new BasicConfig(Optional.empty(), "a\nb", false, Optional.empty(), Duration.ZERO), context))
                .hasMessageStartingWith("realm: a\\u000ab (expected: ");
        assertThatThrownBy(() -> type.create(
                        new BasicConfig(Optional.empty(), "a", false, Optional.empty(), Duration.ofHours(2)), context))
                .hasMessage("remember: PT2H (expected: 0s to 1h)");
    }

    @Test
    void explainsItself() {
        assertThat(type.describe(PLAIN)).isEqualTo("asks for a user name and password of a consumer");
        assertThat(type.describe(config(Optional.of("secret"), true, Optional.of("guest"))))
                .isEqualTo("asks for a user name and password of an htpasswd file, which the backend does not see;"
                        + " requests without them pass as guest");
    }

    /** As nginx answers, and what it tells a service. */
    @Test
    void charsetAndUserMayBeLeftOut() {
        BasicConfig config = new BasicConfig(
                Optional.of(new Secret(
                        "till:{PLAIN}secret\nold:$5$rounds=1000$ab$bw4PhTdETPYycBP1S/MfHGVqzf4cldTXkxqJJ2X8w.3", "")),
                "api",
                false,
                Optional.empty(),
                false,
                Duration.ZERO,
                false,
                false);
        ask(config);
        assertThat(harness.fields())
                .contains("WWW-Authenticate: Basic realm=\"api\"\n")
                .doesNotContain("charset");
        Users users = new Users(new Users.Source(config.htpasswd(), List.of()));
        assertThat(users.isSlow()).isTrue();
        Policy policy = new BasicPolicy(
                users, Runnable::run, Optional.empty(), Optional.empty(), false, 0, "Basic realm=\"api\"", false);
        for (String pair : List.of("till:secret", "old:secret")) {
            Exchange x = Asked.ask(harness, policy, "/", basic(pair));
            harness.runLoop();
            assertThat(harness.status()).isEqualTo(200);
            assertThat(x.request().headers().toString()).doesNotContain("X-User-ID");
        }
        for (String pair : List.of("till:Secret", "old:Secret", "nobody:secret")) {
            Asked.ask(harness, policy, "/", basic(pair));
            harness.runLoop();
            assertThat(harness.status()).isEqualTo(401);
        }
    }
}
