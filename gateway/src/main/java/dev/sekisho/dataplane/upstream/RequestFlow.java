package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.upstream.wire.RequestStream;
import io.netty.buffer.ByteBuf;

/**
 * The body of a call's request: from the client to the current try, and kept beside it for those after. Used again with its
 * call; not thread-safe.
 */
final class RequestFlow {

    private final Tries tries;
    private final Copies copies;
    private final KeptBody kept = new KeptBody();
    private boolean keeps;

    RequestFlow(Tries tries, Copies copies) {
        this.tries = tries;
        this.copies = copies;
    }

    /** Begins; keeps up to that many bytes. */
    void begin(Exchange x, RouteRules rules, int cap) {
        int keep = x.request().hasBody() ? cap : 0;
        keeps = keep > 0;
        kept.begin(keep);
        copies.begin(x, rules, kept);
    }

    /** Whether nothing was passed on, or all that was can be sent again. */
    boolean isRepeatable() {
        return kept.isRepeatable();
    }

    /** Whether all of the request can be sent once more, at once. */
    boolean isComplete(Exchange x) {
        return !x.request().hasBody() || kept.isComplete();
    }

    /** The head left on this connection: what is kept follows, and the client may send the rest. */
    void sending(Exchange x, Attempt attempt, RequestStream free) {
        if (!x.request().hasBody()) {
            return;
        }
        if (keeps) {
            kept.replay(free, x.request().contentLength() < 0);
        }
        if (attempt == tries.current() && !kept.isWhole()) {
            x.client().upstreamWritable(true);
        }
    }

    /** The client sent a piece. */
    void piece(Exchange x, ByteBuf piece, boolean last) {
        x.bodyUsed();
        RequestStream to = tries.connection();
        if (to == null) {
            piece.release();
            return;
        }
        kept.piece(piece, last);
        if (last) {
            copies.request(x, kept);
        }
        to.requestBody(piece, last, x.request().contentLength() < 0);
    }

    /** The client ended a body in chunks. */
    void end(Exchange x, ByteBuf trailers) {
        x.bodyUsed();
        RequestStream to = tries.connection();
        if (to == null) {
            trailers.release();
            return;
        }
        kept.end(trailers);
        copies.request(x, kept);
        to.requestEnd(trailers);
    }

    /** Bytes pass as they come from now on, and none is kept. */
    void tunnelBegun() {
        keeps = false;
        kept.drop();
    }

    /** The call is over. */
    void release() {
        kept.release();
    }
}
