package dev.sekisho.server.files;

import dev.sekisho.dataplane.files.FileResult;
import dev.sekisho.dataplane.files.FileTree;
import dev.sekisho.model.Backend;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.InvalidPathException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** A directory of this machine. Thread-safe. */
final class LocalTree implements FileTree {

    private static final FileResult BUSY = new FileResult.Failed(Optional.empty());

    private final Search search;
    private final Executor threads;

    LocalTree(Backend.Files settings, Executor threads) {
        this.search = new Search(settings, threads);
        this.threads = threads;
    }

    @Override
    public void look(String path, boolean whole, Executor loop, Consumer<FileResult> then) {
        try {
            threads.execute(() -> {
                FileResult result = find(path, whole);
                try {
                    loop.execute(() -> then.accept(result));
                } catch (RejectedExecutionException e) { // the loop has ended
                    result.close();
                }
            });
        } catch (RejectedExecutionException e) {
            then.accept(BUSY);
        }
    }

    private FileResult find(String path, boolean whole) {
        try {
            return search.find(path, whole);
        } catch (AccessDeniedException e) {
            return new FileResult.Forbidden();
        } catch (InvalidPathException e) { // a name that this machine's files cannot have
            return new FileResult.Missing();
        } catch (IOException e) {
            return new FileResult.Failed(Optional.of(e));
        } catch (RuntimeException e) {
            return new FileResult.Failed(Optional.of(new IOException(e)));
        }
    }
}
