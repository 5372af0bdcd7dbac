package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.ResponseHead;
import io.netty.buffer.ByteBuf;

/**
 * Passes the response to a call on to its exchange: the head through the policies, the body to the client. Used again with
 * its call; not thread-safe.
 */
final class ResponseRelay implements ResponseSink {

    private final ProxyCall call;
    private final LoopContext loop;

    ResponseRelay(ProxyCall call, LoopContext loop) {
        this.call = call;
        this.loop = loop;
    }

    @Override
    public RequestHead request() {
        return call.exchange().request();
    }

    @Override
    public ResponseHead response() {
        return call.exchange().response();
    }

    @Override
    public void interim() {
        Exchange x = call.exchange();
        x.client().informational(x);
    }

    @Override
    public void tunnel(ByteBuf first) {
        Exchange x = call.exchange();
        x.upstreamAnswered(loop.now());
        ChainRunner.switchProtocols(x, first);
    }

    @Override
    public void head(ByteBuf piece) {
        Exchange x = call.exchange();
        x.upstreamAnswered(loop.now());
        ChainRunner.upstreamHead(x, piece, false);
    }

    @Override
    public void whole(ByteBuf body, ByteBuf trailers) {
        Exchange x = call.exchange();
        x.upstreamAnswered(loop.now());
        call.finished();
        if (!trailers.isReadable()) {
            trailers.release();
            ChainRunner.upstreamHead(x, body, true);
            return;
        }
        int serial = x.serial();
        ChainRunner.upstreamHead(x, body, false);
        if (x.serial() == serial && !ChainRunner.endHeld(x)) {
            x.client().end(trailers);
        } else {
            trailers.release(); // a policy still looks at the head, or has answered in the upstream's place
        }
    }

    @Override
    public boolean isHeld() {
        return ChainRunner.isHeld(call.exchange());
    }

    @Override
    public void body(ByteBuf piece) {
        call.exchange().client().body(piece);
    }

    @Override
    public void flush() {
        call.exchange().client().flush();
    }

    @Override
    public void end(ByteBuf piece, ByteBuf trailers) {
        Exchange x = call.exchange();
        call.finished();
        x.client().body(piece);
        x.client().end(trailers);
    }

    @Override
    public void ready() {
        call.exchange().client().upstreamWritable(true);
    }

    @Override
    public void failed(Reason reason) {
        call.failed(reason);
    }
}
