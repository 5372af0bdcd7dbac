package dev.sekisho.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What becomes of an exchange that changes its route. */
class ReroutingTest {

    private static final Outcome TO_OTHER = new Outcome.Reroute(Optional.of("other"));

    private final ChainHarness harness = new ChainHarness();
    private final List<String> log = new ArrayList<>();

    private Policy noting(String name, Function<Exchange, Outcome> onRequest, Function<Exchange, Outcome> onResponse) {
        return new Policy() {
            @Override
            public Outcome onRequest(Exchange x) {
                log.add(name + ">");
                return onRequest.apply(x);
            }

            @Override
            public Outcome onResponse(Exchange x) {
                log.add("<" + name);
                return onResponse.apply(x);
            }

            @Override
            public void onEnd(Exchange x) {
                log.add(name + ".");
            }
        };
    }

    private Policy asking(String name, Function<Exchange, Outcome> onRequest) {
        return noting(name, onRequest, x -> Outcome.CONTINUE);
    }

    private Policy answering(String name, Function<Exchange, Outcome> onResponse) {
        return noting(name, x -> Outcome.CONTINUE, onResponse);
    }

    private Policy passing(String name) {
        return asking(name, x -> Outcome.CONTINUE);
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }

    private static UpstreamCall taker(Exchange x) {
        return Objects.requireNonNull(x.bodyTaker(), "who takes the body");
    }

    private static Handler answeringWith(int status) {
        return x -> ChainRunner.reply(x, Response.of(status).because(Reason.FIXED_RESPONSE));
    }

    private Handler upstream(int status, String body) {
        return x -> {
            x.response().clear();
            x.response().status(status);
            x.response().contentLength(body.length());
            ChainRunner.upstreamHead(x, bytes(body), true);
        };
    }

    // From the request

    @Test
    void those_who_have_run_see_their_end_and_the_chain_of_the_other_route_begins() {
        harness.named("other", harness.backend, passing("c"), passing("d"));
        Exchange x = harness.exchange(passing("a"), asking("b", e -> TO_OTHER), passing("never"));
        ChainRunner.start(x);
        assertThat(harness.status()).isEqualTo(200);
        assertThat(harness.backendCalls()).isEqualTo(1);
        ChainRunner.end(x);
        assertThat(log).containsExactly("a>", "b>", "a.", "b.", "c>", "d>", "<d", "<c", "c.", "d.");
        assertThat(harness.ends()).isEqualTo(1);
        assertThat(harness.left()).isEqualTo(1);
        assertThat(harness.endedOn()).isEqualTo("other");
    }

    @Test
    void what_a_policy_kept_for_itself_is_not_found_by_another_one_in_its_place() {
        List<Boolean> found = new ArrayList<>();
        harness.named("other", harness.backend, asking("b", x -> {
            found.add(x.isMarked());
            found.add(x.attachment().isPresent());
            found.add(x.requestBodyLimit() < Long.MAX_VALUE);
            return Outcome.CONTINUE;
        }));
        Exchange x = harness.exchange(asking("a", e -> {
            e.mark();
            e.attach("mine");
            e.limitRequestBody(3);
            return TO_OTHER;
        }));
        ChainRunner.start(x);
        ChainRunner.end(x);
        assertThat(found).containsExactly(false, false, false);
    }

    @Test
    void after_ten_changes_it_is_over() {
        harness.named("other", harness.backend, asking("b", e -> TO_OTHER));
        Exchange x = harness.exchange(asking("a", e -> TO_OTHER));
        ChainRunner.start(x);
        assertThat(harness.status()).isEqualTo(500);
        assertThat(x.reason()).isEqualTo(Reason.ROUTE_CYCLE);
        assertThat(harness.body()).contains("route to route");
        ChainRunner.end(x);
        assertThat(log).filteredOn("a>"::equals).hasSize(1);
        assertThat(log).filteredOn("b>"::equals).hasSize(10);
        assertThat(log).filteredOn("b."::equals).hasSize(10);
        assertThat(log).filteredOn("<b"::equals).hasSize(1);
    }

    @Test
    void ten_changes_are_not_too_many() {
        int[] count = {0};
        harness.named("other", harness.backend, asking("b", e -> ++count[0] < 10 ? TO_OTHER : Outcome.CONTINUE));
        ChainRunner.start(harness.exchange(asking("a", e -> TO_OTHER)));
        assertThat(harness.status()).isEqualTo(200);
        assertThat(count[0]).isEqualTo(10);
    }

    @Test
    void a_route_that_is_not_there_is_an_error() {
        Exchange x = harness.exchange(asking("a", e -> new Outcome.Reroute(Optional.of("nowhere"))));
        ChainRunner.start(x);
        assertThat(harness.status()).isEqualTo(500);
        ChainRunner.end(x);
        assertThat(log).containsExactly("a>", "a.");
    }

    @Test
    void a_stage_may_send_it_elsewhere_and_what_comes_late_of_the_old_chain_is_for_nobody() {
        CompletableFuture<Outcome> later = new CompletableFuture<>();
        CompletableFuture<Outcome> other = new CompletableFuture<>();
        harness.named("other", harness.backend, asking("b", e -> new Outcome.Await(other)));
        Exchange x = harness.exchange(asking("a", e -> new Outcome.Await(later)));
        ChainRunner.start(x);
        int serial = x.serial();
        later.complete(TO_OTHER);
        harness.runLoop();
        assertThat(log).containsExactly("a>", "a.", "b>");
        assertThat(x.serial()).isNotEqualTo(serial);
        assertThat(harness.heads()).isZero();
        other.complete(Outcome.CONTINUE);
        harness.runLoop();
        assertThat(harness.status()).isEqualTo(200);
    }

    @Test
    void a_client_that_leaves_while_the_other_route_waits_ends_both() {
        CompletableFuture<Outcome> other = new CompletableFuture<>();
        harness.named("other", harness.backend, asking("b", e -> new Outcome.Await(other)));
        Exchange x = harness.exchange(asking("a", e -> TO_OTHER));
        ChainRunner.start(x);
        ChainRunner.end(x);
        assertThat(other).isCancelled();
        assertThat(log).containsExactly("a>", "a.", "b>", "b.");
    }

    @Test
    void a_body_that_was_gathered_goes_on_to_the_other_route() {
        List<String> seen = new ArrayList<>();
        GatheredBody then = new GatheredBody() {
            @Override
            public Outcome whole(Exchange x, ByteBuf body) {
                seen.add(body.toString(StandardCharsets.UTF_8));
                return TO_OTHER;
            }

            @Override
            public Outcome tooLong(Exchange x) {
                return TO_OTHER;
            }
        };
        Upstream upstream = new Upstream();
        harness.named("other", upstream, passing("b"));
        Exchange x = harness.exchange(asking("a", e -> new Outcome.Gather(100, then)));
        x.request().contentLength(5);
        ChainRunner.start(x);
        taker(x).requestBody(bytes("hello"), true);
        assertThat(seen).containsExactly("hello");
        assertThat(upstream.body).isEqualTo("hello");
        ChainRunner.end(x);
    }

    /** Else whoever gathers on the other route would see the rest alone. */
    @Test
    void a_body_that_was_too_long_here_may_be_gathered_there() {
        List<String> seen = new ArrayList<>();
        harness.named("other", harness.backend, asking("b", e -> new Outcome.Gather(100, gathered(seen))));
        Exchange x = harness.exchange(asking("a", e -> new Outcome.Gather(3, gathered(new ArrayList<>()))));
        x.request().contentLength(-1);
        ChainRunner.start(x);
        taker(x).requestBody(bytes("hello "), false);
        taker(x).requestBody(bytes("world"), false);
        taker(x).requestEnd(Unpooled.EMPTY_BUFFER);
        assertThat(seen).containsExactly("hello world");
        assertThat(harness.status()).isEqualTo(200);
        ChainRunner.end(x);
    }

    private static GatheredBody gathered(List<String> seen) {
        return new GatheredBody() {
            @Override
            public Outcome whole(Exchange x, ByteBuf body) {
                seen.add(body.toString(StandardCharsets.UTF_8));
                return Outcome.CONTINUE;
            }

            @Override
            public Outcome tooLong(Exchange x) {
                return TO_OTHER;
            }
        };
    }

    // From the response

    @Test
    void a_response_is_dropped_with_its_call_and_its_filters() {
        ByteBuf piece = bytes("secret");
        Upstream call = new Upstream();
        Over filter = new Over();
        harness.named("other", answeringWith(201), passing("c"));
        Exchange x = harness.exchange(
                e -> {
                    e.upstream(call);
                    e.response().clear();
                    e.response().status(404);
                    e.response().headers().add(HeaderName.of("X-Old"), "1");
                    ChainRunner.upstreamHead(e, piece, false);
                },
                answering("a", e -> TO_OTHER),
                answering("b", e -> {
                    e.filterBody(filter);
                    return Outcome.CONTINUE;
                }));
        ChainRunner.start(x);
        assertThat(call.cancelled).isTrue();
        assertThat(piece.refCnt()).isZero();
        assertThat(filter.ends).containsExactly(false);
        assertThat(harness.heads()).isEqualTo(1);
        assertThat(harness.status()).isEqualTo(201);
        assertThat(harness.fields()).doesNotContain("X-Old");
        ChainRunner.end(x);
        assertThat(log).containsExactly("a>", "b>", "<b", "<a", "a.", "b.", "c>", "<c", "c.");
    }

    @Test
    void a_named_route_gets_the_request_as_it_is_and_a_path_one_by_get_without_a_body() {
        for (boolean byName : new boolean[] {true, false}) {
            List<String> seen = new ArrayList<>();
            harness.named("other", e -> {
                seen.add(e.request().methodText() + " " + e.request().contentLength());
                ChainRunner.reply(e, Response.of(200));
            });
            harness.matching("other");
            Exchange x = harness.exchange(
                    answeringWith(404), answering("a", e -> byName ? TO_OTHER : Outcome.Reroute.MATCHING));
            method(x, "POST");
            x.request().contentLength(5);
            x.request().headers().add(HeaderName.CONTENT_TYPE, "text/plain");
            x.request().headers().add(HeaderName.of("If-None-Match"), "\"1\"");
            ChainRunner.start(x);
            assertThat(seen).containsExactly(byName ? "POST 5" : "GET 0");
            assertThat(x.request().headers().contains(HeaderName.CONTENT_TYPE)).isEqualTo(byName);
            assertThat(x.request().headers().contains(HeaderName.of("If-None-Match")))
                    .isEqualTo(byName);
            String asked = Ascii.string(
                    x.request().headers().bytes(),
                    x.request().askedMethodStart(),
                    x.request().askedMethodEnd());
            assertThat(asked).as("what the log shows").isEqualTo("POST");
            int wanted = harness.wanted();
            harness.runLoop();
            assertThat(harness.wanted() - wanted).as("the rest is read").isEqualTo(byName ? 0 : 1);
            ChainRunner.end(x);
        }
    }

    @Test
    void the_rest_of_a_body_that_a_backend_had_in_part_goes_nowhere() {
        Upstream second = new Upstream();
        harness.named("other", second);
        Exchange x = harness.exchange(answeringWith(404), answering("a", e -> TO_OTHER));
        x.request().contentLength(10);
        x.bodyUsed();
        ChainRunner.start(x);
        assertThat(x.request().hasBody()).isFalse();
        ByteBuf rest = bytes("rest");
        taker(x).requestBody(rest, true);
        assertThat(rest.refCnt()).isZero();
        assertThat(second.body).isEmpty();
        ChainRunner.end(x);
    }

    private static void method(Exchange x, String method) {
        ByteBuf text = bytes(method + " / HTTP/1.1\r\n");
        x.request().headers().append(text, 0, text.readableBytes());
        x.request().method(Method.of(method), 0, method.length());
    }

    /** As nginx's error_page without and with the equals sign. */
    @Test
    void the_status_of_the_error_may_be_kept() {
        Handler[] others = {answeringWith(200), upstream(200, "page"), upstream(304, ""), ChainHarnessErrors.REFUSING};
        int[] kept = {503, 503, 304, 502};
        for (int i = 0; i < others.length; i++) {
            harness.named("other", others[i]);
            Exchange x = harness.exchange(e -> ChainRunner.fail(e, Reason.OVERLOAD), answering("a", e -> {
                e.replaceError(e.response().status());
                return TO_OTHER;
            }));
            ChainRunner.start(x);
            assertThat(harness.status()).as("case %d", i).isEqualTo(kept[i]);
            assertThat(x.reason())
                    .isEqualTo(kept[i] == 503 ? Reason.OVERLOAD : kept[i] == 304 ? Reason.NONE : Reason.NO_TARGET);
            ChainRunner.end(x);
        }
    }

    private static final class ChainHarnessErrors {
        static final Handler REFUSING = x -> {
            x.reason(Reason.NO_TARGET);
            ChainRunner.reply(x, ErrorTemplate.answer(x, Reason.NO_TARGET, 502));
        };
    }

    @Test
    void what_is_left_of_an_answer_does_not_end_the_one_that_comes_in_its_place() {
        Upstream second = new Upstream();
        harness.named("other", second);
        Exchange x = harness.exchange(
                e -> {
                    e.response().clear();
                    e.response().status(404);
                    e.response().contentLength(-1);
                    e.upstream(new Upstream());
                    ChainRunner.upstreamHead(e, bytes("ab"), false);
                },
                answering("a", e -> new Outcome.Gather(3, gathered(new ArrayList<>()))));
        ChainRunner.start(x);
        ClientStream before = x.client();
        before.body(bytes("cdef")); // too long: it goes elsewhere
        before.end(Unpooled.EMPTY_BUFFER); // of the old answer
        assertThat(harness.heads()).isZero();
        assertThat(harness.last()).isFalse();
        second.answer(x, "new");
        assertThat(harness.body()).isEqualTo("new");
        assertThat(harness.last()).isTrue();
        ChainRunner.end(x);
    }

    @Test
    void path_and_host_are_the_clients_again() {
        List<String> seen = new ArrayList<>();
        harness.named("other", e -> {
            seen.add(e.request().forwardText() + " "
                    + e.request().headers().get(HeaderName.HOST).orElse("none"));
            ChainRunner.reply(e, Response.of(200));
        });
        Exchange x = harness.exchange(
                e -> {
                    ForwardPath.put(e.request(), "/rewritten");
                    e.request().headers().set(HeaderName.HOST, "target");
                    ChainRunner.reply(e, Response.of(404));
                },
                answering("a", e -> TO_OTHER));
        ByteBuf path = bytes("/asked");
        x.request().headers().append(path, 0, 6);
        x.request().path(0, 6);
        x.request().headers().add(HeaderName.HOST, "asked.test");
        ChainRunner.start(x);
        assertThat(seen).containsExactly("/asked asked.test");
    }

    private static final class Over implements BodyFilter {
        private final List<Boolean> ends = new ArrayList<>();

        @Override
        public ByteBuf filter(ByteBuf piece, boolean last) {
            return piece;
        }

        @Override
        public void over(boolean whole) {
            ends.add(whole);
        }
    }

    /** A backend that answers when the test says so. */
    private static final class Upstream implements UpstreamCall, Handler {
        private String body = "";
        private boolean cancelled;

        @Override
        public void handle(Exchange x) {
            x.upstream(this);
            if (x.request().hasBody()) {
                x.client().upstreamWritable(true);
            }
        }

        void answer(Exchange x, String text) {
            x.response().clear();
            x.response().status(200);
            x.response().contentLength(text.length());
            ChainRunner.upstreamHead(x, bytes(text), true);
        }

        @Override
        public void requestBody(ByteBuf piece, boolean last) {
            body += piece.toString(StandardCharsets.UTF_8);
            piece.release();
        }

        @Override
        public void requestEnd(ByteBuf trailers) {
            trailers.release();
        }

        @Override
        public void flush() {}

        @Override
        public boolean isWritable() {
            return true;
        }

        @Override
        public void clientWritable(boolean writable) {}

        @Override
        public void cancel() {
            cancelled = true;
        }
    }
}
