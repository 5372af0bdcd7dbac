package dev.sekisho.telemetry.lines;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Where lines go: standard output, or a file that is appended to and may be opened anew. One thread writes; any thread may
 * ask for a new file.
 */
public final class LogOutput {

    private static final Set<OpenOption> APPEND =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);

    private final Optional<Path> file;
    private final AtomicReference<@Nullable FileChannel> next = new AtomicReference<>();
    private FileChannel channel;

    /** Opens the file, or standard output where there is none. */
    public LogOutput(Optional<Path> file) throws IOException {
        this.file = file;
        this.channel = file.isPresent() ? open(file.get()) : standardOutput();
    }

    @SuppressWarnings("resource") // standard output stays open to the end of the process
    private static FileChannel standardOutput() {
        return new FileOutputStream(FileDescriptor.out).getChannel();
    }

    /** Opens for appending; a new file is readable by owner and group alone, since lines tell who asked for what. */
    private static FileChannel open(Path path) throws IOException {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] mode = posix && !Files.exists(path)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"))
                }
                : new FileAttribute<?>[0];
        return FileChannel.open(path, APPEND, mode);
    }

    /** Opens the file anew, for the writing thread to change over to; does nothing for standard output. */
    public void reopen() throws IOException {
        if (file.isPresent()) {
            FileChannel earlier = next.getAndSet(open(file.get()));
            if (earlier != null) {
                earlier.close();
            }
        }
    }

    /** Whether a file opened anew waits. */
    public boolean isChanging() {
        return next.get() != null;
    }

    /** Changes over to a file opened anew; returns whether there was one. Writing thread. */
    public boolean changeOver() throws IOException {
        FileChannel opened = next.getAndSet(null);
        if (opened == null) {
            return false;
        }
        FileChannel old = channel;
        channel = opened;
        old.close();
        return true;
    }

    /** Writes some of the buffer; returns the number of bytes. Writing thread. */
    public int write(ByteBuffer bytes) throws IOException {
        return channel.write(bytes);
    }

    /** Closes the file. Writing thread. */
    public void close() throws IOException {
        changeOver();
        if (file.isPresent()) {
            channel.close();
        }
    }
}
