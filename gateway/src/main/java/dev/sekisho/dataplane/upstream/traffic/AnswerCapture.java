package dev.sekisho.dataplane.upstream.traffic;

import dev.sekisho.dataplane.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/** Takes a copy of an answer that passes by, up to a size. On one loop; not thread-safe. */
public final class AnswerCapture {

    private final int cap;
    private final ResponseHead head = new ResponseHead();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private boolean tooLarge;

    /**
     * Begins with the head.
     *
     * @param cap largest body that is kept, bytes
     */
    public AnswerCapture(ResponseHead head, int cap) {
        this.cap = cap;
        this.head.copy(head);
        this.tooLarge = head.contentLength() > cap;
    }

    /** A piece of the body, which stays the caller's. */
    public void piece(ByteBuf piece) {
        if (tooLarge || piece.readableBytes() > cap - body.size()) {
            tooLarge = true;
            body.reset();
            return;
        }
        body.writeBytes(ByteBufUtil.getBytes(piece));
    }

    /** The answer is whole; empty where it is larger than the cap. */
    public Optional<CapturedAnswer> whole() {
        return tooLarge ? Optional.empty() : Optional.of(new CapturedAnswer(head, body.toByteArray()));
    }
}
