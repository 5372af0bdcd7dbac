package dev.sekisho.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Bodies that policies wait for until they are whole. */
class GatheringTest extends BodyHarness {

    @Test
    void a_gathered_response_leaves_with_the_length_of_what_took_its_place() {
        Exchange x = started(answering(y -> replacing(y, "new ")));
        upstream.head(x, "ab");
        assertThat(harness.heads()).isZero();
        assertThat(ChainRunner.isHeld(x)).as("the upstream goes on").isFalse();
        x.client().body(bytes("cd"));
        x.client().end(Unpooled.EMPTY_BUFFER);
        assertThat(harness.body()).isEqualTo("new abcd");
        assertThat(harness.last()).isTrue();
        assertThat(x.response().contentLength()).isEqualTo(8);
        ChainRunner.end(x);
    }

    @Test
    void who_gathers_sees_what_the_filters_behind_it_made_and_what_takes_its_place_does_not_pass_them_again() {
        List<String> seen = new ArrayList<>();
        Exchange x = started(
                filtering(BRACKETS),
                answering(y -> gather(100, body -> {
                    seen.add(String.valueOf(body));
                    y.replaceBody("mine".getBytes(StandardCharsets.UTF_8));
                    return Outcome.CONTINUE;
                })),
                filtering(new Capitals()));
        upstream.head(x, "abc");
        x.client().body(bytes("def"));
        x.client().end(Unpooled.EMPTY_BUFFER);
        assertThat(seen).containsExactly("ABCDEF");
        assertThat(harness.body()).isEqualTo("[mine]");
        assertThat(log).containsExactly("over true");
        ChainRunner.end(x);
        assertThat(log).as("once").containsExactly("over true");
    }

    @Test
    void a_whole_response_has_passed_the_filters_behind_whoever_gathers_it_too() {
        Exchange x = started(answering(y -> replacing(y, "new ")), filtering(new Capitals()));
        x.response().status(200);
        ChainRunner.upstreamHead(x, bytes("abc"), true);
        assertThat(harness.body()).isEqualTo("new ABC");
        assertThat(log).containsExactly("over true");
        ChainRunner.end(x);
    }

    @Test
    void each_filter_sees_each_piece_once_where_a_response_is_too_long_to_gather() {
        CompletableFuture<Outcome> later = new CompletableFuture<>();
        Exchange x = started(
                answering(y -> new Outcome.Await(later)),
                filtering(BRACKETS),
                answering(y -> gather(3, body -> Outcome.CONTINUE)),
                filtering(new Capitals()));
        upstream.head(x, "ab");
        x.client().body(bytes("cd"));
        x.client().body(bytes("ef"));
        x.client().body(bytes("gh"));
        later.complete(Outcome.CONTINUE);
        harness.runLoop();
        x.client().body(bytes("ij"));
        x.client().end(Unpooled.EMPTY_BUFFER);
        assertThat(harness.body()).isEqualTo("[ABCDEFG][HI][J]");
        assertThat(log).containsExactly("over true");
        ChainRunner.end(x);
    }

    @Test
    void a_filter_that_throws_while_the_response_is_gathered_is_an_error_for_the_client() {
        BodyFilter broken = (piece, last) -> {
            boolean ends = piece.toString(StandardCharsets.UTF_8).equals("cd");
            piece.release();
            if (ends) {
                throw new IllegalStateException("no memory");
            }
            return Unpooled.EMPTY_BUFFER;
        };
        Exchange x = started(
                answering(y -> y.reason() == Reason.NONE ? replacing(y, "") : Outcome.CONTINUE), answering(y -> {
                    if (y.reason() == Reason.NONE) {
                        y.filterBody(broken);
                    }
                    return Outcome.CONTINUE;
                }));
        upstream.head(x, "ab");
        x.client().body(bytes("cd"));
        assertThat(harness.status()).isEqualTo(500);
        assertThat(harness.heads()).isEqualTo(1);
        assertThat(upstream.cancelled).isTrue();
        ChainRunner.end(x);
    }

    @Test
    void a_body_in_many_pieces_takes_no_more_memory_than_one_in_few() {
        BodyBuffer all = new BodyBuffer();
        List<ByteBuf> pieces = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            ByteBuf piece = ByteBufAllocator.DEFAULT.buffer(2048).writeByte('a');
            pieces.add(piece);
            all.add(piece);
        }
        assertThat(all.size()).isEqualTo(1000);
        assertThat(pieces).allMatch(piece -> piece.refCnt() == 0);
        ByteBuf body = all.take();
        assertThat(body.capacity()).isLessThan(1 << 14);
        assertThat(body.toString(StandardCharsets.UTF_8)).isEqualTo("a".repeat(1000));
        body.release();
    }

    @Test
    void a_response_that_is_too_long_to_gather_passes_on_as_it_comes() {
        Exchange x = started(answering(y -> gather(3, body -> {
            log.add(String.valueOf(body));
            return Outcome.CONTINUE;
        })));
        upstream.head(x, "ab");
        x.client().body(bytes("cd"));
        x.client().body(bytes("ef"));
        x.client().end(Unpooled.EMPTY_BUFFER);
        assertThat(log).containsExactly("null");
        assertThat(harness.body()).isEqualTo("abcdef");
        ChainRunner.end(x);
    }

    @Test
    void what_comes_while_another_policy_waits_is_held_and_the_upstream_told_to_stop() {
        CompletableFuture<Outcome> later = new CompletableFuture<>();
        Exchange x =
                started(answering(y -> new Outcome.Await(later)), answering(y -> gather(3, b -> Outcome.CONTINUE)));
        upstream.head(x, "ab");
        x.client().body(bytes("cd"));
        assertThat(upstream.paused).isEqualTo(1);
        x.client().body(bytes("ef"));
        x.client().end(Unpooled.EMPTY_BUFFER);
        assertThat(harness.heads()).isZero();
        later.complete(Outcome.CONTINUE);
        harness.runLoop();
        assertThat(harness.body()).isEqualTo("abcdef");
        assertThat(harness.last()).isTrue();
        ChainRunner.end(x);
    }

    @Test
    void an_upstream_that_fails_while_its_response_is_gathered_is_answered_with_an_error() {
        Exchange x = started(answering(y -> y.reason() == Reason.NONE ? replacing(y, "") : Outcome.CONTINUE));
        upstream.head(x, "ab");
        ChainRunner.fail(x, Reason.UPSTREAM_TRUNCATED);
        assertThat(harness.status()).isEqualTo(502);
        assertThat(harness.heads()).isEqualTo(1);
        ChainRunner.end(x);
    }

    @Test
    void an_answer_without_a_body_is_not_gathered() {
        Exchange x = started(answering(y -> replacing(y, "new")));
        x.response().status(204);
        ChainRunner.upstreamHead(x, Unpooled.EMPTY_BUFFER, true);
        assertThat(harness.body()).isEmpty();
        ChainRunner.end(x);
    }

    @Test
    void a_gathered_request_goes_on_whole_with_its_new_length() {
        Exchange x = requested(4, asking(y -> replacing(y, "new ")), asking(y -> replacing(y, "very ")));
        assertThat(harness.wanted()).isEqualTo(1);
        send(x, "ab", false);
        assertThat(upstream.body).isEmpty();
        send(x, "cd", true);
        assertThat(upstream.body).isEqualTo("very new abcd");
        assertThat(upstream.whole).isTrue();
        assertThat(x.request().contentLength()).isEqualTo(13);
        assertThat(x.request().headers().toString()).contains("Content-Length: 13");
        ChainRunner.end(x);
    }

    @Test
    void a_gathered_request_in_chunks_stays_in_chunks() {
        Exchange x = requested(-1, asking(y -> gather(100, body -> Outcome.CONTINUE)));
        send(x, "ab", false);
        UpstreamCall call = x.upstream();
        assertThat(call).isNotNull();
        if (call != null) {
            call.requestEnd(Unpooled.EMPTY_BUFFER);
        }
        assertThat(upstream.body).isEqualTo("ab");
        assertThat(upstream.whole).isTrue();
        ChainRunner.end(x);
    }

    @Test
    void a_request_that_is_too_long_to_gather_is_refused_or_passes_on() {
        Exchange x = requested(
                -1,
                asking(y -> gather(3, body -> {
                    log.add(String.valueOf(body));
                    return Outcome.CONTINUE;
                })));
        send(x, "ab", false);
        send(x, "cd", false);
        assertThat(log).containsExactly("null");
        assertThat(upstream.body).isEqualTo("abcd");
        assertThat(harness.wanted()).as("the rest is asked for").isEqualTo(2);
        ChainRunner.end(x);

        Exchange y = requested(4, asking(z -> gather(3, body -> new Outcome.Reply(Response.of(413)))));
        assertThat(harness.status()).isEqualTo(413);
        ChainRunner.end(y);
    }

    @Test
    void a_client_that_waits_for_it_is_told_to_send_the_body() {
        Exchange x = harness.exchange(upstream, asking(y -> replacing(y, "")));
        x.request().contentLength(2);
        x.request().expectContinue(true);
        ChainRunner.start(x);
        assertThat(harness.interims()).isEqualTo(1);
        assertThat(x.request().isExpectContinue()).isFalse();
        send(x, "ab", true);
        assertThat(upstream.body).isEqualTo("ab");
        ChainRunner.end(x);
    }

    @Test
    void a_client_that_leaves_while_its_body_is_gathered_leaves_nothing_behind() {
        Exchange x = requested(4, asking(y -> replacing(y, "")));
        send(x, "ab", false);
        ChainRunner.end(x);
        assertThat(harness.left()).isEqualTo(1);
    }
}
