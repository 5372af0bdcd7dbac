package dev.sekisho.policy;

import dev.sekisho.dataplane.BodySource;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.UpstreamCall;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Optional;

/**
 * The body of a response that a {@link BlobStore} holds, for one exchange, which takes it piece by piece. Where the rest cannot be
 * read, the response is cut, so that its client sees that it is not whole. All on the exchange's loop.
 *
 * <p>The reader is closed with the last piece, and where the exchange ends before. A response may be given up, or need no body,
 * before its body is begun: so who opened the reader closes it in {@link dev.sekisho.dataplane.Policy#onEnd}, at the latest.
 */
public final class BlobBody implements BodySource {

    private final BlobStore.Reader reader;
    private final long length;

    private BlobBody(BlobStore.Reader reader) {
        this.reader = reader;
        this.length = reader.remaining();
    }

    /** What remains of that reader, whose executor is the exchange's loop. */
    public static BlobBody of(BlobStore.Reader reader) {
        return new BlobBody(reader);
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public Optional<ByteBuf> whole() {
        return length == 0 ? Optional.of(Unpooled.EMPTY_BUFFER) : Optional.empty();
    }

    @Override
    public UpstreamCall open(Exchange exchange) {
        return new Giving(reader, exchange);
    }

    /** The body on its way. */
    private static final class Giving implements UpstreamCall, BlobStore.Sink {
        private final BlobStore.Reader reader;
        private final Exchange x;
        private boolean giving;
        private boolean asked;
        private boolean over;

        Giving(BlobStore.Reader reader, Exchange x) {
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
}
