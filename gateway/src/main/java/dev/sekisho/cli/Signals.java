package dev.sekisho.cli;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** The signals of this process: TERM and INT end it, HUP asks for a reload. Thread-safe. */
final class Signals implements AutoCloseable {

    private static final int KILLED_BY = 128; // a shell adds it to the number of the signal that ended a process

    private final Map<Signal, SignalHandler> before = new ConcurrentHashMap<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicReference<Runnable> hangup = new AtomicReference<>(() -> {});

    /** Takes the signals over. A HUP before somebody listens is lost: the start reads the files anyway. */
    void install() {
        handle("TERM", this::end);
        handle("INT", this::end);
        handle("HUP", signal -> hangup.get().run());
    }

    private void handle(String name, SignalHandler handler) {
        Signal signal = new Signal(name);
        before.put(signal, Signal.handle(signal, handler));
    }

    /** Gives the signals back to who had them. */
    @Override
    public void close() {
        before.forEach(Signal::handle);
        before.clear();
    }

    /** The first asks, the second insists. */
    private void end(Signal signal) {
        if (end.getCount() == 0) {
            Runtime.getRuntime().halt(KILLED_BY + signal.getNumber());
        }
        end.countDown();
    }

    /** Asks for the end, as a signal does. */
    void end() {
        end.countDown();
    }

    void onHangup(Runnable action) {
        hangup.set(action);
    }

    /** Returns once TERM or INT has come. */
    void awaitEnd() throws InterruptedException {
        end.await();
    }
}
