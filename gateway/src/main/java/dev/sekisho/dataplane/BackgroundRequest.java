package dev.sekisho.dataplane;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;

/**
 * A request of the gateway's own that a policy wants made in the way of a client's: a copy of the head as it stands, served by the
 * route's handler. On the loop of the client's exchange; not thread-safe.
 */
public final class BackgroundRequest extends OwnRequest {

    private final Sink sink;
    private boolean wanted = true;
    private boolean whole;

    /** Gets the response. */
    public interface Sink {

        /**
         * The head is in; the exchange is that of this request, and is gone once it has ended.
         *
         * @return whether the body is wanted
         */
        boolean head(Exchange exchange);

        /** A piece of the body, perhaps an empty one, which stays the caller's; whether more is wanted. */
        boolean piece(ByteBuf piece);

        /** It is over; called once. {@code whole}: all of the response is in, and was wanted. */
        void over(boolean whole);
    }

    private BackgroundRequest(Exchange x, Sink sink) {
        super(x);
        this.sink = sink;
        Exchange own = exchange();
        own.caller().tls(x.caller().tls());
        own.caller().certificate(x.caller().certificate());
        own.principal(x.principal());
        own.route(x.route());
        for (int i = 0; i < x.route().variables().size(); i++) {
            own.capture(i, x.captureStart(i), x.captureEnd(i));
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
        prepare.accept(request.exchange().request());
        request.start(x, x.route().handler());
    }

    @Override
    protected void headIn() {
        go(sink.head(exchange()));
    }

    @Override
    protected void piece(ByteBuf piece) {
        if (wanted) {
            go(sink.piece(piece));
        }
    }

    private void go(boolean on) {
        wanted = on;
        if (!on) {
            exchange().loop().eventLoop().execute(this::end); // not amid what reports the piece
        }
    }

    @Override
    protected void whole() {
        whole = wanted;
    }

    @Override
    protected void ended() {
        sink.over(whole);
    }
}
