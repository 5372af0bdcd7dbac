package dev.sekisho.policy.compression;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * gzip (RFC 1952) by the JDK's zlib. zlib reads and writes the memory of the buffers itself, so nothing is copied; it holds some
 * 268 KiB outside the heap.
 */
final class GzipEncoder implements Encoder {

    private static final byte[] HEADER = {0x1F, (byte) 0x8B, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, (byte) 0xFF};
    private static final int ROOM = 1024; // bytes that zlib is given at least

    private final Deflater deflater;
    private final CRC32 crc = new CRC32();
    private long length;
    private boolean begun;

    GzipEncoder(int level) {
        this.deflater = new Deflater(level, true);
    }

    @Override
    public void write(ByteBuf piece, ByteBuf out) {
        int size = piece.readableBytes();
        if (size == 0) {
            return;
        }
        begin(out);
        int before = out.writerIndex();
        if (piece.nioBufferCount() == 1) {
            deflate(piece.internalNioBuffer(piece.readerIndex(), size), out);
        } else {
            for (ByteBuffer part : piece.nioBuffers()) {
                deflate(part, out);
            }
        }
        piece.skipBytes(size);
        takeBack(out, before);
    }

    private void begin(ByteBuf out) {
        if (!begun) {
            out.writeBytes(HEADER);
            begun = true;
        }
    }

    /** A header alone is of no use to anybody, and would cost a packet. */
    private void takeBack(ByteBuf out, int before) {
        if (before == HEADER.length && out.writerIndex() == before) {
            out.clear();
            begun = false;
        }
    }

    private void deflate(ByteBuffer part, ByteBuf out) {
        int start = part.position();
        length += part.remaining();
        crc.update(part);
        deflater.setInput(part.position(start));
        run(out, Deflater.NO_FLUSH);
    }

    private void run(ByteBuf out, int mode) {
        int room;
        int made;
        do {
            out.ensureWritable(ROOM);
            room = out.writableBytes();
            made = deflater.deflate(out.internalNioBuffer(out.writerIndex(), room), mode);
            out.writerIndex(out.writerIndex() + made);
        } while (made == room);
    }

    @Override
    public void flush(ByteBuf out) {
        begin(out);
        run(out, Deflater.SYNC_FLUSH);
    }

    @Override
    public void finish(ByteBuf out) {
        begin(out);
        deflater.finish();
        run(out, Deflater.NO_FLUSH);
        out.writeIntLE((int) crc.getValue());
        out.writeIntLE((int) length);
    }

    @Override
    public boolean reset() {
        deflater.reset();
        crc.reset();
        length = 0;
        begun = false;
        return true;
    }

    @Override
    public void end() {
        deflater.end();
    }
}
