package dev.sekisho.dataplane.listener.h1;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeldBytes;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.UpstreamCall;
import dev.sekisho.dataplane.http1.RequestParser;
import dev.sekisho.dataplane.listener.ListenerSettings;
import dev.sekisho.dataplane.websocket.WebSocketTunnel;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Reads what a client sends: request heads, bodies, the bytes of a tunnel. Bytes that cannot be used yet (the next request
 * while one is served, a body that the upstream does not take) are held, and reading stops, so a client can make the
 * gateway hold one read of bytes and no more. On the connection's loop only.
 */
final class RequestReader {

    private final Http1Connection connection;
    private final RequestCycle cycle;
    private final ListenerSettings settings;
    private final ClientTimeout timeout;
    private final RequestParser parser;
    private final RequestBody body = new RequestBody();
    private final HeldBytes held = new HeldBytes();
    private boolean processing;
    private boolean ended; // the client sends no more, which is to be passed on

    RequestReader(Http1Connection connection, RequestCycle cycle, ClientTimeout timeout, ListenerSettings settings) {
        this.connection = connection;
        this.cycle = cycle;
        this.settings = settings;
        this.timeout = timeout;
        this.parser = new RequestParser(settings.heads());
    }

    /** The body of the request under way. */
    RequestBody body() {
        return body;
    }

    /** Why the head read last is refused; {@link Reason#NONE} where it is not. */
    Reason refused() {
        return parser.refused();
    }

    /** Whether bytes came that are not used yet. */
    boolean isHolding() {
        return !held.isEmpty();
    }

    /** Drops bytes that are not used yet. */
    void releaseHeld() {
        held.release();
    }

    /** Bytes came; takes them over. */
    void read(ByteBuf in) {
        if (held.isEmpty()) {
            process(in);
        } else {
            hold(in);
        }
    }

    /** What stopped the reading may be over: goes on with the bytes held, and reads more once they are used up. */
    void resume() {
        if (processing) {
            return;
        }
        process(held.take());
        if (held.isEmpty() && cycle.phase() != Phase.CLOSING) {
            connection.channel().config().setAutoRead(true);
        }
    }

    /** The client sends no more into the tunnel: passes that on behind all that came before. */
    void end() {
        ended = true;
        if (held.isEmpty() && !processing) {
            process(Unpooled.EMPTY_BUFFER);
        }
    }

    private void hold(ByteBuf in) {
        held.add(connection.channel().alloc(), in);
        connection.channel().config().setAutoRead(false);
    }

    private void process(ByteBuf in) {
        processing = true;
        try {
            boolean more = true;
            while (more) {
                more = step(in); // takes a head or a piece of a body
            }
        } catch (RuntimeException e) {
            in.release();
            throw e;
        } finally {
            processing = false;
        }
        if (in.isReadable() && cycle.phase() != Phase.CLOSING) {
            hold(in);
        } else {
            in.release();
        }
    }

    /** Takes what it can use; false where it can use nothing more for now. */
    private boolean step(ByteBuf in) {
        return switch (cycle.phase()) {
            case HEAD -> in.isReadable() && connection.channel().isWritable() && head(in);
            case BODY -> bodyPiece(in);
            case DISCARD -> discard(in);
            case TUNNEL -> tunnelPiece(in);
            case RESPONSE -> false;
            case CLOSING -> {
                connection.drop(in);
                yield false;
            }
        };
    }

    private boolean head(ByteBuf in) {
        Exchange x = cycle.exchange();
        if (x == null) {
            x = cycle.acquire();
            parser.next();
        }
        boolean first = x.request().headers().end() == 0;
        if (!parser.parse(x.request(), in)) {
            if (first) {
                timeout.await(settings.headNanos());
            }
            return false;
        }
        cycle.begin(x);
        return true;
    }

    private boolean bodyPiece(ByteBuf in) {
        UpstreamCall call = cycle.upstream();
        if (call == null || !call.isWritable()) {
            timeout.clear();
            return false;
        }
        ByteBuf piece = body.next(in);
        Reason refused = body.exceeds(cycle.bodyLimit()) ? Reason.BODY_TOO_LARGE : body.refused();
        if (refused != Reason.NONE) {
            piece.release();
            cycle.fail(refused);
            return false;
        }
        cycle.received(piece.readableBytes());
        if (body.isDone()) {
            lastPiece(call, piece);
            return true;
        }
        if (piece.isReadable()) {
            call.requestBody(piece, false);
            return true;
        }
        call.flush();
        timeout.await(settings.bodyNanos());
        return false;
    }

    private void lastPiece(UpstreamCall call, ByteBuf piece) {
        cycle.phase(Phase.RESPONSE);
        timeout.clear();
        if (body.isChunked()) {
            piece.release(); // empty: the end comes behind the data
            call.requestEnd(body.takeTrailers());
        } else {
            call.requestBody(piece, true);
        }
    }

    private boolean discard(ByteBuf in) {
        body.next(in).release();
        if (body.refused() != Reason.NONE) {
            connection.close();
            return false;
        }
        if (body.isDone()) {
            cycle.next();
            return true;
        }
        return in.isReadable();
    }

    private boolean tunnelPiece(ByteBuf in) {
        UpstreamCall call = cycle.upstream();
        if (call != null && in.isReadable() && call.isWritable()) {
            ByteBuf piece = in.readRetainedSlice(in.readableBytes());
            WebSocketTunnel webSocket = cycle.webSocket();
            if (webSocket == null) {
                call.requestBody(piece, false);
            } else {
                webSocket.fromClient(piece);
            }
        }
        if (call != null && ended && !in.isReadable()) {
            ended = false;
            cycle.clientDone(call);
        }
        return false;
    }
}
