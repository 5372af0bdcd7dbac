package dev.sekisho.server.shipping;

import dev.sekisho.policy.LogDestination;
import dev.sekisho.telemetry.lines.LogOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lines at the end of a file. Where the disk is full in the middle of a line, the rest follows, or another line begins. */
final class FileOutlet implements Outlet {

    private static final Logger LOG = LoggerFactory.getLogger(FileOutlet.class);
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int FIRST_ROOM = 1 << 10; // bytes; grows with what is written

    private final LogOutput output;

    /** Outside the heap, so that writing copies nothing once more; used again and again. */
    private ByteBuffer buffer = ByteBuffer.allocateDirect(FIRST_ROOM);

    private ByteBuffer pending = NOTHING; // the buffer, while something is to be written
    private boolean torn; // the last line in the file has no end

    /**
     * Opens the file.
     *
     * @throws IllegalArgumentException where that cannot be done
     */
    FileOutlet(LogDestination.File destination) {
        try {
            this.output = new LogOutput(Optional.of(destination.path()));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "file.path: " + destination.path() + " cannot be opened ("
                            + e.getClass().getSimpleName() + "; expected: a file that may be written)",
                    e);
        }
    }

    @Override
    public void send(List<byte[]> records) throws IOException {
        if (!pending.hasRemaining()) {
            pending = lines(records);
        }
        if (output.changeOver()) {
            rewind();
        }
        while (pending.hasRemaining()) {
            output.write(pending);
        }
        torn = false;
    }

    private ByteBuffer lines(List<byte[]> records) {
        int size = torn ? 1 : 0;
        for (byte[] record : records) {
            size += record.length + 1;
        }
        if (buffer.capacity() < size) {
            buffer = ByteBuffer.allocateDirect(Math.max(size, 2 * buffer.capacity()));
        }
        ByteBuffer all = buffer.clear();
        if (torn) {
            all.put((byte) '\n');
        }
        for (byte[] record : records) {
            all.put(record).put((byte) '\n');
        }
        return all.flip();
    }

    /** A line that stands half in the old file is written to the new one from its beginning. */
    private void rewind() {
        while (pending.position() > 0 && pending.get(pending.position() - 1) != '\n') {
            pending.position(pending.position() - 1);
        }
        if (pending.position() == 0 && torn) {
            pending.position(1); // the new file needs no end of an old line
        }
        torn = false;
    }

    @Override
    public void forget() {
        torn |= pending.position() > 0 && pending.get(pending.position() - 1) != '\n';
        pending = NOTHING;
    }

    @Override
    public boolean isFile() {
        return true;
    }

    @Override
    public void reopen() throws IOException {
        output.reopen();
    }

    @Override
    public void close() {
        try {
            output.close();
        } catch (IOException e) {
            LOG.warn("a log file did not close: {}", e.toString());
        }
    }
}
