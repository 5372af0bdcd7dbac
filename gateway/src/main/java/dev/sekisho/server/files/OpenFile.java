package dev.sekisho.server.files;

import dev.sekisho.dataplane.BodyReader;
import dev.sekisho.dataplane.files.FileResult;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A file that is open. On its exchange's loop, once it was opened; not thread-safe. */
final class OpenFile implements FileResult.Content {

    /** Longest file that is read at once with its opening, and longest piece, bytes. */
    static final int PIECE = 64 << 10;

    private final Executor threads;
    private @Nullable FileChannel channel;

    private OpenFile(FileChannel channel, Executor threads) {
        this.channel = channel;
        this.threads = threads;
    }

    /** Opens a file; blocks. */
    static FileResult open(Path file, String name, BasicFileAttributes attributes, boolean whole, Executor threads)
            throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        boolean kept = false;
        try {
            long length = channel.size(); // of what is open, which may be newer than the attributes
            FileResult.Content content = FileResult.EMPTY;
            if (length > 0) {
                kept = !whole || length > PIECE;
                content = kept ? new OpenFile(channel, threads) : new Whole(read(channel, 0, (int) length));
            }
            return new FileResult.Found(
                    name, length, attributes.lastModifiedTime().toInstant(), content);
        } finally {
            if (!kept) {
                channel.close();
            }
        }
    }

    /** Reads so many bytes; blocks. */
    static ByteBuf read(FileChannel channel, long from, int length) throws IOException {
        ByteBuf bytes = PooledByteBufAllocator.DEFAULT.directBuffer(length, length);
        try {
            while (bytes.isWritable()) {
                int count = bytes.writeBytes(channel, from + bytes.writerIndex(), bytes.writableBytes());
                if (count < 0) {
                    throw new IOException("the file has become shorter");
                }
            }
            return bytes.retain();
        } finally {
            bytes.release();
        }
    }

    @Override
    public BodyReader read(long from, long length, Executor loop) {
        FileChannel open = channel;
        if (open == null) {
            throw new IllegalStateException("read: closed (expected: open)");
        }
        channel = null;
        return new FileReader(open, from, length, threads, loop);
    }

    @Override
    public void close() {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            FileReader.close(open);
        }
    }

    /** All of a short file. */
    private static final class Whole implements FileResult.Content {
        private @Nullable ByteBuf all;

        Whole(ByteBuf all) {
            this.all = all;
        }

        @Override
        public Optional<ByteBuf> whole() {
            ByteBuf given = all;
            all = null;
            return Optional.ofNullable(given);
        }

        @Override
        public BodyReader read(long from, long length, Executor loop) {
            throw new IllegalStateException("read: a short file (expected: whole)");
        }

        @Override
        public void close() {
            whole().ifPresent(ByteBuf::release);
        }
    }
}
