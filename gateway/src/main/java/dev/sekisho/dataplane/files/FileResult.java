package dev.sekisho.dataplane.files;

import dev.sekisho.dataplane.BodyReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/** What is found under a path. */
public sealed interface FileResult {

    /** Lets go of what it holds; may be called again. */
    default void close() {}

    /**
     * A file that can be read.
     *
     * @param name its last name, which tells its media type
     * @param length bytes
     * @param modified when it was changed last
     * @param content of it
     */
    record Found(String name, long length, Instant modified, Content content) implements FileResult {
        @Override
        public void close() {
            content.close();
        }
    }

    /**
     * A directory whose path lacks the / at its end.
     *
     * @param path with it, decoded; empty where it is the path of the request
     */
    record NeedsSlash(Optional<String> path) implements FileResult {}

    /**
     * A directory with an index file that is to be asked for by a path of its own.
     *
     * @param name of the file below the path of the request; with / at its beginning, a path
     */
    record Index(String name) implements FileResult {}

    /**
     * The names in a directory.
     *
     * @param path of the directory, decoded, with / at its end
     * @param json whether as JSON
     */
    record Listed(String path, boolean json, List<Item> items) implements FileResult {
        /** Takes a copy. */
        public Listed {
            items = List.copyOf(items);
        }
    }

    /**
     * A name in a directory.
     *
     * @param length bytes of a file
     */
    record Item(String name, boolean directory, long length, Instant modified) {}

    /** Nothing. */
    record Missing() implements FileResult {}

    /** Something that must not be given. */
    record Forbidden() implements FileResult {}

    /**
     * It cannot be found out.
     *
     * @param cause empty where too many look already
     */
    record Failed(Optional<IOException> cause) implements FileResult {}

    /** The content of a file: all of it, or open to be read. On one executor. */
    interface Content {

        /** All of it where it was read already, the caller's; empty where it was not. */
        default Optional<ByteBuf> whole() {
            return Optional.empty();
        }

        /**
         * Reads a part; what is open goes with the reader.
         *
         * @param loop where the reader is used
         */
        BodyReader read(long from, long length, Executor loop);

        /** Lets go of it, where nobody has taken it. */
        void close();
    }

    /** Nothing to read. */
    Content EMPTY = new Content() {
        @Override
        public Optional<ByteBuf> whole() {
            return Optional.of(Unpooled.EMPTY_BUFFER);
        }

        @Override
        public BodyReader read(long from, long length, Executor loop) {
            throw new IllegalStateException("read: an empty file (expected: whole)");
        }

        @Override
        public void close() {
            // holds nothing
        }
    };
}
