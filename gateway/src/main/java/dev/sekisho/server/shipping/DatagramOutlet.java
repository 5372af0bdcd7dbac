package dev.sekisho.server.shipping;

import dev.sekisho.policy.LogDestination;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A datagram for each record. What becomes of it nobody tells, but that a port is closed, which the system says of one before; the
 * address is looked up anew once a minute.
 */
final class DatagramOutlet implements Outlet {

    private static final long LOOK_UP_EVERY = TimeUnit.MINUTES.toNanos(1);

    private final LogDestination.Datagrams destination;
    private final Places places;
    private @Nullable DatagramSocket socket;
    private long openedAt;
    private int sent; // of the records that are tried

    DatagramOutlet(LogDestination.Datagrams destination, Places places) {
        this.destination = destination;
        this.places = places;
    }

    @Override
    public void send(List<byte[]> records) throws IOException {
        try {
            DatagramSocket open = opened();
            while (sent < records.size()) {
                byte[] record = records.get(sent);
                open.send(new DatagramPacket(record, record.length));
                sent++;
            }
            sent = 0;
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private DatagramSocket opened() throws IOException {
        DatagramSocket known = socket;
        if (known != null && System.nanoTime() - openedAt < LOOK_UP_EVERY) {
            return known;
        }
        close();
        DatagramSocket opened = new DatagramSocket();
        socket = opened;
        openedAt = System.nanoTime();
        opened.connect(places.find(destination.address(), destination.timeout()).getFirst());
        return opened;
    }

    @Override
    public void forget() {
        sent = 0;
    }

    @Override
    public void idle() {
        close();
    }

    @Override
    public long keepaliveNanos() {
        return LOOK_UP_EVERY;
    }

    @Override
    public void close() {
        DatagramSocket open = socket;
        socket = null;
        if (open != null) {
            open.close();
        }
    }
}
