package dev.sekisho.server.disk;

import dev.sekisho.policy.BlobKey;
import dev.sekisho.policy.BlobStore;
import java.util.concurrent.TimeUnit;

/** Bounds, each with its unit. */
final class Limits {

    /** Longest key, bytes. */
    static final int KEY = BlobKey.MAX_LENGTH;

    /** Longest metadata, bytes. */
    static final int METADATA = BlobStore.MAX_METADATA;

    /** Length of each part of a body but the last, bytes. */
    static final int BLOCK = BlobStore.BLOCK;

    /** Parts of a body: one of 64 GiB has as many. */
    static final int PARTS = 1 << 20;

    /** Memory of bodies that wait for the disk, bytes, over all writes of a store. */
    static final long PENDING = 32L << 20;

    /** Looks and pieces that wait in one lane. */
    static final int READS = 1024;

    /** Threads that read. A power of 2. */
    static final int READERS = 4;

    /** Of the limit of all bytes, so much is a segment's. */
    static final int SEGMENTS = 64;

    /** Shortest and longest segment, bytes. */
    static final long SEGMENT_MIN = 256 << 10;

    static final long SEGMENT_MAX = 1L << 30;

    /** After an error of the file system nothing is written for so long, nanoseconds. */
    static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

    private Limits() {}

    /** Where a segment takes no new entries any more, bytes. */
    static long segment(long all) {
        return Math.clamp(all / SEGMENTS, SEGMENT_MIN, SEGMENT_MAX);
    }
}
