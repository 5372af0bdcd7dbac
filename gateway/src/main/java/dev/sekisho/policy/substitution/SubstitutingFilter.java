package dev.sekisho.policy.substitution;

import dev.sekisho.dataplane.BodyFilter;
import dev.sekisho.dataplane.Exchange;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Replaces texts in the body of a response; on its loop. Between pieces it keeps the beginning of what may be a match, less than the
 * longest text, also when the upstream pauses: nobody can tell yet what it is.
 */
final class SubstitutingFilter implements BodyFilter {

    private static final int BLOCK = 16 << 10; // bytes that are searched at once
    private static final byte[] NOTHING = new byte[0];

    /** Lent for the time of one call. */
    private static final FastThreadLocal<byte[]> BLOCKS = new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
            return new byte[BLOCK + Substitution.LONGEST_FIND];
        }
    };

    private final Exchange exchange;
    private final Patterns patterns;
    private final List<Template> templates;
    private final LongAdder replaced;
    private final byte[] @Nullable [] rendered; // each when it is first wanted
    private long active;
    private byte[] kept = NOTHING;
    private int keptLength;

    SubstitutingFilter(Exchange exchange, Patterns patterns, List<Template> templates, LongAdder replaced) {
        this.exchange = exchange;
        this.patterns = patterns;
        this.templates = templates;
        this.replaced = replaced;
        this.rendered = new byte[patterns.count()][];
        this.active = patterns.all();
    }

    @Override
    public ByteBuf filter(ByteBuf piece, boolean last) {
        if (active == 0 && keptLength == 0) {
            return piece;
        }
        ByteBuf out = ByteBufAllocator.DEFAULT.directBuffer(Math.max(256, keptLength + piece.readableBytes()));
        try {
            search(piece, last, out);
        } catch (Throwable e) {
            out.release();
            throw e;
        } finally {
            piece.release();
        }
        return out;
    }

    private void search(ByteBuf piece, boolean last, ByteBuf out) {
        byte[] block = BLOCKS.get();
        System.arraycopy(kept, 0, block, 0, keptLength);
        int have = keptLength;
        boolean more;
        do {
            int size = Math.min(piece.readableBytes(), block.length - have);
            piece.readBytes(block, have, size);
            have += size;
            more = piece.isReadable();
            int undecided = replace(block, have, last && !more, out);
            System.arraycopy(block, undecided, block, 0, have - undecided);
            have -= undecided;
        } while (more);
        keep(block, have);
    }

    /** Writes what is decided; gives where the rest begins. */
    private int replace(byte[] block, int end, boolean whole, ByteBuf out) {
        int written = 0;
        while (true) {
            long found = patterns.find(block, written, end, active, whole);
            int start = Patterns.start(found);
            int index = Patterns.index(found);
            out.writeBytes(block, written, start - written);
            if (index < 0) {
                return start;
            }
            Patterns.Pattern pattern = patterns.get(index);
            out.writeBytes(text(index));
            replaced.increment();
            written = start + pattern.text().length;
            if (pattern.once()) {
                active &= ~(1L << index);
            }
        }
    }

    private byte[] text(int index) {
        byte[] text = rendered[index];
        if (text == null) {
            text = templates.get(index).render(exchange);
            rendered[index] = text;
        }
        return text;
    }

    private void keep(byte[] block, int length) {
        if (length > kept.length) {
            kept = new byte[patterns.longest()];
        }
        System.arraycopy(block, 0, kept, 0, length);
        keptLength = length;
    }
}
