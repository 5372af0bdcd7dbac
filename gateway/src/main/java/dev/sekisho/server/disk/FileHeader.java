package dev.sekisho.server.disk;

import java.nio.ByteBuffer;

/** The first bytes of a segment, big-endian: magic 8, version 4, CRC32C of magic, version and number 4, number 8. */
final class FileHeader {

    /** Bytes of it. */
    static final int BYTES = 24;

    /** Of the format that is written. */
    static final int VERSION = 1;

    private static final long MAGIC = 0x53454b49424c4f42L; // SEKIBLOB

    private FileHeader() {}

    /** What a file is. */
    enum Kind {
        /** A segment of this version and number. */
        OURS,
        /** Of another version, or damaged, or not even begun: of no use. */
        USELESS,
        /** Somebody else's. */
        FOREIGN
    }

    static ByteBuffer of(long id) {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        return bytes.putLong(MAGIC).putInt(VERSION).putInt(crc(VERSION, id)).putLong(id).flip();
    }

    /** Looks at the beginning of a file; of fewer bytes where it is shorter. */
    static Kind kind(ByteBuffer start, long id) {
        if (start.remaining() == 0) {
            return Kind.USELESS;
        }
        ByteBuffer own = of(id);
        int magic = Math.min(Long.BYTES, start.remaining());
        if (!start.slice(start.position(), magic).equals(own.slice(0, magic))) {
            return Kind.FOREIGN;
        }
        return start.equals(own) ? Kind.OURS : Kind.USELESS;
    }

    private static int crc(int version, long id) {
        ByteBuffer checked = ByteBuffer.allocate(Long.BYTES * 2 + Integer.BYTES);
        checked.putLong(MAGIC).putInt(version).putLong(id);
        return Crc.of(checked, 0, checked.capacity());
    }
}
