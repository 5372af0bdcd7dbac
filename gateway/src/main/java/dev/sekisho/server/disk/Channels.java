package dev.sekisho.server.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Opens files; a test may put trouble in between. */
interface Channels {

    /** The file system. */
    Channels SYSTEM = (path, fresh) -> FileChannel.open(
            path, options(fresh), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));

    /**
     * Opens a file to read and write. A symbolic link is never followed.
     *
     * @param fresh whether it must not be there yet; else it must
     */
    FileChannel open(Path path, boolean fresh) throws IOException;

    private static Set<OpenOption> options(boolean fresh) {
        return fresh
                ? Set.of(
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS)
                : Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }
}
