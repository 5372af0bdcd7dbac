package dev.sekisho.policy.sizelimit;

import dev.sekisho.dataplane.BodyFilter;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Counts the body of an answer, and cuts it off where it becomes too long, so that the client sees that it is not whole. Not
 * thread-safe.
 */
final class ResponseLimit implements BodyFilter {

    private final Exchange exchange;
    private long left;
    private boolean cut;

    /** Lets that many bytes pass. */
    ResponseLimit(Exchange exchange, long bytes) {
        this.exchange = exchange;
        this.left = bytes;
    }

    @Override
    public ByteBuf filter(ByteBuf piece, boolean last) {
        left -= piece.readableBytes();
        if (left >= 0 && !cut) {
            return piece;
        }
        piece.release();
        if (!cut) {
            cut = true;
            ChainRunner.fail(exchange, Reason.RESPONSE_TOO_LARGE);
        }
        return Unpooled.EMPTY_BUFFER;
    }
}
