package dev.sekisho.server.disk;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** CRC32C (RFC 3720, section 12.1; the processor computes it). */
final class Crc {

    private Crc() {}

    /** Of a range; the buffer stays as it is. */
    static int of(ByteBuffer bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(offset, length));
        return (int) crc.getValue();
    }

    /** Of what is readable. */
    static int of(ByteBuf bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.nioBuffer());
        return (int) crc.getValue();
    }
}
