package dev.sekisho.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What tests of bodies that policies want have in common: a backend that answers when the test says so, filters, policies. */
abstract class BodyHarness {

    final ChainHarness harness = new ChainHarness();
    final Upstream upstream = new Upstream();
    final List<String> log = new ArrayList<>();

    /** A backend that answers when the test says so. */
    static final class Upstream implements UpstreamCall, Handler {
        String body = "";
        boolean whole;
        boolean cancelled;
        int paused;

        @Override
        public void handle(Exchange x) {
            x.upstream(this);
            if (x.request().hasBody()) {
                x.client().upstreamWritable(true);
            }
        }

        void head(Exchange x, String first) {
            x.response().clear();
            x.response().status(200);
            x.response().contentLength(-1);
            ChainRunner.upstreamHead(x, bytes(first), false);
        }

        @Override
        public void requestBody(ByteBuf piece, boolean last) {
            body += piece.toString(StandardCharsets.UTF_8);
            whole |= last;
            piece.release();
        }

        @Override
        public void requestEnd(ByteBuf trailers) {
            whole = true;
            trailers.release();
        }

        @Override
        public void flush() {}

        @Override
        public boolean isWritable() {
            return true;
        }

        @Override
        public void clientWritable(boolean writable) {
            paused += writable ? 0 : 1;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }

    /** Writes capitals, and keeps the last letter back until it must go. */
    final class Capitals implements BodyFilter {
        private String kept = "";

        @Override
        public ByteBuf filter(ByteBuf piece, boolean last) {
            String all = kept + piece.toString(StandardCharsets.UTF_8).toUpperCase(Locale.ROOT);
            piece.release();
            int keep = last || all.isEmpty() ? 0 : 1;
            kept = all.substring(all.length() - keep);
            return bytes(all.substring(0, all.length() - keep));
        }

        @Override
        public ByteBuf flush() {
            ByteBuf out = bytes(kept);
            kept = "";
            return out;
        }

        @Override
        public void over(boolean whole) {
            log.add("over " + whole);
        }
    }

    /** Puts brackets around each piece. */
    static final BodyFilter BRACKETS = (piece, last) -> {
        String text = piece.toString(StandardCharsets.UTF_8);
        piece.release();
        return bytes(text.isEmpty() ? "" : "[" + text + "]");
    };

    static Policy answering(Function<Exchange, Outcome> then) {
        return new Policy() {
            @Override
            public Outcome onResponse(Exchange x) {
                return then.apply(x);
            }
        };
    }

    static Policy asking(Function<Exchange, Outcome> then) {
        return new Policy() {
            @Override
            public Outcome onRequest(Exchange x) {
                return then.apply(x);
            }
        };
    }

    Policy filtering(BodyFilter filter) {
        return answering(x -> {
            x.filterBody(filter);
            return Outcome.CONTINUE;
        });
    }

    /** Gathers up to that many bytes; answers what the function makes of the text, which is null where it is too long. */
    static Outcome.Gather gather(int max, Function<@Nullable String, Outcome> then) {
        return new Outcome.Gather(max, new GatheredBody() {
            @Override
            public Outcome whole(Exchange x, ByteBuf body) {
                return then.apply(body.toString(StandardCharsets.UTF_8));
            }

            @Override
            public Outcome tooLong(Exchange x) {
                return then.apply(null);
            }
        });
    }

    static Outcome.Gather replacing(Exchange x, String text) {
        return gather(100, body -> {
            x.replaceBody((text + body).getBytes(StandardCharsets.UTF_8));
            return Outcome.CONTINUE;
        });
    }

    Exchange started(Policy... policies) {
        Exchange x = harness.exchange(upstream, policies);
        ChainRunner.start(x);
        return x;
    }

    Exchange requested(long length, Policy... policies) {
        Exchange x = harness.exchange(upstream, policies);
        x.request().contentLength(length);
        ChainRunner.start(x);
        return x;
    }

    static void send(Exchange x, String piece, boolean last) {
        UpstreamCall call = x.upstream();
        assertThat(call).isNotNull();
        if (call != null) {
            call.requestBody(bytes(piece), last);
        }
    }
}
