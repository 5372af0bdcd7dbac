package dev.sekisho.server.webhook;

import dev.sekisho.model.Webhook;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The events of one webhook, delivered one after the other on a virtual thread. Thread-safe. */
final class Delivery {

    /** Events that wait. */
    static final int LIMIT = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    private static final int RETRIES = 2;

    private final Webhook webhook;
    private final Tally tally;
    private final Duration pause; // before the first retry; doubled before the second
    private final Sender sender;
    private final NoticeQueue queue = new NoticeQueue(LIMIT);
    private final Thread thread;

    private Delivery(Webhook webhook, Tally tally, Duration pause, Resolver resolver) {
        this.webhook = webhook;
        this.tally = tally;
        this.pause = pause;
        this.sender = new Sender(webhook, resolver);
        this.thread = Thread.ofVirtual().name("webhook " + webhook.name()).unstarted(this::run);
    }

    /** Starts delivering. */
    static Delivery start(Webhook webhook, Tally tally, Duration pause, Resolver resolver) {
        Delivery delivery = new Delivery(webhook, tally, pause, resolver);
        delivery.thread.start();
        return delivery;
    }

    Webhook webhook() {
        return webhook;
    }

    /** Takes an event in, if it is wanted and there is room. Never waits. */
    void offer(Notice notice) {
        if (webhook.wants(notice.what().event()) && !queue.offer(notice)) {
            tally.dropped().increment();
        }
    }

    private void run() {
        try (sender) {
            Optional<Notice> next = queue.take();
            while (next.isPresent()) {
                deliver(next.get());
                next = queue.take();
            }
        } catch (InterruptedException _) {
            LOG.warn("webhook {}: {} events dropped at the end", webhook.name(), queue.size());
            tally.dropped().add(queue.size());
        }
    }

    private void deliver(Notice notice) throws InterruptedException {
        boolean delivered = false;
        try {
            byte[] body = notice.json(UUID.randomUUID().toString(), Node.name()).getBytes(StandardCharsets.UTF_8);
            delivered = deliver(notice, body);
        } catch (RuntimeException e) { // the events behind it are still to be sent
            LOG.error(
                    "webhook {}: {} not delivered",
                    webhook.name(),
                    notice.what().event(),
                    e);
        } finally {
            (delivered ? tally.delivered() : tally.failed()).increment();
        }
    }

    private boolean deliver(Notice notice, byte[] body) throws InterruptedException {
        Try last = sender.send(body);
        for (int retry = 0; retry < RETRIES && last instanceof Try.Again; retry++) {
            Thread.sleep(pause.multipliedBy(1L << retry));
            last = sender.send(body);
        }
        switch (last) {
            case Try.Delivered() -> {
                return true;
            }
            case Try.Again(String why) -> failed(notice, why);
            case Try.Refused(String why) -> failed(notice, why);
        }
        return false;
    }

    private void failed(Notice notice, String why) {
        LOG.warn(
                "webhook {}: {} not delivered: {}",
                webhook.name(),
                notice.what().event(),
                why);
    }

    /** Takes nothing more in, delivers what it has within the limit, and ends; waits for that. */
    void end(Duration limit) {
        queue.stop();
        try {
            if (!thread.join(limit)) {
                thread.interrupt();
                thread.join(limit);
            }
        } catch (InterruptedException _) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
