package dev.sekisho.dataplane;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Gathers the body of a request for a policy, before anybody else is asked. On the loop of its exchange; not thread-safe.
 */
final class RequestGather implements UpstreamCall {

    private final Exchange exchange;
    private final Outcome.Gather wanted;
    private final BodyBuffer all = new BodyBuffer();
    private boolean over;

    RequestGather(Exchange exchange, Outcome.Gather wanted) {
        this.exchange = exchange;
        this.wanted = wanted;
    }

    @Override
    public void requestBody(ByteBuf piece, boolean last) {
        if (over) {
            piece.release();
            return;
        }
        all.add(piece);
        boolean tooLong = all.size() > wanted.maxBytes();
        if (last || tooLong) {
            done(last, tooLong);
        }
    }

    @Override
    public void requestEnd(ByteBuf trailers) {
        trailers.release(); // they belong to a body that a policy may change
        requestBody(Unpooled.EMPTY_BUFFER, true);
    }

    private void done(boolean whole, boolean tooLong) {
        over = true;
        exchange.upstream(null);
        exchange.bodyPath().give(all.take(), whole);
        Gathering.done(exchange, wanted, tooLong);
    }

    @Override
    public void flush() {}

    @Override
    public boolean isWritable() {
        return !over;
    }

    @Override
    public void clientWritable(boolean writable) {}

    @Override
    public void cancel() {
        if (!over) {
            over = true;
            all.release();
        }
    }
}
