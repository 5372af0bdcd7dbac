package dev.sekisho.dataplane.transport;

import dev.sekisho.dataplane.LoopContext;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The event loops of the gateway, each with its context. Thread-safe. */
public final class Loops implements AutoCloseable {

    private final Transport transport;
    private final MultiThreadIoEventLoopGroup group;
    private final List<LoopContext> contexts = new ArrayList<>();

    /** Starts that many loops. */
    public Loops(Transport transport, int count) {
        this.transport = transport;
        this.group =
                new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory("loop", false), transport.handlers());
        for (int i = 0; i < count; i++) {
            contexts.add(new LoopContext(i, (EventLoop) group.next()));
        }
    }

    /** The transport. */
    public Transport transport() {
        return transport;
    }

    /** The contexts, in the order of their numbers. */
    public List<LoopContext> contexts() {
        return List.copyOf(contexts);
    }

    /** Client connections open on all loops. */
    public long connections() {
        return contexts.stream().mapToLong(LoopContext::connections).sum();
    }

    /** TLS handshakes of clients that were done. */
    public long handshakes() {
        return contexts.stream().mapToLong(LoopContext::handshakes).sum();
    }

    /** TLS handshakes of clients that failed. */
    public long failedHandshakes() {
        return contexts.stream().mapToLong(LoopContext::failedHandshakes).sum();
    }

    /** Client connections that were closed for their PROXY protocol header, or for want of one. */
    public long refusedHeaders() {
        return contexts.stream().mapToLong(LoopContext::refusedHeaders).sum();
    }

    /** Stops the loops; what is still open on them closes. */
    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}
