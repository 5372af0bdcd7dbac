package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.ClientStream;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.UpstreamCall;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * A request of the gateway's own beside a client's: an exchange without a route, with a copy of the client's head, whose client
 * is this object. On the loop of the request; not thread-safe.
 */
abstract class SideCall implements ClientStream {

    private final Exchange exchange;
    private boolean over;

    /** One beside that exchange, not begun yet. */
    SideCall(Exchange x) {
        exchange = x.loop().acquire();
        exchange.request().copy(x.request());
        exchange.clientAddress(x.clientAddress(), x.clientAddressText());
        exchange.ends(x.ends());
        exchange.requestId(x.requestIdStart(), x.requestIdEnd());
    }

    /** Sends it; it may have failed when this returns. */
    final void start(Exchange x, UpstreamService upstream, RouteRules rules, ProxyCalls calls) {
        x.generation().entered(x.loop().index());
        exchange.begin(this, x.generation(), x.loop().now());
        calls.acquire(x.loop()).start(exchange, upstream, Subset.ALL, rules);
    }

    /** Its exchange; not to be used once it is over. */
    final Exchange exchange() {
        return exchange;
    }

    /** The head of the answer is in, or that of an error where the exchange has a reason. */
    abstract void headIn();

    /** A piece of the body, which stays the caller's. */
    abstract void piece(ByteBuf piece);

    /** The answer is whole. */
    abstract void whole();

    /** It is over, be it whole, cut or given up; called once. */
    abstract void ended();

    @Override
    public final void head(Exchange x, ByteBuf piece, boolean last) {
        headIn();
        take(piece, last);
    }

    private void take(ByteBuf piece, boolean last) {
        piece(piece);
        piece.release();
        if (last) {
            whole();
            end();
        }
    }

    @Override
    public final void body(ByteBuf piece) {
        take(piece, false);
    }

    @Override
    public final void end(ByteBuf trailers) {
        trailers.release();
        take(Unpooled.EMPTY_BUFFER, true);
    }

    @Override
    public final void informational(Exchange x) {}

    @Override
    public final void flush() {}

    @Override
    public final void tunnel(Exchange x, ByteBuf first) {
        first.release();
        end();
    }

    @Override
    public final void cut() {
        end();
    }

    @Override
    public final boolean isWritable() {
        return true;
    }

    @Override
    public void upstreamWritable(boolean writable) {}

    /** Gives up what is under way; nothing once it is over. */
    final void end() {
        if (over) {
            return;
        }
        over = true;
        ended();
        UpstreamCall call = exchange.upstream();
        exchange.upstream(null);
        if (call != null) {
            call.cancel();
        }
        exchange.generation().left(exchange.loop().index());
        exchange.loop().release(exchange);
    }
}
