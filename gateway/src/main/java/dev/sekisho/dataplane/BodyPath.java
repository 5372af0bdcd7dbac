package dev.sekisho.dataplane;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of an exchange whose policies want them: stands before its client, filters the response's pieces, gathers them where a
 * policy asked for that, and gives a gathered request body to whoever asks the client for it. Only exchanges with such a policy have
 * one. On the loop of its exchange; not thread-safe.
 */
final class BodyPath implements ClientStream {

    private final Exchange exchange;
    private final ClientStream client;
    private final List<BodyFilter> filters = new ArrayList<>(2);
    private final List<BodyFilter> early =
            new ArrayList<>(1); // of policies before one that gathers: they see pieces as they come
    private boolean over;
    private Outcome.@Nullable Gather gather; // of the response, while it is gathered
    private @Nullable ByteBuf gathered;
    private @Nullable ByteBuf given; // of the request, gathered before
    private boolean givenWhole;

    BodyPath(Exchange exchange, ClientStream client) {
        this.exchange = exchange;
        this.client = client;
    }

    /** Joins two pieces, both of which it takes over. */
    static ByteBuf join(ByteBuf first, ByteBuf second) {
        if (!first.isReadable()) {
            first.release();
            return second;
        }
        if (!second.isReadable()) {
            second.release();
            return first;
        }
        if (first instanceof CompositeByteBuf all) {
            return all.addComponent(true, second);
        }
        return ByteBufAllocator.DEFAULT
                .compositeBuffer(Integer.MAX_VALUE)
                .addComponent(true, first)
                .addComponent(true, second);
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

    /** A policy gathers: the filters that there are belong before it. Runs what is in so far through them. */
    ByteBuf early(ByteBuf piece, boolean last) {
        ByteBuf out = run(filters, 0, piece, last);
        early.addAll(filters); // none where that was the last piece
        filters.clear();
        return out;
    }

    /** Gathers the response from now on, behind this first piece, which it takes over. */
    void gather(Outcome.Gather wanted, ByteBuf first) {
        gather = wanted;
        gathered = first;
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
        ByteBuf all = join(gathered == null ? Unpooled.EMPTY_BUFFER : gathered, piece);
        gathered = all;
        boolean tooLong = all.readableBytes() > wanted.maxBytes();
        if (last || tooLong) {
            gather = null;
            gathered = null;
            exchange.heldPiece = all;
            exchange.heldLast = last;
            Gathering.done(exchange, wanted, tooLong);
        }
        return true;
    }

    /** A piece of a response whose head waits for a policy: what is under way before the upstream stops. */
    private boolean hold(ByteBuf piece, boolean last) {
        if (!ChainRunner.isHeld(exchange)) {
            return false;
        }
        exchange.heldPiece = join(exchange.heldPiece, piece);
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
        drop(gathered);
        gathered = null;
        endFilters(false);
    }

    private void endFilters(boolean whole) {
        end(early, whole);
        end(filters, whole);
    }

    private static void end(List<BodyFilter> ended, boolean whole) {
        for (int i = 0; i < ended.size(); i++) {
            ended.get(i).over(whole);
        }
        ended.clear();
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

    /** Runs a piece through the filters from that one on. */
    private static ByteBuf run(List<BodyFilter> filters, int from, ByteBuf piece, boolean last) {
        ByteBuf out = piece;
        for (int i = from; i < filters.size(); i++) {
            out = filters.get(i).filter(out, last);
        }
        if (last) {
            end(filters, true);
        }
        return out;
    }

    @Override
    public void head(Exchange x, ByteBuf piece, boolean last) {
        ByteBuf out = run(filters, 0, piece, last);
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
            return;
        }
        ByteBuf in = run(early, 0, piece, false);
        if (!take(in, false) && !hold(in, false)) {
            pass(0, in);
        }
    }

    private void pass(int from, ByteBuf piece) {
        ByteBuf out = run(filters, from, piece, false);
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
            ByteBuf kept = filters.get(i).flush();
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
        ByteBuf in = over ? Unpooled.EMPTY_BUFFER : run(early, 0, Unpooled.EMPTY_BUFFER, true);
        if (!over && (take(in, true) || hold(in, true))) {
            trailers.release(); // a policy has looked at the whole response, or still does
            return;
        }
        ByteBuf rest = over ? in : run(filters, 0, in, true);
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
            endFilters(false);
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
