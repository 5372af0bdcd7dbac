package dev.sekisho.dataplane;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * The body of a response, on its way from a reader to the client, which gets no more than it takes. The reader is closed with the last
 * piece, and where the exchange ends before. Where the rest cannot be read, the response is cut, so that its client sees that it is
 * not whole. On the exchange's loop; not thread-safe.
 */
public final class ReadCall implements UpstreamCall, BodyReader.Sink {
    private final BodyReader reader;
    private final Exchange x;
    private boolean giving;
    private boolean asked;
    private boolean over;

    /** Begins with the first {@link #clientWritable}. */
    public ReadCall(BodyReader reader, Exchange x) {
        this.reader = reader;
        this.x = x;
    }

    @Override
    public void clientWritable(boolean writable) {
        if (writable) {
            give();
        }
    }

    /** Asks for pieces as long as the client takes them; a loop, since a piece may come before the question returns. */
    private void give() {
        if (giving) {
            return;
        }
        giving = true;
        while (!over && !asked && x.client().isWritable()) {
            asked = true;
            reader.next(this);
        }
        giving = false;
    }

    @Override
    public void piece(ByteBuf piece) {
        asked = false;
        if (over) {
            piece.release();
            return;
        }
        boolean last = reader.remaining() == 0;
        x.client().body(piece);
        if (over) {
            return; // the client left over it
        }
        if (last) {
            cancel();
            x.upstream(null);
            x.client().end(Unpooled.EMPTY_BUFFER);
        } else {
            x.client().flush();
            give();
        }
    }

    @Override
    public void failed() {
        asked = false;
        if (!over) {
            cancel();
            ChainRunner.fail(x, Reason.INTERNAL);
        }
    }

    @Override
    public void cancel() {
        over = true;
        reader.close();
    }

    @Override
    public void requestBody(ByteBuf piece, boolean last) {
        piece.release(); // nobody asks for it
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
}
