package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.ResponseHead;
import dev.sekisho.dataplane.upstream.wire.ResponseSink;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.TimeUnit;

/**
 * Takes the rest of a response that nobody wants any more, as long as it is short, so that its connection may carry other
 * requests; what is longer costs the connection. Used again by its connection; on its loop only.
 */
final class Leftover implements ResponseSink {

    /** Bytes of a body that are read in vain: what a connection has on its way before it is slowed down. */
    static final int MAX_BYTES = 64 << 10;

    /** Longest that a connection is kept from others for it. */
    static final long NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private static final RequestHead HEAD = request(Method.HEAD); // its response has no body
    private static final RequestHead OTHER = request(Method.GET);

    private final UpstreamConnection connection;
    private final ResponseReader reader;
    private final ResponseHead response = new ResponseHead();
    private RequestHead request = OTHER;
    private long taken;

    Leftover(UpstreamConnection connection, ResponseReader reader) {
        this.connection = connection;
        this.reader = reader;
    }

    /** No more of a request than its response is read by. */
    private static RequestHead request(Method method) {
        RequestHead head = new RequestHead();
        head.method(method, 0, 0);
        return head;
    }

    /** The response to a request of that method is of no use any more. */
    void begin(Method method) {
        request = method == Method.HEAD ? HEAD : OTHER;
        response.clear();
        taken = 0;
    }

    private void take(ByteBuf piece) {
        taken += piece.readableBytes();
        piece.release();
        if (taken > MAX_BYTES || !reader.mayEndWithin(MAX_BYTES - taken)) {
            connection.discard();
        }
    }

    @Override
    public RequestHead request() {
        return request;
    }

    @Override
    public ResponseHead response() {
        return response;
    }

    @Override
    public long readNanos() {
        return NANOS;
    }

    @Override
    public long eventNanos() {
        return NANOS;
    }

    @Override
    public void interim() {}

    @Override
    public void tunnel(ByteBuf first) {
        first.release();
        connection.discard();
    }

    @Override
    public void head(ByteBuf piece) {
        take(piece);
    }

    @Override
    public void whole(ByteBuf body, ByteBuf trailers) {
        body.release();
        trailers.release();
    }

    @Override
    public boolean isHeld() {
        return false;
    }

    @Override
    public void body(ByteBuf piece) {
        take(piece);
    }

    @Override
    public void flush() {}

    @Override
    public void end(ByteBuf piece, ByteBuf trailers) {
        whole(piece, trailers);
    }

    @Override
    public void ready() {}

    @Override
    public void failed(Reason reason) {}
}
