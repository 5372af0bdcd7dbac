package dev.sekisho.dataplane;

import io.netty.buffer.ByteBuf;

/** Takes what is left of a request's body that nobody wants any more, so that the client can go on to its answer. Thread-safe. */
final class DiscardedBody implements UpstreamCall {

    /** The only one; it knows nothing of exchanges. */
    static final UpstreamCall TAKER = new DiscardedBody();

    private DiscardedBody() {}

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
    public void clientWritable(boolean writable) {}

    @Override
    public void cancel() {}
}
