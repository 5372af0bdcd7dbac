package dev.sekisho.blackbox;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Clients that send GET after GET, each over a connection that it keeps, until they are told to stop. Thread-safe. */
final class Load implements AutoCloseable {

    private final InetSocketAddress address;
    private final Predicate<Message> good;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicBoolean connecting = new AtomicBoolean(true);
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger closes = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> clients = new ArrayList<>();

    private Load(InetSocketAddress address, Predicate<Message> good) {
        this.address = address;
        this.good = good;
    }

    static Load start(InetSocketAddress address, int clients, Predicate<Message> good) {
        Load load = new Load(address, good);
        for (int i = 0; i < clients; i++) {
            load.clients.add(Thread.ofVirtual().name("client").start(load::run));
        }
        return load;
    }

    private void run() {
        while (!stopped.get() && connecting.get()) {
            try (RawClient client = RawClient.connect(address)) {
                requests(client);
            } catch (IOException e) {
                failures.add(e.toString());
            }
        }
    }

    private void requests(RawClient client) throws IOException {
        while (!stopped.get()) {
            Message answer = client.get("/load");
            if (answer.whole() && good.test(answer)) {
                done.incrementAndGet();
            } else {
                failures.add(answer.head() + answer.text());
            }
            if (answer.all("Connection").contains("close")) {
                closes.incrementAndGet();
                return;
            }
        }
    }

    /** Requests answered well so far. */
    int done() {
        return done.get();
    }

    /** Answers that said {@code Connection: close}. */
    int closes() {
        return closes.get();
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    /** From now on those whose connection ends open no other. */
    void stopConnecting() {
        connecting.set(false);
    }

    void await(int requests) {
        int until = done.get() + requests;
        TestGateway.await(requests + " requests", java.time.Duration.ofSeconds(30), () -> done.get() >= until);
    }

    void join() {
        try {
            for (Thread client : clients) {
                client.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        stopped.set(true);
        join();
    }
}
