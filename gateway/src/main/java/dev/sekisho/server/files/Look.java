package dev.sekisho.server.files;

import dev.sekisho.policy.FileProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.concurrent.CompletableFuture;

/** Looks at what is at a path. */
public final class Look {

    /** Looks at once, and blocks meanwhile: for commands, which have no event loops. */
    public static final FileProbe BLOCKING = (path, kind) -> CompletableFuture.completedFuture(isAt(path, kind));

    private Look() {}

    static boolean isAt(String path, FileProbe.Kind kind) {
        try {
            PosixFileAttributes found = Files.readAttributes(Path.of(path), PosixFileAttributes.class);
            return switch (kind) {
                case FILE -> found.isRegularFile();
                case DIRECTORY -> found.isDirectory();
                case PRESENT -> found.isRegularFile() || found.isDirectory();
                case EXECUTABLE -> found.permissions().contains(PosixFilePermission.OWNER_EXECUTE);
            };
        } catch (IOException
                | InvalidPathException e) { // InvalidPathException: a name that this machine's files cannot have
            return false;
        }
    }
}
