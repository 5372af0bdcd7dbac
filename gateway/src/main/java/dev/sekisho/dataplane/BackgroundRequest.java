package dev.sekisho.dataplane;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request of the gateway's own that a policy wants made in the way of a client's: a copy of the head as it stands, served by the
 * route's handler, past all policies. It outlives the client's exchange. On the loop of that exchange; not thread-safe.
 */
public final class BackgroundRequest implements ClientStream {

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundRequest.class);

    private final Exchange exchange;
    private final Sink sink;
    private boolean wanted = true;
    private boolean whole;
    private boolean over;

    /** Gets the response. */
    public interface Sink {

        /**
         * The head is in; the exchange is that of this request, and is gone once it has ended.
         *
         * @return whether the body is wanted
         */
        boolean head(Exchange exchange);

        /** A piece of the body, which stays the caller's; whether more is wanted. */
        boolean piece(ByteBuf piece);

        /** It is over; called once. {@code whole}: all of the response is in, and was wanted. */
        void over(boolean whole);
    }

    private BackgroundRequest(Exchange x, Sink sink) {
        this.sink = sink;
        exchange = x.loop().acquire();
        exchange.request().copy(x.request());
        exchange.clientAddress(x.clientAddress(), x.clientAddressText());
        exchange.ends(x.ends());
        exchange.tls(x.tls());
        exchange.clientCertificate(x.clientCertificate());
        exchange.principal(x.principal());
        exchange.requestId(x.requestIdStart(), x.requestIdEnd());
        exchange.route(x.route());
        for (int i = 0; i < x.route().variables().size(); i++) {
            exchange.capture(i, x.captureStart(i), x.captureEnd(i));
        }
    }

    /**
     * Makes the request; it may be over when this returns.
     *
     * @param x the exchange whose route and head it takes, routed and without a body
     * @param prepare changes the copy of the head
     */
    public static void start(Exchange x, Consumer<RequestHead> prepare, Sink sink) {
        BackgroundRequest request = new BackgroundRequest(x, sink);
        prepare.accept(request.exchange.request());
        x.generation().entered(x.loop().index());
        request.exchange.begin(request, x.generation(), x.loop().now());
        try {
            x.route().handler().handle(request.exchange);
        } catch (RuntimeException e) {
            LOG.error("route {} failed", x.route().name(), e);
            request.end();
        }
    }

    @Override
    public void head(Exchange x, ByteBuf piece, boolean last) {
        wanted = sink.head(x);
        take(piece, last);
        UpstreamCall call = exchange.upstream();
        if (!last && !over && call != null) {
            call.clientWritable(true);
        }
    }

    private void take(ByteBuf piece, boolean last) {
        boolean more = wanted && !over && sink.piece(piece);
        piece.release();
        if (last) {
            whole = more;
            end();
        } else if (wanted && !more) {
            wanted = false;
        }
        if (!wanted && !over) {
            exchange.loop().eventLoop().execute(this::end); // not amid what reports the piece
        }
    }

    @Override
    public void body(ByteBuf piece) {
        take(piece, false);
    }

    @Override
    public void end(ByteBuf trailers) {
        trailers.release();
        whole = wanted;
        end();
    }

    @Override
    public void informational(Exchange x) {
        // nobody waits for it
    }

    @Override
    public void flush() {
        // nothing is held back
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

    @Override
    public void upstreamWritable(boolean writable) {
        // there is no body
    }

    private void end() {
        if (over) {
            return;
        }
        over = true;
        sink.over(whole);
        UpstreamCall call = exchange.upstream();
        exchange.upstream(null);
        if (call != null) {
            call.cancel();
        }
        exchange.generation().left(exchange.loop().index());
        exchange.loop().release(exchange);
    }
}
