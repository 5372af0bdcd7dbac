package dev.sekisho.dataplane;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request of the gateway's own beside a client's: an exchange of its own with a copy of the client's head, past all policies, whose
 * client is this object. It may outlive the client's exchange. On the loop of the request; not thread-safe.
 */
public abstract class OwnRequest implements ClientStream {

    private static final Logger LOG = LoggerFactory.getLogger(OwnRequest.class);

    private final Exchange exchange;
    private boolean over;

    /** One beside that exchange, not begun yet. */
    protected OwnRequest(Exchange x) {
        exchange = x.loop().acquire();
        exchange.request().copy(x.request());
        exchange.caller().address(x.caller().address(), x.caller().addressText());
        exchange.caller().ends(x.caller().ends());
        exchange.caller().listener(x.caller().listener());
        exchange.requestId(x.requestIdStart(), x.requestIdEnd());
    }

    /**
     * Has it served; it may be over when this returns.
     *
     * @param x the client's exchange, whose generation serves it
     */
    protected final void start(Exchange x, Handler handler) {
        x.generation().entered(x.loop().index());
        exchange.begin(this, x.generation(), x.loop().now());
        try {
            handler.handle(exchange);
        } catch (RuntimeException e) {
            LOG.error("a request of the gateway's own failed", e);
            end();
        }
    }

    /** Its exchange; not to be used once it is over. */
    protected final Exchange exchange() {
        return exchange;
    }

    /** The head of the answer is in, or that of an error where the exchange has a reason. */
    protected abstract void headIn();

    /** A piece of the body, which stays the caller's. */
    protected abstract void piece(ByteBuf piece);

    /** The answer is whole. */
    protected abstract void whole();

    /** It is over, be it whole, cut or given up; called once. */
    protected abstract void ended();

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
    protected final void end() {
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
