package dev.sekisho.server.webhook;

import dev.sekisho.model.Webhook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The webhooks of what serves. Telling them never waits; a reload keeps those that do not change. Thread-safe. */
public final class Webhooks implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration GRACE = Duration.ofSeconds(2); // for events that wait when a webhook goes
    private static final Duration REJECTIONS = Duration.ofSeconds(1);

    private final Duration pause;
    private final Resolver resolver;
    private final Map<String, Tally> tallies = new ConcurrentHashMap<>(); // counters never go back
    private final Rejections rejections = new Rejections();
    private volatile List<Delivery> deliveries = List.of();
    private volatile boolean rejectionsWanted;
    private @Nullable Thread ticker;
    private boolean closed;

    /** None yet. */
    public Webhooks() {
        this(PAUSE, Resolver.SYSTEM);
    }

    Webhooks(Duration pause, Resolver resolver) {
        this.pause = pause;
        this.resolver = resolver;
    }

    /** These serve from now on; those that are gone get a moment for what waits, on a thread of its own. */
    public synchronized void apply(List<Webhook> wanted) {
        if (closed) {
            return;
        }
        List<Delivery> before = deliveries;
        List<Delivery> next =
                wanted.stream().map(webhook -> keep(webhook, before)).toList();
        deliveries = next;
        rejectionsWanted = wanted.stream().anyMatch(webhook -> webhook.wants(Webhook.Event.REJECTED));
        if (rejectionsWanted && ticker == null) {
            ticker = Thread.ofVirtual().name("webhook-rejections").start(this::tick);
        }
        end(before.stream().filter(delivery -> !next.contains(delivery)).toList());
    }

    private Delivery keep(Webhook webhook, List<Delivery> before) {
        return before.stream()
                .filter(delivery -> delivery.webhook().equals(webhook))
                .findFirst()
                .orElseGet(() -> Delivery.start(
                        webhook, tallies.computeIfAbsent(webhook.name(), _ -> new Tally()), pause, resolver));
    }

    private static List<Thread> end(List<Delivery> leaving) {
        return leaving.stream()
                .map(delivery -> Thread.ofVirtual().name("webhook-end").start(() -> delivery.end(GRACE)))
                .toList();
    }

    /** Something has happened. */
    public void tell(Happening what) {
        List<Delivery> all = deliveries;
        if (!all.isEmpty()) {
            Notice notice = new Notice(Instant.now(), what);
            all.forEach(delivery -> delivery.offer(notice));
        }
    }

    /** A breaker did not let a call through; told once a second, with the count. */
    public void rejected(String breaker) {
        if (rejectionsWanted) {
            rejections.add(breaker);
        }
    }

    private void tick() {
        try {
            while (true) {
                Thread.sleep(REJECTIONS);
                rejections.drain().forEach(this::tell);
            }
        } catch (InterruptedException _) {
            rejections.drain().forEach(this::tell); // the last ones
        }
    }

    /** What became of events, by the names of webhooks. */
    Map<String, Tally> tallies() {
        return new TreeMap<>(tallies);
    }

    /** Delivers what waits, for a limited time, and ends. */
    @Override
    public synchronized void close() {
        closed = true;
        List<Thread> ends = new ArrayList<>();
        try {
            if (ticker != null) {
                ticker.interrupt();
                ticker.join();
            }
            ends.addAll(end(deliveries));
            for (Thread end : ends) {
                end.join();
            }
        } catch (InterruptedException _) {
            ends.forEach(Thread::interrupt);
            Thread.currentThread().interrupt();
        }
        deliveries = List.of();
    }
}
