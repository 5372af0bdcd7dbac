package dev.sekisho.policy;

import dev.sekisho.dataplane.BodyReader;
import io.netty.buffer.ByteBuf;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Bytes under keys that outlive the process, with metadata that only their user understands. It is a cache: what it holds may be gone
 * at any time, and a write may be dropped; but what it gives is what was written, checked byte by byte. Thread-safe; nothing here
 * blocks, and looking for a key takes no lock.
 */
public interface BlobStore {

    /** Holds nothing. */
    BlobStore NONE = new NoBlobs();

    /** Never expires. */
    long NEVER = Long.MAX_VALUE;

    /** Longest metadata, in bytes. */
    int MAX_METADATA = 1 << 20;

    /** Longest piece that a body is read in, in bytes. */
    int BLOCK = 64 << 10;

    /**
     * Where a store is and how much it may hold.
     *
     * @param directory made where it is missing; only one process uses it at a time
     * @param maxBytes of all files together, at least 1 MiB
     * @param maxEntry longest body, in bytes, at most a quarter of {@code maxBytes}
     * @param inactive what nobody asked for so long goes, a second to ten years; a restart counts as asking
     */
    record Settings(Path directory, long maxBytes, long maxEntry, Duration inactive) {

        private static final long LEAST = 1 << 20;
        private static final Duration LONGEST = Duration.ofDays(3653);

        /** Checks the bounds. */
        public Settings {
            if (maxBytes < LEAST) {
                throw new IllegalArgumentException("max-bytes: " + maxBytes + " (expected: >= " + LEAST + ")");
            }
            if (maxEntry < 1 || maxEntry > maxBytes / 4) {
                throw new IllegalArgumentException(
                        "max-entry: " + maxEntry + " (expected: 1 to a quarter of the store, " + maxBytes / 4 + ")");
            }
            if (inactive.compareTo(Duration.ofSeconds(1)) < 0 || inactive.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("inactive: " + inactive + " (expected: 1s to ten years)");
            }
        }
    }

    /**
     * What is known of stored bytes without reading them.
     *
     * @param metadata must not be changed
     * @param length of the body in bytes
     * @param expires milliseconds since 1970, or {@link #NEVER}
     */
    record Head(BlobKey key, byte[] metadata, long length, long expires) {}

    /** What becomes of a look into the store. */
    interface Opening {

        /** It is there; {@link Reader#close} it when it is not needed any more. On the executor. */
        void opened(Reader reader);

        /** It turned out not to be there, or is not readable: damaged, of another key, the disk too slow. On the executor. */
        void missing();
    }

    /** Reads one body, checked, in pieces of at most {@link #BLOCK} bytes; all methods on the executor that it was opened with. */
    interface Reader extends BodyReader {

        /** What is stored beside the body. */
        Head head();

        /**
         * Only these bytes of the body; before the first piece is asked for.
         *
         * @throws IllegalArgumentException where the body does not have them
         */
        void range(long from, long length);
    }

    /** Writes one body; all methods on one thread. Ends with {@link #commit} or {@link #abort}; more of either does nothing. */
    interface Writer {

        /**
         * The next piece, which is copied and stays the caller's, its indexes as they are.
         *
         * @return whether it goes on; else the write was dropped, for good: the body is too long, the disk too slow, full or broken
         */
        boolean write(ByteBuf piece);

        /**
         * That was all of it; it is found once it is written, in place of what was there.
         *
         * @param metadata taken over, at most {@link #MAX_METADATA} bytes
         * @param expires when it goes by itself, milliseconds since 1970, or {@link #NEVER}
         */
        void commit(byte[] metadata, long expires);

        /** What was written is not wanted; what was there under the key stays. */
        void abort();
    }

    /**
     * Figures of a store, for metrics. Those that count never go down while it is open.
     *
     * @param bytes of its files
     * @param entries that can be found
     * @param segments files
     * @param hits looks that found something
     * @param misses looks that did not
     * @param written bodies written
     * @param dropped writes and changes given up: too long, disk too slow, full or broken
     * @param evicted entries pushed out by the limit of bytes
     * @param expired entries gone by their time or for want of use
     * @param damaged entries with a failed checksum
     * @param busy reads refused, since too many waited
     * @param readErrors errors of the file system on reading
     * @param writeErrors errors of the file system on writing
     */
    record Stats(
            long bytes,
            long entries,
            long segments,
            long hits,
            long misses,
            long written,
            long dropped,
            long evicted,
            long expired,
            long damaged,
            long busy,
            long readErrors,
            long writeErrors) {}

    /** Whether there seems to be something under the key; cheap, and no use of it. */
    boolean has(BlobKey key);

    /**
     * Looks for a key.
     *
     * @param executor where the opening and the reader are called, such as the exchange's event loop
     * @return whether {@code then} is going to be called; else there is nothing
     */
    boolean open(BlobKey key, Executor executor, Opening then);

    /**
     * Begins to write a body.
     *
     * @param length bytes of the body, or -1 where that is not known; a body of another length is dropped
     */
    Writer write(BlobKey key, long length);

    /**
     * Puts other metadata in place of what is there, for the same body; nothing where the key is not there. The order of
     * {@link Writer#commit}, update and {@link #remove} of one thread is kept.
     *
     * @param metadata taken over, at most {@link #MAX_METADATA} bytes
     * @param expires milliseconds since 1970, or {@link #NEVER}
     */
    void update(BlobKey key, byte[] metadata, long expires);

    /** Removes what is under the key: not found from now on, nor when a commit of before is still being written, nor after a restart. */
    void remove(BlobKey key);

    /**
     * Tells all that is there, once what earlier processes left was found: for indexes of the user's own. Called on a thread of the
     * store, where it may take its time. Entries written meanwhile may be told or not; what was removed meanwhile may be told still.
     *
     * @return completes behind the last
     */
    CompletableFuture<Void> forEach(Consumer<Head> each);

    /** Figures. */
    Stats stats();
}
