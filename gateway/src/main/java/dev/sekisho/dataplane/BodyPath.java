package dev.sekisho.dataplane;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of an exchange whose policies want them: stands before its client, filters the response's pieces, gathers them where a
 * policy asked for that, and gives a gathered request body to whoever asks the client for it. Only exchanges with such a policy have
 * one. On the loop of its exchange; not thread-safe.
 */
final class BodyPath implements ClientStream {

    private final Exchange exchange;
    private final ClientStream client;
    private final BodyFilters filters;
    private boolean over;
    private Outcome.@Nullable Gather gather; // of the response, while it is gathered
    private final BodyBuffer gathered = new BodyBuffer();
    private int passed; // filters that what is held or gathered has been through, the first ones
    private @Nullable ByteBuf given; // of the request, gathered before
    private boolean givenWhole;

    BodyPath(Exchange exchange, ClientStream client) {
        this.exchange = exchange;
        this.client = client;
        this.filters = new BodyFilters(exchange);
    }

    // The request

    /** The client, as it is beneath. */
    ClientStream client() {
        return client;
    }

    /** Keeps what was gathered of the request's body, or what stands in its place. */
    void give(ByteBuf body, boolean whole) {
        drop(given);
        given = body;
        givenWhole = whole;
    }

    /** The request's body where all of it was gathered; null where it was not. */
    @Nullable
    ByteBuf request() {
        return givenWhole ? given : null;
    }

    /** What was gathered of the request's body, for somebody else, and the caller's from now on; empty where there is none. */
    ByteBuf takeGiven() {
        ByteBuf taken = given == null ? Unpooled.EMPTY_BUFFER : given;
        given = null;
        return taken;
    }

    /** Whether what was gathered of the request's body is all of it. */
    boolean isGivenWhole() {
        return givenWhole;
    }

    /** Takes no part in the exchange any more; gives what was gathered of the request's body, which is the caller's, or null. */
    @Nullable
    ByteBuf retire() {
        over = true;
        dropResponse();
        ByteBuf kept = given;
        given = null;
        return kept;
    }

    @Override
    public void upstreamWritable(boolean writable) {
        ByteBuf body = given;
        UpstreamCall call = exchange.upstream();
        if (!writable || body == null || call == null) {
            client.upstreamWritable(writable);
            return;
        }
        given = null;
        if (!givenWhole) {
            call.requestBody(body, false);
            client.upstreamWritable(true);
        } else if (exchange.request().contentLength() >= 0) {
            call.requestBody(body, true);
        } else {
            call.requestBody(body, false);
            call.requestEnd(Unpooled.EMPTY_BUFFER);
        }
    }

    // Gathering a response

    /**
     * Runs what is held of the response through the filters that there are, as a policy that gathers it is to see it: what filters nearer to
     * the backend make of it. Those that are added later run over what leaves.
     *
     * @return false where that failed, so that another response has taken the place of this one
     */
    boolean passHeld(boolean last) {
        int drops = filters.drops();
        ByteBuf piece = exchange.heldPiece;
        exchange.heldPiece = Unpooled.EMPTY_BUFFER;
        int all = filters.size();
        ByteBuf out = filters.filter(passed, all, piece, last);
        if (drops != filters.drops()) {
            out.release();
            return false;
        }
        exchange.heldPiece = out;
        passed = last ? 0 : all;
        return true;
    }

    /** Gathers the response from now on, behind this first piece, which it takes over. */
    void gather(Outcome.Gather wanted, ByteBuf first) {
        gather = wanted;
        gathered.add(first);
    }

    /** Whether a response is gathered. */
    boolean isGathering() {
        return gather != null;
    }

    /** Takes a piece in; false where none is wanted. */
    private boolean take(ByteBuf piece, boolean last) {
        Outcome.Gather wanted = gather;
        if (wanted == null) {
            return false;
        }
        int drops = filters.drops();
        ByteBuf out = filters.filter(0, passed, piece, last);
        if (drops != filters.drops()) {
            out.release();
            return true;
        }
        passed = last ? 0 : passed;
        gathered.add(out);
        boolean tooLong = gathered.size() > wanted.maxBytes();
        if (last || tooLong) {
            gather = null;
            exchange.heldPiece = gathered.take();
            exchange.heldLast = last;
            Gathering.done(exchange, wanted, tooLong);
        }
        return true;
    }

    /** A piece of a response whose head waits for a policy: what is under way before the upstream stops. */
    boolean hold(ByteBuf piece, boolean last) {
        if (!ChainRunner.isHeld(exchange)) {
            return false;
        }
        int drops = filters.drops();
        ByteBuf out = filters.filter(0, passed, piece, last);
        if (drops != filters.drops()) {
            out.release();
            return true;
        }
        passed = last ? 0 : passed;
        BodyBuffer held = new BodyBuffer();
        held.add(exchange.heldPiece);
        held.add(out);
        exchange.heldPiece = held.take();
        exchange.heldLast = last;
        return true;
    }

    // The response

    void add(BodyFilter filter) {
        filters.add(filter);
    }

    /** Another response takes the place of the one that was filtered or gathered so far. */
    void dropResponse() {
        gather = null;
        gathered.release();
        passed = 0;
        filters.drop();
    }

    private static void drop(@Nullable ByteBuf buffer) {
        if (buffer != null) {
            buffer.release();
        }
    }

    /** The exchange is over. */
    void end() {
        over = true;
        dropResponse();
        drop(given);
        given = null;
    }

    @Override
    public void head(Exchange x, ByteBuf piece, boolean last) {
        ByteBuf out = filters.filter(passed, filters.size(), piece, last);
        passed = 0;
        if (over) {
            out.release();
            return;
        }
        ResponseHead head = x.response();
        if (last && head.contentLength() < 0 && !head.isBodiless(x.request().method())) {
            head.contentLength(out.readableBytes());
        }
        client.head(x, out, last);
    }

    @Override
    public void body(ByteBuf piece) {
        if (over) {
            piece.release();
        } else if (!take(piece, false) && !hold(piece, false)) {
            pass(0, piece);
        }
    }

    private void pass(int from, ByteBuf piece) {
        ByteBuf out = filters.filter(from, filters.size(), piece, false);
        if (over || !out.isReadable()) {
            out.release();
        } else {
            client.body(out);
        }
    }

    @Override
    public void flush() {
        if (over || isGathering() || ChainRunner.isHeld(exchange)) {
            return;
        }
        for (int i = 0; i < filters.size() && !over; i++) {
            ByteBuf kept = filters.flush(i);
            if (kept.isReadable()) {
                pass(i + 1, kept);
            } else {
                kept.release();
            }
        }
        if (!over) {
            client.flush();
        }
    }

    @Override
    public void end(ByteBuf trailers) {
        if (over || take(Unpooled.EMPTY_BUFFER, true) || hold(Unpooled.EMPTY_BUFFER, true)) {
            trailers.release(); // a policy has looked at the whole response, or still does
            return;
        }
        ByteBuf rest = filters.filter(0, filters.size(), Unpooled.EMPTY_BUFFER, true);
        if (over) {
            rest.release();
            trailers.release();
            return;
        }
        if (rest.isReadable()) {
            client.body(rest);
        } else {
            rest.release();
        }
        client.end(trailers);
    }

    @Override
    public void cut() {
        if (!over) {
            over = true;
            filters.drop();
            client.cut();
        }
    }

    // What has nothing to do with bodies

    @Override
    public void informational(Exchange x) {
        client.informational(x);
    }

    @Override
    public void tunnel(Exchange x, ByteBuf first) {
        client.tunnel(x, first);
    }

    @Override
    public void tunnelOver() {
        client.tunnelOver();
    }

    @Override
    public boolean isWritable() {
        return isGathering() || client.isWritable();
    }
}
