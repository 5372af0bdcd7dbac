package dev.sekisho.server.disk;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The first bytes of each record in a segment, big-endian: kind 4, CRC32C of what follows 4, sequence 8, digest 16, expires 8, lengths
 * of key, metadata, table (in parts) and inline bytes 4 each, CRC32C of key, metadata and table 4, and 4 that are zero.
 *
 * @param kind of the record
 * @param sequence of the entry; grows with each
 * @param high first half of the key's digest
 * @param low the other half
 * @param expires milliseconds since 1970
 * @param key its length in bytes
 * @param metadata its length in bytes
 * @param parts of the body that the table names
 * @param inline bytes behind the table
 * @param crc of key, metadata and table
 */
record Header(
        Kind kind,
        long sequence,
        long high,
        long low,
        long expires,
        int key,
        int metadata,
        int parts,
        int inline,
        int crc) {

    /** Bytes of a header. */
    static final int BYTES = 64;

    private static final int CHECKED_FROM = 8;

    /** What a record is. */
    enum Kind {
        /** Key, metadata, table of the body's parts, and the last part where it is short. */
        ENTRY(0x454e5452),
        /** A part of a body whose entry follows. */
        BLOCK(0x424c4f4b),
        /** Entries of the digest in this segment up to the sequence are no more. */
        REMOVAL(0x52454d56);

        private final int code;

        Kind(int code) {
            this.code = code;
        }
    }

    /** A header of a block. */
    static Header block(long sequence, Digest digest, int length) {
        return new Header(Kind.BLOCK, sequence, digest.high(), digest.low(), 0, 0, 0, 0, length, 0);
    }

    /** A header of a removal. */
    static Header removal(long sequence, Digest digest) {
        return new Header(Kind.REMOVAL, sequence, digest.high(), digest.low(), 0, 0, 0, 0, 0, 0);
    }

    /** Bytes of key, metadata and table. */
    long payload() {
        return (long) key + metadata + (long) parts * Part.BYTES;
    }

    /** Bytes of the whole record. */
    long record() {
        return BYTES + payload() + inline;
    }

    Digest digest() {
        return new Digest(high, low);
    }

    /** Appends it to a buffer. */
    void put(ByteBuffer to) {
        int start = to.position();
        to.putInt(kind.code).putInt(0).putLong(sequence).putLong(high).putLong(low).putLong(expires);
        to.putInt(key).putInt(metadata).putInt(parts).putInt(inline).putInt(crc).putInt(0);
        to.putInt(start + 4, Crc.of(to, start + CHECKED_FROM, BYTES - CHECKED_FROM) ^ kind.code);
    }

    /** Reads it; empty where it is damaged or none. */
    static Optional<Header> read(ByteBuffer from) {
        int start = from.position();
        int code = from.getInt(start);
        if ((from.getInt(start + 4) ^ code) != Crc.of(from, start + CHECKED_FROM, BYTES - CHECKED_FROM)) {
            return Optional.empty();
        }
        for (Kind kind : Kind.values()) {
            if (kind.code == code) {
                return Optional.of(read(kind, from.slice(start + CHECKED_FROM, BYTES - CHECKED_FROM)))
                        .filter(Header::isSound);
            }
        }
        return Optional.empty();
    }

    private static Header read(Kind kind, ByteBuffer from) {
        return new Header(
                kind,
                from.getLong(),
                from.getLong(),
                from.getLong(),
                from.getLong(),
                from.getInt(),
                from.getInt(),
                from.getInt(),
                from.getInt(),
                from.getInt());
    }

    /** Whether lengths are such as are written: a file is not trusted to be ours because a checksum fits. */
    private boolean isSound() {
        return key >= 0
                && key <= Limits.KEY
                && metadata >= 0
                && metadata <= Limits.METADATA
                && parts >= 0
                && parts <= Limits.PARTS
                && inline >= 0
                && inline <= Limits.BLOCK;
    }
}
