package dev.sekisho.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import sun.misc.Signal;

/** The signals of this process: TERM and INT end it, HUP asks for a reload. Thread-safe. */
final class Signals {

    private static final int KILLED_BY = 128; // a shell adds it to the number of the signal that ended a process

    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicReference<Runnable> hangup = new AtomicReference<>(() -> {});

    /** Takes the signals over. A HUP before somebody listens is lost: the start reads the files anyway. */
    void install() {
        Signal.handle(new Signal("TERM"), this::end);
        Signal.handle(new Signal("INT"), this::end);
        Signal.handle(new Signal("HUP"), signal -> hangup.get().run());
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
