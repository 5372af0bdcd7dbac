package dev.sekisho.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.identity.Audiences;
import dev.sekisho.dataplane.identity.KnownConsumer;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.model.Audience;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class VariantsTest {

    private static final Principal SHOP = consumer("shop");
    private static final Principal TILL = consumer("till");

    private final ChainHarness harness = new ChainHarness();
    private final List<String> log = new ArrayList<>();

    private static Principal consumer(String name) {
        return Principal.of("key-auth", name, new KnownConsumer(name, Optional.empty(), Set.of()), "");
    }

    private static Audience only(String consumer) {
        return new Audience(List.of(consumer), List.of(), List.of());
    }

    /** Sets a mark and keeps its name, and writes down whether it finds them again. */
    private Policy noting(String name, Function<Exchange, Outcome> onRequest) {
        return new Policy() {
            @Override
            public Outcome onRequest(Exchange x) {
                x.mark();
                x.attach(name);
                log.add(name + ">");
                return onRequest.apply(x);
            }

            @Override
            public Outcome onResponse(Exchange x) {
                log.add("<" + found(x));
                return Outcome.CONTINUE;
            }

            @Override
            public void onEnd(Exchange x) {
                log.add(found(x) + ".");
            }

            private String found(Exchange x) {
                return x.isMarked() ? x.attachmentOr("nothing").toString() : "no mark";
            }
        };
    }

    private Policy noting(String name) {
        return noting(name, x -> Outcome.CONTINUE);
    }

    private Variants variants(Policy shop, Policy rest) {
        return new Variants(new Audiences(List.of(only("shop"), Audience.ALL)), List.of(shop, rest));
    }

    private static Policy knowing(Principal client) {
        return new Policy() {
            @Override
            public Outcome onRequest(Exchange x) {
                x.principal(client);
                return Outcome.CONTINUE;
            }
        };
    }

    private Exchange serve(Policy... policies) {
        Exchange x = harness.exchange(policies);
        ChainRunner.start(x);
        ChainRunner.end(x);
        return x;
    }

    @Test
    void whoSendsTheRequestDecidesAboutAllThreeCalls() {
        serve(knowing(SHOP), variants(noting("a"), noting("b")), noting("c"));
        assertThat(log).containsExactly("a>", "c>", "<c", "<a", "a.", "c.");
        log.clear();
        serve(knowing(TILL), variants(noting("a"), noting("b")));
        assertThat(log).containsExactly("b>", "<b", "b.");
    }

    /** The client may become known, or another one, behind the place: what began must end, and nothing else. */
    @Test
    void theChoiceHoldsThoughTheClientBecomesKnownLater() {
        serve(variants(noting("a"), noting("b")), knowing(SHOP));
        assertThat(log).containsExactly("b>", "<b", "b.");
    }

    @Test
    void forWhomNoneIsMeantNothingIsDone() {
        Variants variants = new Variants(new Audiences(List.of(only("shop"))), List.of(noting("a")));
        serve(knowing(TILL), variants);
        serve(variants);
        assertThat(log).isEmpty();
        assertThat(harness.backendCalls()).isEqualTo(2);
    }

    /** An exchange is used again; what it kept of the last request must not serve the next one. */
    @Test
    void theNextExchangeBeginsAnew() {
        Variants variants = new Variants(new Audiences(List.of(only("shop"))), List.of(noting("a")));
        Exchange first = serve(knowing(SHOP), variants);
        log.clear();
        Exchange next = harness.exchange(x -> ChainRunner.fail(x, Reason.INTERNAL), knowing(TILL), variants);
        assertThat(next).as("the same object").isSameAs(first);
        ChainRunner.start(next);
        ChainRunner.end(next);
        assertThat(log).isEmpty();
    }

    @Test
    void repliesAndWhatIsAwaitedAreThoseOfTheVariant() {
        CompletableFuture<Outcome> later = new CompletableFuture<>();
        Exchange x = harness.exchange(
                knowing(SHOP), variants(noting("a", y -> new Outcome.Await(later)), noting("b")), noting("c"));
        ChainRunner.start(x);
        assertThat(harness.heads()).isZero();
        later.complete(new Outcome.Reply(Response.of(418)));
        harness.runLoop();
        assertThat(harness.status()).isEqualTo(418);
        ChainRunner.end(x);
        assertThat(log).containsExactly("a>", "<a", "a.");
    }

    @Test
    void aBodyIsGatheredForTheVariant() {
        GatheredBody then = new GatheredBody() {
            @Override
            public Outcome whole(Exchange x, ByteBuf body) {
                x.attach("read " + body.toString(StandardCharsets.UTF_8));
                return Outcome.CONTINUE;
            }

            @Override
            public Outcome tooLong(Exchange x) {
                throw new AssertionError("too long (expected: no body)");
            }
        };
        serve(knowing(SHOP), variants(noting("a", x -> new Outcome.Gather(100, then)), noting("b")), noting("c"));
        assertThat(log).containsExactly("a>", "c>", "<c", "<read ", "read .", "c.");
    }

    @Test
    void aVariantThatThrowsIsAnErrorAndSeesTheEnd() {
        serve(
                knowing(SHOP),
                variants(
                        noting("a", x -> {
                            throw new IllegalStateException("meant");
                        }),
                        noting("b")));
        assertThat(harness.status()).isEqualTo(500);
        assertThat(log).containsExactly("a>", "<a", "a.");
        assertThat(harness.backendCalls()).isZero();
    }

    @Test
    void choosingAllocatesNothing() {
        Policy quiet = new Policy() {};
        ServedRoute route = new ServedRoute(
                "r",
                "s",
                0,
                List.of(knowing(SHOP), variants(quiet, new Policy() {})),
                harness.quiet().backend,
                java.util.Map.of(),
                false,
                List.of());
        assertThat(Allocation.perRun(() -> harness.serve(route, x -> {}))).isZero();
    }

    @Test
    void othersFindThePoliciesBehindIt() {
        Policy a = noting("a");
        Policy b = noting("b");
        assertThat(Variants.of(variants(a, b))).containsExactly(a, b);
        assertThat(Variants.of(a)).containsExactly(a);
    }

    @Test
    void eachAudienceHasItsPolicy() {
        assertThatThrownBy(() -> new Variants(new Audiences(List.of(Audience.ALL)), List.of()))
                .hasMessage("policies: 0 (expected: one for each of 1 audiences)");
    }
}
