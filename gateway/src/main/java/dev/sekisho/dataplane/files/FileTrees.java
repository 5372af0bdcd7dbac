package dev.sekisho.dataplane.files;

import dev.sekisho.model.Backend;

/** Gives directories to look for files in. Thread-safe. */
public interface FileTrees {

    /** For configurations that are only looked at: every look for a file is refused. */
    FileTrees OFFLINE = settings -> (path, whole, loop, then) -> {
        throw new IllegalStateException("files: offline (expected: a gateway that serves)");
    };

    /** The directory of those settings; whether it is there is found out by each request. */
    FileTree tree(Backend.Files settings);
}
