package dev.sekisho.policy.compression;

import dev.sekisho.dataplane.BodyFilter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/** Compresses the body of a response; on its loop. The encoder keeps at most what one of its windows holds. */
final class CompressingFilter implements BodyFilter {

    private static final int LEAST = 512; // bytes of an output buffer to begin with
    private static final int MOST = 64 << 10;

    private final Encoder encoder;
    private final Offer offer;
    private final int loop;
    private final boolean flushes;
    private boolean pending; // something was taken in that may not have left

    CompressingFilter(Encoder encoder, Offer offer, int loop, boolean flushes) {
        this.encoder = encoder;
        this.offer = offer;
        this.loop = loop;
        this.flushes = flushes;
        offer.counts().bodies().increment();
    }

    @Override
    public ByteBuf filter(ByteBuf piece, boolean last) {
        int size = piece.readableBytes();
        ByteBuf out = ByteBufAllocator.DEFAULT.directBuffer(Math.clamp(size / 2, LEAST, MOST));
        try {
            encoder.write(piece, out);
            if (last) {
                encoder.finish(out);
            }
        } catch (Throwable e) {
            out.release();
            throw e;
        } finally {
            piece.release();
        }
        pending |= size > 0;
        offer.counts().in().add(size);
        return made(out);
    }

    @Override
    public ByteBuf flush() {
        if (!flushes || !pending) {
            return Unpooled.EMPTY_BUFFER;
        }
        pending = false;
        ByteBuf out = ByteBufAllocator.DEFAULT.directBuffer(LEAST);
        try {
            encoder.flush(out);
        } catch (Throwable e) {
            out.release();
            throw e;
        }
        return made(out);
    }

    private ByteBuf made(ByteBuf out) {
        int size = out.readableBytes();
        if (size == 0) {
            out.release();
            return Unpooled.EMPTY_BUFFER;
        }
        offer.counts().out().add(size);
        return out;
    }

    @Override
    public void over(boolean whole) {
        offer.pool().give(encoder, loop);
    }
}
