package dev.sekisho.policy;

import java.util.concurrent.CompletableFuture;

/** Says whether there are files of this machine. Thread-safe; blocks on no event loop. */
@FunctionalInterface
public interface FileProbe {

    /** Finds nothing. */
    FileProbe NONE = (path, kind) -> CompletableFuture.completedFuture(false);

    /** What may be at a path, as nginx's {@code if} has it (ngx_http_rewrite_module, {@code -f}, {@code -d}, {@code -e}, {@code -x}). */
    enum Kind {
        /** A regular file. */
        FILE,
        /** A directory. */
        DIRECTORY,
        /** Either of them. */
        PRESENT,
        /** What its owner may execute, be it a directory. */
        EXECUTABLE
    }

    /**
     * Whether that is there. Links are followed; what cannot be looked at is not there.
     *
     * @throws java.util.concurrent.RejectedExecutionException where too many looks wait already
     */
    CompletableFuture<Boolean> look(String path, Kind kind);
}
