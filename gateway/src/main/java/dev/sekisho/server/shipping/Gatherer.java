package dev.sekisho.server.shipping;

import dev.sekisho.telemetry.lines.ByteRing;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Moves records from the rings of the loops to the queues of their destinations. It looks every 20 ms, and sooner when a ring is half full;
 * it never waits for a destination. A destination is told of all its records of a look together, since each telling wakes its thread.
 */
final class Gatherer implements Runnable {

    /** Bytes of a ring that are moved at once; where half of it comes, more may wait. */
    private static final int BATCH = 512 << 10;

    private static final long LOOK_EVERY = TimeUnit.MILLISECONDS.toNanos(20);

    private final ByteRing[] rings;
    private final Map<Integer, Shipper> shippers;
    private final ByteBuffer batch = ByteBuffer.allocate(BATCH);
    private final Map<Integer, List<byte[]>> found = new HashMap<>(); // in one look, by the number of the destination
    private volatile boolean ending;
    private volatile long looks;

    Gatherer(ByteRing[] rings, Map<Integer, Shipper> shippers) {
        this.rings = rings;
        this.shippers = shippers;
    }

    /** Ends the thread once it has moved what is there. */
    void end() {
        ending = true;
    }

    /** How often it has looked at all rings. */
    long looks() {
        return looks;
    }

    @Override
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer, this thread
    public void run() {
        boolean last = false;
        while (!last) {
            boolean leaving = ending; // read first, so that what came before the end is moved
            int moved = 0;
            boolean more = false;
            for (ByteRing ring : rings) {
                int size = ring.drain(batch.clear());
                spread(size);
                moved += size;
                more |= size > BATCH / 2;
            }
            found.forEach(this::offer);
            found.clear();
            looks++;
            last = leaving && moved == 0;
            if (!leaving && !more) {
                LockSupport.parkNanos(LOOK_EVERY);
            }
        }
    }

    private void spread(int size) {
        byte[] bytes = batch.array();
        int at = 0;
        while (at < size) {
            int start = at + Framing.HEAD;
            int end = start + Framing.length(bytes, at);
            found.computeIfAbsent(Framing.number(bytes, at), _ -> new ArrayList<>())
                    .add(Arrays.copyOfRange(bytes, start, end));
            at = end + 1; // the line feed
        }
    }

    private void offer(int number, List<byte[]> records) {
        Shipper shipper = shippers.get(number);
        if (shipper != null) {
            shipper.offer(records);
        }
    }
}
