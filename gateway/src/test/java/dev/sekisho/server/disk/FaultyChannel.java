package dev.sekisho.server.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** A file that does what the disk of a test does. */
final class FaultyChannel extends FileChannel {

    /** What happens before the file is touched; may take its time, or fail. */
    interface Trouble {
        void beforeWrite(long bytes) throws IOException;

        void beforeRead() throws IOException;
    }

    private final FileChannel file;
    private final Trouble trouble;

    FaultyChannel(FileChannel file, Trouble trouble) {
        this.file = file;
        this.trouble = trouble;
    }

    static Channels with(Trouble trouble) {
        return (path, fresh) -> new FaultyChannel(Channels.SYSTEM.open(path, fresh), trouble);
    }

    /** Writes half of it before it fails, as a full disk does. */
    @Override
    public long write(ByteBuffer[] from, int offset, int length) throws IOException {
        long bytes = 0;
        for (int i = offset; i < offset + length; i++) {
            bytes += from[i].remaining();
        }
        try {
            trouble.beforeWrite(bytes);
        } catch (IOException e) {
            ByteBuffer first = from[offset];
            file.write(first.slice(first.position(), first.remaining() / 2));
            throw e;
        }
        return file.write(from, offset, length);
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
        trouble.beforeRead();
        return file.read(into, position);
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        return file.read(into);
    }

    @Override
    public long read(ByteBuffer[] into, int offset, int length) throws IOException {
        return file.read(into, offset, length);
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        return file.write(from);
    }

    @Override
    public int write(ByteBuffer from, long position) throws IOException {
        return file.write(from, position);
    }

    @Override
    public long position() throws IOException {
        return file.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
        file.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        file.truncate(size);
        return this;
    }

    @Override
    public void force(boolean metadata) throws IOException {
        file.force(metadata);
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
        return file.transferTo(position, count, target);
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) throws IOException {
        return file.transferFrom(source, position, count);
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
        return file.map(mode, position, size);
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
        return file.lock(position, size, shared);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return file.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        file.close();
    }
}
