package dev.sekisho.cli.nginx;

import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * What the process is asked by signals, in order. The launcher stands in front of the JVM, which cannot take QUIT and has a
 * use of its own for USR2; these two arrive as URG and VTALRM. Thread-safe.
 */
final class Incoming implements AutoCloseable {

    /** What can be asked. */
    enum Request {
        /** End at once. */
        STOP("TERM"),
        /** End when all requests have been answered. */
        QUIT("URG"),
        /** Read the configuration again. */
        RELOAD("HUP"),
        /** Open log files anew. */
        REOPEN("USR1"),
        /** Let another program take over, which nginx can. */
        UPGRADE("VTALRM"),
        /** End the workers only, which nginx can. */
        NO_WORKERS("WINCH"),
        /** All requests have been answered after {@link #QUIT}; no signal. */
        DRAINED("");

        private final String signal;

        Request(String signal) {
            this.signal = signal;
        }
    }

    private final Map<Signal, SignalHandler> before = new ConcurrentHashMap<>();
    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();

    private Incoming() {}

    /** Takes the signals over. */
    static Incoming install() {
        Incoming incoming = new Incoming();
        for (Request each : Request.values()) {
            if (!each.signal.isEmpty()) {
                incoming.handle(each.signal, each);
            }
        }
        incoming.handle("INT", Request.STOP);
        return incoming;
    }

    private void handle(String name, Request request) {
        Signal signal = new Signal(name);
        before.put(signal, Signal.handle(signal, arrived -> requests.add(request)));
    }

    /** Asks as a signal does. */
    void add(Request request) {
        requests.add(request);
    }

    /** Waits for what is asked next. */
    Request next() throws InterruptedException {
        return requests.take();
    }

    /** Gives the signals back to who had them. */
    @Override
    public void close() {
        before.forEach(Signal::handle);
        before.clear();
    }
}
