package dev.sekisho.server.files;

import dev.sekisho.dataplane.BodyReader;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a part of a file, a piece at a time on a thread that may block. On its exchange's loop; not thread-safe. */
final class FileReader implements BodyReader {

    private static final Logger LOG = LoggerFactory.getLogger(FileReader.class);

    private final FileChannel channel;
    private final Executor threads;
    private final Executor loop;
    private final long end;
    private long position;
    private boolean waiting;
    private boolean closed;

    FileReader(FileChannel channel, long from, long length, Executor threads, Executor loop) {
        this.channel = channel;
        this.position = from;
        this.end = from + length;
        this.threads = threads;
        this.loop = loop;
    }

    @Override
    public long remaining() {
        return end - position;
    }

    @Override
    public void next(Sink sink) {
        if (closed || waiting || position >= end) {
            throw new IllegalStateException("next: closed, waiting or at the end (expected: more to come)");
        }
        waiting = true;
        long from = position;
        int length = (int) Math.min(OpenFile.PIECE, end - from);
        try {
            threads.execute(() -> fetch(from, length, sink));
        } catch (RejectedExecutionException e) {
            waiting = false;
            close();
            sink.failed();
        }
    }

    /** On a thread that may block. */
    private void fetch(long from, int length, Sink sink) {
        ByteBuf piece = read(from, length);
        try {
            loop.execute(() -> arrived(piece, sink));
        } catch (RejectedExecutionException e) { // the loop has ended
            if (piece != null) {
                piece.release();
            }
            close(channel);
        }
    }

    private @Nullable ByteBuf read(long from, int length) {
        try {
            return OpenFile.read(channel, from, length);
        } catch (IOException e) {
            LOG.error("a file cannot be read on", e);
            return null;
        }
    }

    private void arrived(@Nullable ByteBuf piece, Sink sink) {
        waiting = false;
        if (closed) {
            if (piece != null) {
                piece.release();
            }
            close(channel);
        } else if (piece == null) {
            close();
            sink.failed();
        } else {
            position += piece.readableBytes();
            sink.piece(piece);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            if (!waiting) {
                close(channel);
            }
        }
    }

    /** Closes what was only read, where nothing can be lost. */
    static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.warn("a file cannot be closed", e);
        }
    }
}
