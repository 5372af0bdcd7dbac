package dev.sekisho.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.model.Webhook;
import dev.sekisho.model.Webhook.Event;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Webhooks and a real server. */
class WebhooksTest {

    private static final Happening TRIP = new Happening.Trip("a");

    private static Webhooks webhooks(Webhook... webhooks) {
        Webhooks made = new Webhooks(Duration.ofMillis(1), Resolver.SYSTEM);
        made.apply(List.of(webhooks));
        return made;
    }

    private static Tally tally(Webhooks webhooks, String name) {
        return Objects.requireNonNull(webhooks.tallies().get(name));
    }

    private static void awaitFailed(Webhooks webhooks) throws InterruptedException {
        Receiver.await(() -> tally(webhooks, "hook").failed().sum() == 1);
    }

    @Test
    void eventsAreDeliveredSignedAndInOrder() throws Exception {
        try (Receiver receiver = new Receiver(_ -> 204);
                Webhooks webhooks = webhooks(receiver.webhook("hook", Event.TRIP, Event.RECOVERY))) {
            webhooks.tell(new Happening.Trip("a\r\nX: y"));
            webhooks.tell(new Happening.Health("a", "t", true, "w"));
            webhooks.tell(new Happening.Recovery("a"));
            Receiver.await(() -> tally(webhooks, "hook").delivered().sum() == 2);
            Receiver.Request first = receiver.requests().getFirst();
            assertThat(first.body()).startsWith("{\"event\":\"trip\"").endsWith("\"breaker\":\"a\\r\\nX: y\"}");
            assertThat(first.headers().getFirst("Content-Type")).isEqualTo("application/json");
            assertThat(first.headers().getFirst("Authorization")).isEqualTo("Bearer t");
            assertThat(first.headers().getFirst("X-Sekisho-Signature"))
                    .isEqualTo(Signature.of(first.body().getBytes(StandardCharsets.UTF_8), "key"));
            assertThat(receiver.requests().getLast().body()).startsWith("{\"event\":\"recovery\"");
        }
    }

    @Test
    void anUnavailableServerIsTriedAgainWithTheSameBody() throws Exception {
        try (Receiver receiver = new Receiver(number -> number == 0 ? 503 : number == 1 ? 429 : 200);
                Webhooks webhooks = webhooks(receiver.webhook("hook"))) {
            webhooks.tell(TRIP);
            Receiver.await(() -> tally(webhooks, "hook").delivered().sum() == 1);
            assertThat(receiver.requests()).hasSize(3);
            assertThat(receiver.requests().stream().map(Receiver.Request::body))
                    .containsOnly(receiver.requests().getFirst().body());
        }
    }

    @Test
    void threeTriesAreAll() throws Exception {
        try (Receiver receiver = new Receiver(_ -> 500);
                Webhooks webhooks = webhooks(receiver.webhook("hook"))) {
            webhooks.tell(TRIP);
            awaitFailed(webhooks);
            assertThat(receiver.requests()).hasSize(3);
        }
    }

    @Test
    void redirectsAndRefusalsAreNotFollowedUp() throws Exception {
        for (int status : List.of(301, 302, 307, 308, 400, 404)) {
            try (Receiver receiver = new Receiver(_ -> status);
                    Webhooks webhooks = webhooks(receiver.webhook("hook"))) {
                webhooks.tell(TRIP);
                awaitFailed(webhooks);
                assertThat(receiver.requests())
                        .extracting(Receiver.Request::path)
                        .containsExactly("/hook");
            }
        }
    }

    @Test
    void aSlowServerMeetsTheTimeoutEachTry() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (Receiver receiver = new Receiver(_ -> waits(end));
                Webhooks webhooks = webhooks(Receiver.webhook("hook", receiver.url(), "400ms"))) {
            long start = System.nanoTime();
            webhooks.tell(TRIP);
            awaitFailed(webhooks);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(1_200), Duration.ofSeconds(8));
            assertThat(receiver.requests()).hasSize(3);
        } finally {
            end.countDown();
        }
    }

    private static int waits(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 200;
    }

    @Test
    void aBodyWithoutEndMeetsTheTimeoutToo() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Webhooks webhooks = webhooks(
                        Receiver.webhook("hook", "http://127.0.0.1:" + server.getLocalPort() + "/", "100ms"))) {
            Thread.ofVirtual().start(() -> drip(server));
            webhooks.tell(TRIP);
            awaitFailed(webhooks);
        }
    }

    private static void drip(ServerSocket server) {
        while (!server.isClosed()) {
            try (var socket = server.accept()) {
                socket.getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                while (true) {
                    socket.getOutputStream().write('x');
                    Thread.sleep(10);
                }
            } catch (IOException _) {
                // the other side has left
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void noConnectionGoesToANameWithALinkLocalAddress() throws Exception {
        InetAddress[] mixed = {InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("169.254.169.254")};
        try (Receiver receiver = new Receiver(_ -> 200);
                Webhooks webhooks = new Webhooks(Duration.ofMillis(1), _ -> mixed)) {
            webhooks.apply(List.of(receiver.webhook("hook")));
            webhooks.tell(TRIP);
            awaitFailed(webhooks);
            assertThat(receiver.requests()).isEmpty();
        }
    }

    @Test
    void aNameServerThatIsSilentMeetsTheTimeout() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Resolver silent = _ -> {
            waits(end);
            return new InetAddress[0];
        };
        try (Webhooks webhooks = new Webhooks(Duration.ofMillis(1), silent)) {
            webhooks.apply(List.of(Receiver.webhook("hook", "http://alerts.invalid/", "50ms")));
            webhooks.tell(TRIP);
            awaitFailed(webhooks);
        } finally {
            end.countDown();
        }
    }

    @Test
    void whatDoesNotFitIsDroppedAndCounted() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (Receiver receiver = new Receiver(_ -> waits(end));
                Webhooks webhooks = webhooks(receiver.webhook("hook"))) {
            webhooks.tell(TRIP);
            Receiver.await(() -> receiver.requests().size() == 1);
            for (int i = 0; i < Delivery.LIMIT + 10; i++) {
                webhooks.tell(TRIP);
            }
            assertThat(tally(webhooks, "hook").dropped().sum()).isEqualTo(10);
            end.countDown();
        }
    }

    @Test
    void rejectionsAreToldTogether() throws Exception {
        try (Receiver receiver = new Receiver(_ -> 200);
                Webhooks webhooks = webhooks(receiver.webhook("hook", Event.REJECTED))) {
            for (int i = 0; i < 1_000; i++) {
                webhooks.rejected("a");
            }
            Receiver.await(() -> receiver.requests().size() == 1);
            webhooks.rejected("a");
            assertThat(receiver.requests()).hasSize(1);
            assertThat(receiver.requests().getFirst().body()).endsWith("\"breaker\":\"a\",\"count\":1000}");
        }
    }

    /** What went before the reload waits in the queue of a webhook that stays. */
    @Test
    void aReloadLosesNothingOfAWebhookThatStays() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (Receiver kept = new Receiver(_ -> waits(end));
                Receiver gone = new Receiver(_ -> 200);
                Receiver fresh = new Receiver(_ -> 200);
                Webhooks webhooks = webhooks(kept.webhook("kept"), gone.webhook("gone"))) {
            webhooks.tell(TRIP);
            webhooks.tell(TRIP);
            webhooks.apply(List.of(kept.webhook("kept"), fresh.webhook("fresh")));
            webhooks.tell(TRIP);
            end.countDown();
            Receiver.await(() -> tally(webhooks, "kept").delivered().sum() == 3);
            Receiver.await(() -> tally(webhooks, "gone").delivered().sum() == 2);
            Receiver.await(() -> tally(webhooks, "fresh").delivered().sum() == 1);
        }
    }

    @Test
    void closingDeliversWhatWaits() throws Exception {
        try (Receiver receiver = new Receiver(_ -> 200)) {
            Webhooks webhooks = webhooks(receiver.webhook("hook"));
            for (int i = 0; i < 20; i++) {
                webhooks.tell(TRIP);
            }
            webhooks.rejected("a");
            webhooks.close();
            assertThat(receiver.requests()).hasSize(21);
        }
    }

    @Test
    void closingDoesNotWaitForLong() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (Receiver receiver = new Receiver(_ -> waits(end))) {
            Webhooks webhooks = webhooks(Receiver.webhook("hook", receiver.url(), "1m"));
            webhooks.tell(TRIP);
            webhooks.tell(TRIP);
            Receiver.await(() -> receiver.requests().size() == 1);
            long start = System.nanoTime();
            webhooks.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
            assertThat(tally(webhooks, "hook").failed().sum()).isEqualTo(1);
            assertThat(tally(webhooks, "hook").dropped().sum()).isEqualTo(1);
        } finally {
            end.countDown();
        }
    }
}
