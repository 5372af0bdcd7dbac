package dev.sekisho.server.shipping;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.model.Address;
import dev.sekisho.policy.LogDestination;
import dev.sekisho.policy.LogQueue;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** One destination of a room of its own, with one loop. */
final class Rig implements AutoCloseable {

    /** Tries a hundred times a second, for a long time. */
    static final LogQueue PATIENT = new LogQueue(
            10_000,
            32 << 20,
            1,
            Duration.ofMillis(100),
            Duration.ofMillis(10),
            Duration.ofMillis(10),
            Duration.ofMinutes(5));

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final LogRoom room;
    final LogHandle handle;

    Rig(LogDestination destination, LogQueue queue) {
        this(destination, queue, Map.of());
    }

    Rig(LogDestination destination, LogQueue queue, Map<Address, Address> connectTo) {
        room = new LogRoom(1, connectTo);
        handle = room.open(destination, queue);
    }

    static LogDestination.Stream tcp(int port, Duration timeout) {
        return new LogDestination.Stream(
                "tcp", new Address("127.0.0.1", port), Optional.empty(), timeout, Duration.ofMinutes(1), false);
    }

    static LogQueue impatient(int maxEntries) {
        return new LogQueue(
                maxEntries, 32 << 20, 1, Duration.ZERO, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ZERO);
    }

    void ship(String... records) {
        for (String record : records) {
            byte[] bytes = Ascii.bytes(record);
            handle.ship(0, bytes, 0, bytes.length);
        }
    }

    Tally tally() {
        return room.tallies().values().iterator().next();
    }

    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("waited in vain for " + what);
            }
            Thread.sleep(5);
        }
    }

    @Override
    public void close() {
        room.close();
    }
}
