package dev.sekisho.cli.nginx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * The file that tells which process signals go to. One that is left from before is replaced. A link at its place is removed
 * and never followed, so that nobody who may write to the folder turns it towards another file; what is no file, such as
 * {@code /dev/null}, is written to and stays.
 */
final class PidFile {

    private final Path path;
    private final String content;

    private PidFile(Path path, String content) {
        this.path = path;
        this.content = content;
    }

    /**
     * Writes it.
     *
     * @throws IOException where that cannot be done; the message is nginx's
     */
    static PidFile write(String path, long pid) throws IOException {
        PidFile file = new PidFile(Path.of(path), pid + "\n");
        try {
            file.write();
            return file;
        } catch (NoSuchFileException e) {
            throw new IOException("open() \"" + path + "\" failed (2: No such file or directory)", e);
        } catch (AccessDeniedException e) {
            throw new IOException("open() \"" + path + "\" failed (13: Permission denied)", e);
        } catch (IOException e) {
            throw new IOException("open() \"" + path + "\" failed (" + e.getMessage() + ")", e);
        }
    }

    private void write() throws IOException {
        boolean plain = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
        if (plain || Files.isSymbolicLink(path)) {
            try {
                Files.delete(path);
            } catch (AccessDeniedException e) {
                if (!plain) {
                    throw e;
                }
                // the folder is somebody else's, the file may still be ours
            }
        }
        boolean there = Files.exists(path, LinkOption.NOFOLLOW_LINKS);
        Set<OpenOption> options = there
                ? Set.of(StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING, LinkOption.NOFOLLOW_LINKS)
                : Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        try (FileChannel channel = FileChannel.open(path, options)) {
            channel.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.US_ASCII)));
        }
    }

    /** Whether it is at this place. */
    boolean isAt(String other) {
        return path.equals(Path.of(other));
    }

    /** Removes it, unless somebody else has written it since. */
    void remove() throws IOException {
        try {
            if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                    && Files.readString(path, StandardCharsets.ISO_8859_1).equals(content)) {
                Files.delete(path);
            }
        } catch (NoSuchFileException e) {
            // somebody was faster
        } catch (FileSystemException e) {
            throw new IOException("unlink() \"" + path + "\" failed (" + e.getReason() + ")", e);
        }
    }
}
