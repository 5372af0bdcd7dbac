package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Handler;
import dev.sekisho.dataplane.OwnRequest;
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

/** A copy of a request on its way, whose answer nobody waits for. On the loop of the request; not thread-safe. */
final class MirrorCall extends OwnRequest {

    private final byte[] body;
    private final @Nullable ShadowPair pair;
    private @Nullable AnswerCapture capture;
    private boolean bodySent;

    private MirrorCall(Exchange x, byte[] body, @Nullable ShadowPair pair) {
        super(x);
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
        ShadowObserver observer = rule.observer();
        ShadowPair pair = observer == null ? null : new ShadowPair(observer, label(x.request()));
        Handler handler = calls.to(rule.upstream(), RouteRules.NONE);
        Rewriter rewriter = rule.rewriter();
        new MirrorCall(x, body, pair).start(x, rewriter == Rewriter.NONE ? handler : rewritten(rewriter, handler));
        return pair;
    }

    private static Handler rewritten(Rewriter rewriter, Handler handler) {
        return copy -> {
            Reason refused = rewriter.apply(copy);
            if (refused == Reason.NONE) {
                handler.handle(copy);
            } else {
                ChainRunner.fail(copy, refused);
            }
        };
    }

    private static String label(RequestHead request) {
        return request.methodText() + ' ' + request.pathText();
    }

    @Override
    protected void headIn() {
        if (pair != null && exchange().reason() == Reason.NONE) {
            capture = new AnswerCapture(exchange().response(), pair.maxBody());
        }
    }

    @Override
    protected void piece(ByteBuf piece) {
        if (capture != null) {
            capture.piece(piece);
        }
    }

    @Override
    protected void whole() {
        if (pair != null && capture != null) {
            pair.shadow(capture.whole());
        }
    }

    @Override
    protected void ended() {
        if (pair != null) {
            pair.shadow(Optional.empty()); // unless it has been told already
        }
    }

    /** The call has a connection: the body is small, so it goes at once. */
    @Override
    public void upstreamWritable(boolean writable) {
        UpstreamCall call = exchange().upstream();
        if (bodySent || !writable || call == null) {
            return;
        }
        bodySent = true;
        boolean counted = exchange().request().contentLength() >= 0;
        call.requestBody(Unpooled.wrappedBuffer(body), counted);
        if (!counted) {
            call.requestEnd(Unpooled.EMPTY_BUFFER);
        }
    }
}
