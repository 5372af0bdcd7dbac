package dev.sekisho.server.disk;

/**
 * Where a part of a body is, in the segment of its entry.
 *
 * @param offset in the file
 * @param length bytes
 * @param crc CRC32C of its bytes
 */
record Part(long offset, int length, int crc) {

    /** Bytes in a table. */
    static final int BYTES = 16;
}
