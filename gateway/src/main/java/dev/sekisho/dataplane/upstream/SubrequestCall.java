package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.OwnRequest;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.Subrequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A subrequest on its way. Its answer counts once it is whole; one whose body is longer than wanted counts at that point, and
 * the rest is not read. On the loop of the client's exchange; not thread-safe.
 */
final class SubrequestCall extends OwnRequest {

    /** Of the client's connection, its body, or what it has already; Host becomes the target's. */
    private static final List<HeaderName> LEFT_OUT = List.of(
            HeaderName.HOST,
            HeaderName.CONTENT_LENGTH,
            HeaderName.TRANSFER_ENCODING,
            HeaderName.TRAILER,
            HeaderName.EXPECT,
            HeaderName.UPGRADE,
            HeaderName.of("Range"),
            HeaderName.of("If-Range"),
            HeaderName.of("If-Match"),
            HeaderName.of("If-None-Match"),
            HeaderName.of("If-Modified-Since"),
            HeaderName.of("If-Unmodified-Since"));

    private static final byte[] NOTHING = new byte[0];

    private final Exchange client;
    private final Subrequest subrequest;
    private final Answer answer = new Answer();
    private @Nullable ByteArrayOutputStream body;
    private int seen; // bytes of the body
    private boolean tooLong;

    /** What the policy waits for; cancelled where the client leaves. */
    private final class Answer extends CompletableFuture<Outcome> {
        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            boolean first = super.cancel(mayInterruptIfRunning);
            end();
            return first;
        }
    }

    private SubrequestCall(Exchange x, Subrequest subrequest) {
        super(x);
        this.client = x;
        this.subrequest = subrequest;
    }

    /** Asks. */
    static CompletableFuture<Outcome> ask(
            Exchange x, Subrequest subrequest, UpstreamService upstream, ProxyCalls calls) {
        SubrequestCall call = new SubrequestCall(x, subrequest);
        strip(call.exchange().request());
        subrequest.make(x, call.exchange().request());
        long total = subrequest.totalNanos();
        RouteRules rules = total == 0 ? RouteRules.NONE : new RouteRules(null, null, total, 0, -1, null, null);
        call.start(x, calls.to(upstream, rules));
        return call.answer;
    }

    private static void strip(RequestHead head) {
        Headers headers = head.headers();
        for (int i = 0; i < LEFT_OUT.size(); i++) {
            headers.remove(LEFT_OUT.get(i));
        }
        head.contentLength(0);
        head.upgrade(false);
        head.webSocket(false);
        head.expectContinue(false);
        head.connectPort(0);
    }

    @Override
    protected void headIn() {}

    @Override
    protected void piece(ByteBuf piece) {
        int more = piece.readableBytes();
        if (more <= subrequest.maxBody() - seen) {
            seen += more;
            keep(piece);
        } else if (!tooLong) {
            tooLong = true;
            decide(exchange().reason());
            exchange().loop().eventLoop().execute(this::end); // not amid what reports the piece
        }
    }

    private void keep(ByteBuf piece) {
        if (!piece.isReadable() || (exchange().response().isSuccess() && !subrequest.wantsBodies())) {
            return;
        }
        ByteArrayOutputStream all = body == null ? new ByteArrayOutputStream(piece.readableBytes()) : body;
        all.writeBytes(ByteBufUtil.getBytes(piece));
        body = all;
    }

    @Override
    protected void whole() {
        decide(exchange().reason());
    }

    /** Cut off, or given up. */
    @Override
    protected void ended() {
        Reason reason = exchange().reason();
        decide(reason == Reason.NONE ? Reason.UPSTREAM_RESET : reason);
    }

    /** Decides, unless it is decided already; with a reason there is no answer. */
    private void decide(Reason reason) {
        if (answer.isDone()) {
            return;
        }
        try {
            answer.complete(
                    reason == Reason.NONE
                            ? subrequest.answered(client, exchange().response(), body())
                            : subrequest.failed(client, reason));
        } catch (RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }

    private Optional<byte[]> body() {
        if (tooLong) {
            return Optional.empty();
        }
        return Optional.of(body == null ? NOTHING : body.toByteArray());
    }
}
