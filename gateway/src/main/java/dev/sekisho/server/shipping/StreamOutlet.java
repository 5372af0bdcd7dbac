package dev.sekisho.server.shipping;

import dev.sekisho.policy.LogDestination;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Records over a connection, which is opened when there is one to send, and kept. The protocol has no answers: what the other side has
 * not taken when it goes is lost, and what was written to a connection that breaks is sent again over the next one.
 */
final class StreamOutlet implements Outlet {

    private final LogDestination.Stream destination;
    private final Places places;
    private final Optional<Encryption> tls;
    private volatile @Nullable Connection connection;
    private volatile boolean aborted;

    StreamOutlet(LogDestination.Stream destination, Places places) {
        this.destination = destination;
        this.places = places;
        this.tls = destination.tls().map(Encryption::of);
    }

    @Override
    public void send(List<byte[]> records) throws IOException {
        Connection open = connected();
        byte[] bytes = framed(records);
        try {
            open.within(destination.timeout(), "room", () -> {
                OutputStream out = open.out();
                out.write(bytes);
                out.flush();
            });
        } catch (IOException e) {
            connection = null;
            open.abort();
            throw e;
        }
    }

    private Connection connected() throws IOException {
        Connection known = connection;
        if (known != null && !known.isEnded()) {
            return known;
        }
        if (known != null) {
            connection = null;
            known.close();
        }
        Connection opened = Connection.open(
                places.find(destination.address(), destination.timeout()),
                destination.address(),
                tls,
                destination.timeout());
        connection = opened;
        if (aborted) {
            opened.abort();
        }
        opened.watch();
        return opened;
    }

    private byte[] framed(List<byte[]> records) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(
                records.stream().mapToInt(record -> record.length + 8).sum());
        for (byte[] record : records) {
            if (destination.counted()) {
                all.writeBytes((record.length + " ").getBytes(StandardCharsets.US_ASCII));
                all.writeBytes(record);
            } else {
                all.writeBytes(record);
                all.write('\n');
            }
        }
        return all.toByteArray();
    }

    @Override
    public void idle() {
        close();
    }

    @Override
    public long keepaliveNanos() {
        return destination.keepalive().toNanos();
    }

    @Override
    public void abort() {
        aborted = true;
        Connection open = connection;
        if (open != null) {
            open.abort();
        }
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
    }
}
