package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.ClientStream;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.UpstreamCall;
import dev.sekisho.dataplane.upstream.traffic.AnswerCapture;
import dev.sekisho.dataplane.upstream.traffic.ShadowObserver;
import dev.sekisho.dataplane.upstream.traffic.ShadowPair;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a request on its way: an exchange of its own, without a route, whose client is this object, which nobody waits
 * for. On the loop of the request; not thread-safe.
 */
final class MirrorCall implements ClientStream {

    private final Exchange exchange;
    private final byte[] body;
    private final @Nullable ShadowPair pair;
    private @Nullable AnswerCapture capture;
    private boolean bodySent;
    private boolean over;

    private MirrorCall(Exchange exchange, byte[] body, @Nullable ShadowPair pair) {
        this.exchange = exchange;
        this.body = body;
        this.pair = pair;
    }

    /** Whether this request is one of those that are copied. */
    static boolean wants(MirrorRule rule, Exchange x) {
        double percent = rule.rules().percent();
        return !x.request().isUpgrade()
                && x.request().contentLength() <= rule.maxBody()
                && (percent >= 100 || ThreadLocalRandom.current().nextDouble(100) < percent);
    }

    /** Sends a copy, with this body; gives who waits for both answers, or null where nobody does. */
    static @Nullable ShadowPair send(MirrorRule rule, Exchange x, byte[] body, ProxyCalls calls) {
        Exchange copy = x.loop().acquire();
        copy.request().copy(x.request());
        copy.clientAddress(x.clientAddress(), x.clientAddressText());
        copy.ends(x.ends());
        copy.requestId(x.requestIdStart(), x.requestIdEnd());
        x.generation().entered(x.loop().index());
        ShadowObserver observer = rule.observer();
        ShadowPair pair = observer == null ? null : new ShadowPair(observer, label(x.request()));
        MirrorCall call = new MirrorCall(copy, body, pair);
        copy.begin(call, x.generation(), x.loop().now());
        calls.acquire(x.loop()).start(copy, rule.upstream(), Subset.ALL, RouteRules.NONE);
        return pair;
    }

    private static String label(RequestHead request) {
        return request.methodText() + ' ' + request.pathText();
    }

    @Override
    public void informational(Exchange exchange) {}

    @Override
    public void head(Exchange x, ByteBuf piece, boolean last) {
        if (pair != null && x.reason() == Reason.NONE) {
            capture = new AnswerCapture(x.response(), pair.maxBody());
        }
        take(piece, last);
    }

    private void take(ByteBuf piece, boolean last) {
        if (capture != null) {
            capture.piece(piece);
        }
        piece.release();
        if (last) {
            whole();
        }
    }

    private void whole() {
        if (pair != null && capture != null) {
            pair.shadow(capture.whole());
        }
        end();
    }

    @Override
    public void body(ByteBuf piece) {
        take(piece, false);
    }

    @Override
    public void flush() {}

    @Override
    public void end(ByteBuf trailers) {
        trailers.release();
        take(Unpooled.EMPTY_BUFFER, true);
    }

    @Override
    public void tunnel(Exchange x, ByteBuf first) {
        first.release();
        end();
    }

    @Override
    public void cut() {
        end();
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    /** The call has a connection: the body is small, so it goes at once. */
    @Override
    public void upstreamWritable(boolean writable) {
        UpstreamCall call = exchange.upstream();
        if (bodySent || !writable || call == null) {
            return;
        }
        bodySent = true;
        boolean counted = exchange.request().contentLength() >= 0;
        call.requestBody(Unpooled.wrappedBuffer(body), counted);
        if (!counted) {
            call.requestEnd(Unpooled.EMPTY_BUFFER);
        }
    }

    private void end() {
        if (over) {
            return;
        }
        over = true;
        if (pair != null) {
            pair.shadow(Optional.empty()); // unless it has been told already
        }
        UpstreamCall call = exchange.upstream();
        exchange.upstream(null);
        if (call != null) {
            call.cancel();
        }
        exchange.generation().left(exchange.loop().index());
        exchange.loop().release(exchange);
    }
}
