package dev.sekisho.policy.cache;

import dev.sekisho.dataplane.BodySource;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.UpstreamCall;
import dev.sekisho.policy.cache.store.Meta;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stored response on its way to one client. It holds the body from the moment at which it was found, so that it may be evicted
 * meanwhile. On the loop of its exchange; not thread-safe.
 */
final class Served implements BodySource {

    private final Meta meta;
    private final CacheStatus status;
    private final long age;
    private final Shape shape;
    private @Nullable ByteBuf body;
    private final int length;

    /**
     * Takes the body over.
     *
     * @param age milliseconds
     */
    Served(Meta meta, ByteBuf body, CacheStatus status, long age, Shape shape) {
        this.meta = meta;
        this.status = status;
        this.age = age;
        this.shape = shape;
        ByteBuf shaped = shape.body(body);
        this.body = shaped;
        this.length = shaped.readableBytes();
    }

    Meta meta() {
        return meta;
    }

    CacheStatus status() {
        return status;
    }

    /** Its age, milliseconds. */
    long age() {
        return age;
    }

    Shape shape() {
        return shape;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public Optional<ByteBuf> whole() {
        ByteBuf all = body;
        body = null;
        return Optional.of(all == null ? Unpooled.EMPTY_BUFFER : all);
    }

    /** Never called: the body is always at hand. */
    @Override
    public UpstreamCall open(Exchange exchange) {
        ChainRunner.fail(exchange, Reason.INTERNAL);
        throw new IllegalStateException("body: not at hand (expected: whole)");
    }

    /** Releases a body that nobody has taken. */
    void release() {
        ByteBuf all = body;
        body = null;
        if (all != null) {
            all.release();
        }
    }
}
