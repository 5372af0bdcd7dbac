package dev.sekisho.server.shipping;

import dev.sekisho.model.Address;
import dev.sekisho.policy.LogDestination;
import dev.sekisho.policy.LogQueue;
import dev.sekisho.policy.LogShipper;
import dev.sekisho.telemetry.lines.ByteRing;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The destinations of records, over the life of the gateway. Until the first one there is neither thread nor memory for them. One goes
 * when no policy holds it any more, once what waits is sent. Thread-safe.
 */
public final class LogRoom implements AutoCloseable {

    private static final int RING = 1 << 20; // bytes of each loop
    private static final int LONGEST_LINE = LogShipper.LONGEST + 16;
    private static final Duration FLUSH = Duration.ofSeconds(2); // for what waits at the end
    private static final Duration GATHER = Duration.ofSeconds(1);
    private static final long LOOK_MILLIS = 5;

    private final int loops;
    private final Places places;
    private final Map<Integer, Shipper> shippers = new ConcurrentHashMap<>();
    private final Map<String, Tally> tallies = new ConcurrentHashMap<>(); // counters never go back
    private @Nullable Work work;
    private int numbers;
    private boolean closed;

    /** What there is from the first destination on. */
    private record Work(ByteRing[] rings, Gatherer gatherer, Thread thread, Cleaner cleaner) {}

    /**
     * None yet.
     *
     * @param loops number of event loops
     * @param connectTo where some addresses really are, by the address as configured
     */
    public LogRoom(int loops, Map<Address, Address> connectTo) {
        this.loops = loops;
        this.places = new Places(connectTo);
    }

    /**
     * Opens the way to a destination; connects when there is something to send.
     *
     * @throws IllegalArgumentException where a file cannot be opened or read
     */
    public synchronized LogHandle open(LogDestination destination, LogQueue queue) {
        if (closed) {
            throw new IllegalArgumentException("log: closed (expected: a gateway that runs)");
        }
        Outlet outlet = outlet(destination, queue);
        Work at = work();
        String label = destination.label();
        Tally tally = tallies.computeIfAbsent(label, _ -> new Tally());
        Shipper shipper = new Shipper(label, queue, outlet, tally);
        int number = numbers++;
        shippers.put(number, shipper);
        shipper.start();
        LogHandle handle = new LogHandle(number, at.rings(), at.thread(), tally);
        at.cleaner().register(handle, () -> Thread.ofVirtual().start(() -> release(number, at.gatherer())));
        return handle;
    }

    private Outlet outlet(LogDestination destination, LogQueue queue) {
        return switch (destination) {
            case LogDestination.Stream stream -> new StreamOutlet(stream, places);
            case LogDestination.Datagrams datagrams -> new DatagramOutlet(datagrams, places);
            case LogDestination.Http http -> new HttpOutlet(http, queue, places);
            case LogDestination.File file -> new FileOutlet(file);
        };
    }

    private Work work() {
        Work known = work;
        if (known != null) {
            return known;
        }
        ByteRing[] rings = new ByteRing[loops];
        for (int i = 0; i < loops; i++) {
            rings[i] = new ByteRing(RING, LONGEST_LINE);
        }
        Gatherer gatherer = new Gatherer(rings, shippers);
        Thread thread = Thread.ofPlatform().name("log-gatherer").daemon().start(gatherer);
        Cleaner cleaner = Cleaner.create(Thread.ofPlatform().daemon().name("log-closer")::unstarted);
        Work made = new Work(rings, gatherer, thread, cleaner);
        work = made;
        return made;
    }

    /** Nobody holds it any more: two looks at the rings later its last records are in its queue. */
    private void release(int number, Gatherer gatherer) {
        try {
            long seen = gatherer.looks() + 2;
            long end = System.nanoTime() + GATHER.toNanos();
            while (gatherer.looks() < seen && end - System.nanoTime() > 0) {
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        Shipper shipper = shippers.remove(number);
        if (shipper != null) {
            shipper.end(FLUSH);
        }
    }

    /**
     * Opens the files anew, for rotation.
     *
     * @throws IOException where one cannot be opened; it stays in use as it was
     */
    public void reopen() throws IOException {
        IOException failure = null;
        for (Shipper shipper : shippers.values()) {
            try {
                shipper.reopen();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** What became of records, by destination. */
    Map<String, Tally> tallies() {
        return tallies;
    }

    /** Those that are in use. */
    List<Shipper> shippers() {
        return List.copyOf(shippers.values());
    }

    /** Sends what waits, for two seconds at most, and lets all destinations go. The loops must have ended. */
    @Override
    public void close() {
        Work at;
        synchronized (this) {
            closed = true;
            at = work;
            work = null;
        }
        if (at == null) {
            return;
        }
        List<Thread> ends = new ArrayList<>();
        try {
            at.gatherer().end();
            at.thread().join(GATHER);
            for (Integer number : List.copyOf(shippers.keySet())) {
                Shipper shipper = shippers.remove(number);
                if (shipper != null) {
                    ends.add(Thread.ofVirtual().name("log-end").start(() -> shipper.end(FLUSH)));
                }
            }
            for (Thread end : ends) {
                end.join();
            }
        } catch (InterruptedException _) {
            ends.forEach(Thread::interrupt);
            Thread.currentThread().interrupt();
        }
    }
}
