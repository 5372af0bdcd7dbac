package dev.sekisho.dataplane.files;

import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** A directory to look for files in. Thread-safe; never blocks. */
public interface FileTree {

    /**
     * Looks for what the settings say of a path.
     *
     * @param path decoded, starts with /, without . and .. as segments
     * @param whole whether a short file is to be read at once
     * @param loop where the result is given; nothing is where it takes no more tasks
     * @param then gets the result once, and closes what it holds
     */
    void look(String path, boolean whole, Executor loop, Consumer<FileResult> then);
}
