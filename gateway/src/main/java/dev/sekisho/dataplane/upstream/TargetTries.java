package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.proxyprotocol.Ends;
import dev.sekisho.dataplane.proxyprotocol.HeaderSender;
import dev.sekisho.dataplane.transport.ClosingGuard;
import dev.sekisho.model.ProxyHeader;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The targets that one client connection, session or tunnel asks, one after the other, where no request goes to them: by the
 * same balancer, health, breakers and caps as requests. One client, on its loop.
 */
public final class TargetTries {

    private static final int MOST = 10; // targets that are asked, however many there are
    private static final int OPEN = 200; // the status that stands for a connection that was made
    private static final WriteBufferWaterMark WATER = new WriteBufferWaterMark(32 << 10, 64 << 10);

    private final UpstreamService service;
    private final LoopContext loop;
    private final long key;
    private final Subset subset;
    private final AttemptReport report;
    private @Nullable TargetState target;
    private long tried;
    private int asked;
    private boolean counted; // in the cap of connections

    /** The tries of a client at that address. */
    public TargetTries(UpstreamService service, LoopContext loop, byte[] clientAddress) {
        this(service, loop, service.hashKey(clientAddress), Subset.ALL);
    }

    /** The tries of a request that asks for a connection of its own, at some of the targets. */
    public TargetTries(UpstreamService service, Exchange x, Subset subset) {
        this(service, x.loop(), service.hashKey(x), subset);
    }

    private TargetTries(UpstreamService service, LoopContext loop, long key, Subset subset) {
        this.service = service;
        this.loop = loop;
        this.key = key;
        this.subset = subset;
        this.report = new AttemptReport(loop);
    }

    /** Chooses the next target; gives the reason where there is none, else {@code NONE}. */
    public Reason next() {
        LoopView view = service.view(loop);
        Member member = asked < MOST ? view.pick(key, subset, tried) : null;
        if (member == null
                || view.pickedBit() == 0 && asked >= service.members().all().size()) {
            return service.members().unresolved() ? Reason.UNRESOLVED : Reason.NO_TARGET;
        }
        tried |= view.pickedBit();
        asked++;
        if (!service.guards().connections().tryEnter()) {
            return Reason.UPSTREAM_LIMIT;
        }
        counted = true;
        long permit = Admission.permit(service.guards(), loop.now());
        if (permit == Admission.REFUSED) {
            leave();
            return Reason.BREAKER_OPEN;
        }
        target = member.state();
        report.begin(service, member.state(), permit);
        return Reason.NONE;
    }

    /** Where the chosen target is. */
    public InetSocketAddress where() {
        return chosen().identity().where();
    }

    /** The same as ASCII text, for logs; not to be changed. */
    public byte[] whereText() {
        return chosen().text();
    }

    private TargetState chosen() {
        TargetState current = target;
        if (current == null) {
            throw new IllegalStateException("target: none (expected: chosen)");
        }
        return current;
    }

    /**
     * Opens a connection to the chosen target, with the PROXY protocol's header and TLS as its upstream has them. Half-closed
     * connections stay open.
     *
     * @param behind takes what comes
     * @param ends of the client's connection, for the header
     * @return done once bytes can be sent
     */
    public ChannelFuture connect(ChannelHandler behind, Ends ends) {
        TargetState to = chosen();
        TargetTls tls = service.tls();
        int limit = service.settings().connectMillis();
        TlsOpening opening =
                tls == null ? null : new TlsOpening(tls, to.identity().address(), limit, behind);
        ProxyHeader header = service.config().proxyProtocol();
        HeaderSender ahead = header == ProxyHeader.OFF ? null : new HeaderSender(header, ends);
        ChannelFuture connecting = ClosingGuard.guard(new Bootstrap()
                .group(loop.eventLoop())
                .channel(to.transport().socket())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, limit)
                .handler(HeaderSender.before(opening == null ? behind : opening, ahead))
                .connect(to.identity().where()));
        return opening == null ? connecting : opening.follow(connecting);
    }

    /** The chosen target has taken the connection, or has answered. */
    public void opened() {
        report.answered(OPEN);
    }

    /** The connection could not be opened; gives the reason. Another one may be asked. */
    public Reason failed(Throwable cause) {
        if (cause instanceof ChannelException) { // no socket could be had here, which says nothing of the target
            cancelled();
            return Reason.OVERLOAD;
        }
        boolean late = cause instanceof ConnectTimeoutException || cause instanceof SslHandshakeTimeoutException;
        Reason reason = late ? Reason.CONNECT_TIMEOUT : Opening.reason(cause, service.tls() != null);
        failed(reason);
        return reason;
    }

    /** The chosen target has failed before it was {@link #opened}. */
    public void failed(Reason reason) {
        report.failed(reason);
        leave();
    }

    /** The connection is given up before it was {@link #opened}, which says nothing of the target. */
    public void cancelled() {
        report.cancelled();
        leave();
    }

    /** The connection has ended. */
    public void over() {
        report.over();
        leave();
    }

    private void leave() {
        target = null;
        if (counted) {
            counted = false;
            service.guards().connections().leave();
        }
    }
}
