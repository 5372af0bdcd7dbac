package dev.sekisho.server.disk;

import dev.sekisho.policy.BlobKey;
import dev.sekisho.policy.BlobStore;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An entry's record, read and checked.
 *
 * @param key whole
 * @param metadata as they were written
 * @param parts of the body, in order
 * @param only the body, where it has one part and that stands in the record; the receiver's to release
 */
record Loaded(byte[] key, byte[] metadata, Part[] parts, @Nullable ByteBuf only) {

    /** Reads it; empty where it is damaged. The segment must be held. */
    static Optional<Loaded> load(Entry entry, boolean withBody) throws IOException {
        Header header = entry.header();
        int head = (int) (Header.BYTES + header.payload());
        boolean body = withBody && header.parts() == 1 && header.inline() > 0;
        ByteBuf read = PooledByteBufAllocator.DEFAULT.directBuffer(head + (body ? header.inline() : 0));
        try {
            ByteBuffer bytes = read.nioBuffer(0, read.capacity());
            if (!entry.segment().read(bytes.duplicate(), entry.offset())) {
                return Optional.empty();
            }
            if (!Header.read(bytes).filter(header::equals).isPresent()
                    || Crc.of(bytes, Header.BYTES, head - Header.BYTES) != header.crc()) {
                return Optional.empty();
            }
            return parse(entry, bytes.slice(Header.BYTES, head - Header.BYTES))
                    .flatMap(loaded -> body ? loaded.with(read.retainedSlice(head, header.inline())) : Optional.of(loaded));
        } finally {
            read.release();
        }
    }

    /** What its user is told, with the key that was read. */
    BlobStore.Head head(Entry entry) {
        return head(entry, new BlobKey(entry.header().high(), entry.header().low(), key));
    }

    /** The same with an equal key. */
    BlobStore.Head head(Entry entry, BlobKey equal) {
        return new BlobStore.Head(equal, metadata, entry.length(), entry.header().expires());
    }

    /** Releases the body. */
    void release() {
        if (only != null) {
            only.release();
        }
    }

    private Optional<Loaded> with(ByteBuf body) {
        if (Crc.of(body) == parts[0].crc()) {
            return Optional.of(new Loaded(key, metadata, parts, body));
        }
        body.release();
        return Optional.empty();
    }

    private static Optional<Loaded> parse(Entry entry, ByteBuffer payload) {
        byte[] key = new byte[entry.header().key()];
        byte[] metadata = new byte[entry.header().metadata()];
        payload.get(key).get(metadata);
        return table(payload, entry.header().parts(), entry.length()).map(parts -> new Loaded(key, metadata, parts, null));
    }

    /** The parts, all of full length but the last; empty where they are not. */
    private static Optional<Part[]> table(ByteBuffer from, int count, long length) {
        Part[] parts = new Part[count];
        long sum = 0;
        for (int i = 0; i < count; i++) {
            parts[i] = new Part(from.getLong(), from.getInt(), from.getInt());
            boolean sound = parts[i].length() == Limits.BLOCK || i == count - 1;
            if (!sound || parts[i].offset() < 0 || parts[i].length() < 1 || parts[i].length() > Limits.BLOCK) {
                return Optional.empty();
            }
            sum += parts[i].length();
        }
        return sum == length ? Optional.of(parts) : Optional.empty();
    }
}
