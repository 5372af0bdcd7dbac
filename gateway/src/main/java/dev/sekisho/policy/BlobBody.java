package dev.sekisho.policy;

import dev.sekisho.dataplane.BodySource;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.ReadCall;
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
        return new ReadCall(reader, exchange);
    }
}
