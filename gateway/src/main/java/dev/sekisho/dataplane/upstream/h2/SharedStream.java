package dev.sekisho.dataplane.upstream.h2;

import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.ResponseHead;
import dev.sekisho.dataplane.TimerWheel;
import dev.sekisho.dataplane.upstream.wire.RequestStream;
import dev.sekisho.dataplane.upstream.wire.ResponseSink;
import dev.sekisho.dataplane.websocket.Handshake;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request on a shared connection, and its response. Bytes of the response are given back to the peer's window as the client
 * takes them, so no more than a window of them is held. Whatever goes wrong with it resets this stream and no other. Where the
 * request is a handshake of WebSocket, the stream becomes its tunnel (RFC 8441). On the connection's loop only.
 */
final class SharedStream implements RequestStream {

    private static final long CLOSE_NANOS =
            TimeUnit.SECONDS.toNanos(3); // for the peer to end a tunnel that has ended here

    private final SharedConnection connection;
    private final LoopContext loop;
    private final FrameHandler handler;
    private final SendWindow sending;
    private final Answer answer;
    private final Timeout timeout = new Timeout();
    private final long begun;

    private @Nullable ResponseSink sink;
    private @Nullable Http2Stream stream;
    private Reason failure = Reason.NONE;
    private boolean headGiven;
    private boolean tunnel; // bytes of another protocol pass both ways
    private boolean ending; // a tunnel that is over here
    private boolean paused; // the client takes no more for now
    private boolean queued; // to be told what came
    private boolean blocked; // the peer takes nothing of the request for now

    SharedStream(SharedConnection connection, LoopContext loop) {
        this.connection = connection;
        this.loop = loop;
        this.handler = connection.frameHandler();
        this.sending = new SendWindow(handler);
        this.answer = new Answer(connection.responseFields());
        this.begun = loop.now();
    }

    private final class Timeout extends TimerWheel.Entry {
        @Override
        protected void expired(long now) {
            timedOut();
        }
    }

    // The request

    @Override
    public void begin(ResponseSink next, byte[] target) {
        sink = next;
        RequestHead request = next.request();
        if (!connection.takes(request)) {
            connection.changed(); // it serves the next one
            fail(Reason.UPSTREAM_PROTOCOL);
            return;
        }
        boolean whole = !request.hasBody();
        boolean last = whole && !request.isUpgrade();
        Http2Headers head = RequestFields.of(request, target, connection.isEncrypted());
        if (!connection.open(this, head, last)) {
            fail(Reason.UPSTREAM_REFUSED);
        } else if (whole) {
            handler.flush();
            awaitMore();
        } else {
            if (!isWritable()) {
                handler.flush(); // nothing of the body follows that the head could leave with
            }
            awaitRoom();
        }
    }

    /** The stream is open. */
    void opened(Http2Stream carrier, boolean last) {
        stream = carrier;
        sending.begin(carrier, last);
    }

    @Override
    public void requestBody(ByteBuf piece, boolean last, boolean chunked) {
        if (isOver()) {
            piece.release();
        } else {
            sending.add(piece, last && !chunked);
            send();
        }
    }

    @Override
    public void requestEnd(ByteBuf trailers) {
        if (isOver()) {
            trailers.release();
        } else {
            sending.end(trailers);
            send();
        }
    }

    /** Whether nothing is to be sent before the peer has answered. */
    private boolean isHandshake() {
        ResponseSink current = sink;
        return !tunnel && current != null && current.request().isUpgrade();
    }

    private boolean isOver() {
        return sink == null || stream == null || failure != Reason.NONE;
    }

    private void send() {
        sending.pump();
        handler.flush();
        awaitRoom();
    }

    /** Limits the wait for room; once all of the request has left, that for the response. */
    void awaitRoom() {
        if (isOver() || isHandshake()) {
            return;
        }
        blocked = sending.isWhole() ? sending.isStalled() : !isWritable();
        if (blocked) {
            loop.timeout(timeout, connection.limits().writeNanos());
        } else if (sending.isWhole()) {
            connection.uploaded(this);
            if (!paused) {
                awaitMore();
            }
        } else {
            loop.clear(timeout);
        }
    }

    /** Windows have grown, or the socket takes bytes again. */
    void pump() {
        if (ending && sending.pump()) {
            handler.flush();
        }
        if (isOver()) {
            return;
        }
        boolean moved = sending.pump();
        if (moved) {
            handler.flush();
        }
        if (moved || blocked && (isWritable() || !sending.isStalled())) {
            awaitRoom();
        }
        ResponseSink current = sink;
        if (current != null && isWritable()) {
            current.ready();
        }
    }

    @Override
    public void flush() {
        if (!isOver()) {
            handler.flush();
        }
    }

    @Override
    public boolean isWritable() {
        return !isOver() && handler.channel().isWritable() && sending.isOpen();
    }

    @Override
    public void abort() {
        over();
        if (handler.isActive()) {
            handler.flush();
        }
    }

    /** It is done with: ends a tunnel as a connection is ended, behind what was given (RFC 8441 section 5), all else at once. */
    private void over() {
        if (!tunnel || ending || failure != Reason.NONE || !handler.isActive()) {
            release(Http2Error.CANCEL);
            return;
        }
        ending = true;
        sink = null;
        while (answer.pieces() > 0) {
            next().release(); // whose room the peer may need for its end
        }
        loop.timeout(timeout, CLOSE_NANOS);
        sending.end(Unpooled.EMPTY_BUFFER);
        sending.pump();
    }

    /** Ends what it holds, and the stream, if that is still open. */
    private void release(Http2Error error) {
        sink = null;
        loop.remove(timeout);
        sending.release();
        connection.uploaded(this);
        answer.release();
        Http2Stream carrier = stream;
        if (carrier != null) {
            handler.reset(carrier, error);
        }
    }

    // What comes of it

    /** A field section came. */
    void fields(Http2Headers section, boolean last) {
        ResponseSink current = sink;
        if (current == null || failure != Reason.NONE) {
            return;
        }
        boolean first = !answer.isHeadIn();
        boolean good = first ? head(section, current, last) : !tunnel && answer.trailers(section, last);
        if (!good) {
            malformed();
            resetMalformed();
        } else if (first && !answer.isHeadIn()) {
            current.interim();
            if (sink != null) {
                current.response().clear();
            }
        } else {
            touch();
        }
    }

    private boolean head(Http2Headers section, ResponseSink current, boolean last) {
        RequestHead request = current.request();
        boolean good = answer.head(section, current.response(), request.forwardMethod(), last);
        if (good && request.isUpgrade() && current.response().status() / 100 == 2) {
            tunnel = true;
            answer.tunnelBegun();
            return Handshake.asSwitch(request, current.response());
        }
        return good;
    }

    /** A piece of the response came; gives how many bytes of it are done with already. */
    int data(ByteBuf piece, int padding, boolean last) {
        if (sink == null || failure != Reason.NONE) {
            return piece.readableBytes() + padding;
        }
        if (!answer.data(piece, last, paused)) {
            malformed();
            resetMalformed();
            return piece.readableBytes() + padding;
        }
        touch();
        return padding;
    }

    /** The peer has reset the stream. */
    void resetBy(long error) {
        if (answer.isWhole() || failure != Reason.NONE) {
            return; // NO_ERROR behind a whole response: it does not want the rest of the request
        }
        ResponseSink current = sink;
        if (current != null) {
            current.response().resetCode(error);
        }
        boolean unseen = error == Http2Error.REFUSED_STREAM.code() && !answer.isHeadIn();
        fail(unseen ? Reason.UPSTREAM_REFUSED : Reason.UPSTREAM_RESET);
    }

    /** The stream is closed, by a reset or with its connection; {@code unseen} where the peer has done nothing with it. */
    void closed(boolean unseen) {
        if (ending) {
            release(Http2Error.CANCEL);
        }
        if (sink != null && !answer.isWhole() && failure == Reason.NONE) {
            fail(unseen && !answer.isHeadIn() ? Reason.UPSTREAM_REFUSED : Reason.UPSTREAM_RESET);
        }
    }

    /** What came breaks the rules of HTTP/2; who found it resets the stream. */
    void malformed() {
        if (sink != null && failure == Reason.NONE) {
            fail(Reason.UPSTREAM_INVALID);
        }
    }

    private void resetMalformed() {
        Http2Stream carrier = stream;
        if (carrier != null) {
            handler.reset(carrier, Http2Error.PROTOCOL_ERROR);
        }
    }

    private void fail(Reason reason) {
        failure = reason;
        touch();
    }

    private void touch() {
        if (!queued) {
            queued = true;
            connection.touch(this);
        }
    }

    private void timedOut() {
        ResponseSink current = sink;
        boolean stalled = blocked;
        connection.suspect(begun);
        release(Http2Error.CANCEL);
        if (handler.isActive()) {
            handler.flush();
        }
        if (current != null) {
            current.failed(stalled ? Reason.UPSTREAM_WRITE_TIMEOUT : Reason.UPSTREAM_TIMEOUT);
        }
    }

    // Handing on

    /** Gives the sink what came, as far as the client takes it. */
    void deliver() {
        queued = false;
        ResponseSink current = sink;
        if (current == null) {
            return;
        }
        if (failure != Reason.NONE) {
            giveUp(current);
        } else if (answer.isHeadIn()) {
            if (!headGiven && !head(current)) {
                return;
            }
            body(current);
        }
    }

    /** Gives the head; false where the sink has all that there is, or wants no more. */
    private boolean head(ResponseSink current) {
        if (tunnel) {
            headGiven = true;
            current.tunnel(next());
            return sink != null;
        }
        if (answer.isWhole() && answer.pieces() <= 1) {
            ResponseHead response = current.response();
            ByteBuf body = next();
            ByteBuf trailers = answer.takeTrailers();
            answer.measure(response, body, trailers);
            release(Http2Error.CANCEL);
            current.whole(body, trailers);
            return false;
        }
        headGiven = true;
        current.head(next());
        if (sink == null) {
            return false;
        }
        if (current.isHeld()) {
            paused = true; // until the head has left
            loop.clear(timeout);
        }
        return true;
    }

    private void body(ResponseSink current) {
        while (sink != null && !paused && answer.pieces() > (keepsLast() ? 1 : 0)) {
            current.body(next());
        }
        if (sink == null) {
            return;
        }
        if (paused) {
            current.flush(); // or the client would never take more
        } else if (answer.isWhole()) {
            ByteBuf last = next();
            ByteBuf trailers = answer.takeTrailers();
            over();
            current.end(last, trailers);
        } else {
            awaitMore();
            current.flush();
        }
    }

    /** Whether a last piece is here that the client is given with the end; of a tunnel it may itself hold what ends it. */
    private boolean keepsLast() {
        return answer.isWhole() && !tunnel;
    }

    /** The next piece, or an empty one; the peer may send as much more. */
    private ByteBuf next() {
        ByteBuf piece = answer.poll();
        Http2Stream carrier = stream;
        if (carrier != null && piece.isReadable()) {
            handler.consumed(carrier, piece.readableBytes());
        }
        return piece;
    }

    /** There is no more of the response; what came before the end still belongs to the client. */
    private void giveUp(ResponseSink current) {
        Reason reason = failure;
        if (headGiven) {
            while (sink != null && answer.pieces() > 0 && !current.isHeld()) {
                current.body(next());
            }
            reason = reason == Reason.UPSTREAM_INVALID ? reason : Reason.UPSTREAM_TRUNCATED;
        }
        if (sink != null) {
            release(Http2Error.CANCEL);
            current.failed(reason);
        }
    }

    @Override
    public void clientWritable(boolean writable) {
        if (sink == null || paused != writable) {
            return;
        }
        paused = !writable;
        if (!writable) {
            rest();
            return;
        }
        if (failure == Reason.NONE && !answer.isWhole()) {
            awaitMore();
        }
        deliver();
        if (handler.isActive()) {
            handler.flush();
        }
    }

    /** Nothing of the response is waited for; in a tunnel the peer may still be slow to take what was given. */
    private void rest() {
        if (!tunnel || !blocked) {
            loop.clear(timeout);
        }
    }

    /** Limits the wait for the response, or its next piece, unless it may rest as long as it likes. */
    private void awaitMore() {
        ResponseSink current = sink;
        if (current == null) {
            return;
        }
        long nanos = tunnel ? 0 : answer.mayRest() ? current.eventNanos() : current.readNanos();
        if (nanos == 0) {
            rest();
        } else {
            loop.timeout(timeout, nanos);
        }
    }
}
