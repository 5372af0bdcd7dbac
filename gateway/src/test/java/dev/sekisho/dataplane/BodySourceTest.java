package dev.sekisho.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Bodies that come from elsewhere. */
class BodySourceTest extends BodyHarness {

    @Test
    void a_reply_may_have_its_body_from_elsewhere_at_once_or_by_and_by() {
        Exchange x = started(
                filtering(BRACKETS),
                asking(y -> new Outcome.Reply(Response.of(200).withSource(source(true)))));
        assertThat(harness.body()).isEqualTo("[stored]");
        assertThat(harness.last()).isTrue();
        ChainRunner.end(x);

        Exchange y = started(
                filtering(BRACKETS),
                asking(z -> new Outcome.Reply(Response.of(200).withSource(source(false)))));
        UpstreamCall call = y.upstream();
        assertThat(call).isNotNull();
        if (call != null) {
            call.clientWritable(true);
        }
        assertThat(harness.body()).isEqualTo("[sto][red]");
        assertThat(harness.last()).isTrue();
        ChainRunner.end(y);
    }

    @Test
    void a_body_from_elsewhere_can_be_gathered() {
        Exchange x = started(
                answering(y -> replacing(y, "new ")),
                asking(y -> new Outcome.Reply(Response.of(200).withSource(source(false)))));
        assertThat(harness.body()).isEqualTo("new stored");
        assertThat(x.response().contentLength()).isEqualTo(10);
        ChainRunner.end(x);
    }

    private static BodySource source(boolean atHand) {
        return new BodySource() {
            @Override
            public long length() {
                return 6;
            }

            @Override
            public Optional<ByteBuf> whole() {
                return atHand ? Optional.of(bytes("stored")) : Optional.empty();
            }

            @Override
            public UpstreamCall open(Exchange x) {
                return new Giving(x);
            }
        };
    }

    /** Gives a stored body in two pieces. */
    private record Giving(Exchange x) implements UpstreamCall {
        @Override
        public void clientWritable(boolean writable) {
            ClientStream client = x.client();
            client.body(bytes("sto"));
            client.body(bytes("red"));
            x.upstream(null);
            client.end(Unpooled.EMPTY_BUFFER);
        }

        @Override
        public void requestBody(ByteBuf piece, boolean last) {
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
        public void cancel() {}
    }
}
