package dev.sekisho.dataplane;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The chain waits for a body: of the request before a backend is asked, of the response before its head leaves. */
final class Gathering {

    private Gathering() {}

    /** Has the body of the request come; the outcome where it is there already, else null. */
    static @Nullable Outcome request(Exchange x, Outcome.Gather wanted) {
        BodyPath bodies = x.bodyPath();
        ByteBuf known = bodies.request();
        RequestHead head = x.request();
        if (known != null || !head.hasBody()) {
            ByteBuf body = known == null ? Unpooled.EMPTY_BUFFER : known;
            return body.readableBytes() > wanted.maxBytes() ? tooLong(x, wanted) : whole(x, wanted, body);
        }
        if (head.contentLength() > wanted.maxBytes()) {
            return tooLong(x, wanted);
        }
        if (head.isExpectContinue()) {
            x.letBodyCome();
        }
        RequestGather gather = new RequestGather(x, wanted);
        x.upstream(gather);
        ByteBuf begun = bodies.takeGiven();
        if (begun.isReadable()) { // another policy has had more than it wanted
            gather.requestBody(begun, false);
        }
        if (gather.isWritable()) {
            bodies.client().upstreamWritable(true);
        }
        return null;
    }

    /** Has the body of the response come; the outcome where it is there already, else null. */
    static @Nullable Outcome response(Exchange x, Outcome.Gather wanted) {
        if (x.response().isBodiless(x.request().forwardMethod())) {
            return Outcome.CONTINUE;
        }
        BodySource source = x.heldSource;
        long length = source == null ? x.response().contentLength() : source.length();
        if (length > wanted.maxBytes()) {
            return tooLong(x, wanted);
        }
        boolean all = x.heldLast && source == null;
        if (!x.bodyPath().passHeld(all)) {
            return null;
        }
        if (x.heldPiece.readableBytes() > wanted.maxBytes()) {
            return tooLong(x, wanted);
        }
        return all ? whole(x, wanted, x.heldPiece) : more(x, wanted, source);
    }

    /** Has the rest of the body of the response come. */
    private static @Nullable Outcome more(Exchange x, Outcome.Gather wanted, @Nullable BodySource source) {
        ByteBuf first = x.heldPiece;
        x.heldPiece = Unpooled.EMPTY_BUFFER;
        x.bodyPath().gather(wanted, first);
        if (source != null) {
            x.heldSource = null;
            x.upstream(source.open(x));
        }
        UpstreamCall call = x.upstream();
        if (call != null) {
            call.clientWritable(true);
        }
        return null;
    }

    /** A body that a policy waits for is in, or too long for it. */
    static void done(Exchange x, Outcome.Gather wanted, boolean tooLong) {
        ByteBuf body = x.responding ? x.heldPiece : x.bodyPath().request();
        int serial = x.serial;
        ChainRunner.goOn(x, tooLong || body == null ? tooLong(x, wanted) : whole(x, wanted, body));
        UpstreamCall call = x.serial == serial ? x.upstream() : null;
        if (call != null && ChainRunner.isHeld(x)) {
            call.clientWritable(false); // until the head has left
        }
    }

    private static Outcome whole(Exchange x, Outcome.Gather wanted, ByteBuf body) {
        try {
            return Objects.requireNonNull(wanted.then().whole(x, body.duplicate()), "outcome");
        } catch (Throwable e) {
            return ChainRunner.failed(x, e);
        }
    }

    private static Outcome tooLong(Exchange x, Outcome.Gather wanted) {
        try {
            return Objects.requireNonNull(wanted.then().tooLong(x), "outcome");
        } catch (Throwable e) {
            return ChainRunner.failed(x, e);
        }
    }
}
