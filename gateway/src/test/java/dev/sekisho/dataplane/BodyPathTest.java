package dev.sekisho.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

/** Filters of response bodies. */
class BodyPathTest extends BodyHarness {

    @Test
    void filters_run_from_the_backend_to_the_client_over_each_piece() {
        Exchange x = started(filtering(BRACKETS), filtering(new Capitals()));
        upstream.head(x, "abc");
        x.client().body(bytes("def"));
        x.client().end(Unpooled.EMPTY_BUFFER);
        assertThat(harness.body()).isEqualTo("[AB][CDE][F]");
        assertThat(harness.last()).isTrue();
        ChainRunner.end(x);
        assertThat(log).containsExactly("over true");
    }

    @Test
    void what_a_filter_keeps_back_leaves_when_the_upstream_pauses() {
        Exchange x = started(filtering(BRACKETS), filtering(new Capitals()));
        upstream.head(x, "abc");
        x.client().flush();
        assertThat(harness.body()).isEqualTo("[AB][C]");
        ChainRunner.end(x);
        assertThat(log).containsExactly("over false");
    }

    @Test
    void a_body_that_is_whole_with_its_head_gets_its_new_length() {
        Exchange x = started(filtering((piece, last) -> {
            piece.release();
            return bytes("longer");
        }));
        x.response().status(200);
        x.response().contentLength(-1);
        ChainRunner.upstreamHead(x, bytes("abc"), true);
        assertThat(x.response().contentLength()).isEqualTo(6);
        assertThat(harness.body()).isEqualTo("longer");
        ChainRunner.end(x);
    }

    @Test
    void a_reply_in_place_of_a_response_does_not_pass_its_filters() {
        Exchange x = started(
                answering(y -> new Outcome.Reply(Response.of(200).withBody("text/plain", "mine"))),
                filtering(new Capitals()));
        upstream.head(x, "abc");
        assertThat(harness.body()).isEqualTo("mine");
        assertThat(upstream.cancelled).isTrue();
        assertThat(log).containsExactly("over false");
        ChainRunner.end(x);
    }

    @Test
    void a_filter_that_fails_the_exchange_cuts_the_response_and_nothing_follows() {
        Exchange[] own = new Exchange[1];
        Exchange x = started(filtering((piece, last) -> {
            if (piece.readableBytes() > 3) {
                ChainRunner.fail(own[0], Reason.INTERNAL);
            }
            return piece;
        }));
        own[0] = x;
        upstream.head(x, "abc");
        x.client().body(bytes("defg"));
        x.client().end(Unpooled.EMPTY_BUFFER);
        assertThat(harness.cuts()).isEqualTo(1);
        assertThat(harness.body()).isEqualTo("abc");
        assertThat(harness.last()).isFalse();
        ChainRunner.end(x);
    }

    @Test
    void a_filter_that_throws_cuts_the_response_also_one_that_is_whole_already() {
        BodyFilter broken = (piece, last) -> {
            piece.release();
            throw new IllegalStateException("no memory");
        };
        Exchange x = started(filtering(broken), filtering(new Capitals()));
        x.response().status(200);
        ChainRunner.upstreamHead(x, bytes("abc"), true);
        assertThat(harness.cuts()).isEqualTo(1);
        assertThat(harness.heads()).isZero();
        assertThat(x.reason()).isEqualTo(Reason.INTERNAL);
        ChainRunner.end(x);
        assertThat(log).containsExactly("over false");
    }
}
