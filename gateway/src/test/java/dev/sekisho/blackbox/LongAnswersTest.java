package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** Streams of events and long polling: nothing waits, and each has limits of its own. */
class LongAnswersTest {

    private static final String EVENTS =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

    private static TestGateway gateway(RawUpstream upstream, String upstreamTimeouts, String route) {
        return TestGateway.start(Yaml.listener("")
                + Yaml.upstreams(Yaml.upstream("service", "timeouts: { " + upstreamTimeouts + " }", upstream))
                + Yaml.routes("name: all, match: { path: /* }, " + route + "to: service"));
    }

    private static String event(int number) {
        String text = "data: " + number + "\n\n";
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    private static String data(RawClient client) throws IOException {
        String line = client.line();
        while (!line.startsWith("data")) {
            line = client.line();
        }
        return line;
    }

    /** Each event is awaited by the client before the service sends the next: a buffer would hold up all. */
    @Test
    void eventsArriveOneByOneAsTheyAreWritten() throws Exception {
        Semaphore seen = new Semaphore(0);
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    connection.request();
                    connection.send(EVENTS);
                    for (int i = 0; i < 20; i++) {
                        connection.send(event(i));
                        seen.acquireUninterruptibly();
                    }
                    connection.send("0\r\n\r\n");
                });
                TestGateway gateway = gateway(upstream, "read: 5s", "");
                RawClient client = gateway.connect()) {
            assertThat(client.send(RawClient.request("GET", "/")).head()).contains("text/event-stream");
            long longest = 0;
            for (int i = 0; i < 20; i++) {
                long start = System.nanoTime();
                assertThat(data(client)).isEqualTo("data: " + i);
                longest = Math.max(longest, System.nanoTime() - start);
                seen.release();
            }
            assertThat(Duration.ofNanos(longest))
                    .isLessThan(Duration.ofSeconds(2)); // some milliseconds where it is quiet
        }
    }

    /** How long a stream of events lives that has one event and then rests. */
    private static Duration restsFor(String upstreamTimeouts, String route) throws IOException {
        try (RawUpstream upstream = RawUpstream.start(connection -> {
                    connection.request();
                    connection.send(EVENTS).send(event(1));
                    connection.awaitEnd();
                });
                TestGateway gateway = gateway(upstream, upstreamTimeouts, route);
                RawClient client = gateway.connect()) {
            client.send(RawClient.request("GET", "/")).head();
            assertThat(data(client)).isEqualTo("data: 1");
            long start = System.nanoTime();
            client.patience(Duration.ofSeconds(4));
            try {
                client.drain();
            } catch (SocketTimeoutException e) {
                return Duration.ofSeconds(4);
            }
            assertThat(gateway.logged(line -> line.contains("\"status\":200"))).contains("upstream.read_timeout");
            return Duration.ofNanos(System.nanoTime() - start);
        }
    }

    @Test
    void aStreamThatRestsEndsAfterItsOwnLimitAndNoOther() throws IOException {
        assertThat(restsFor("read: 300ms, total: 0", "")).isEqualTo(Duration.ofSeconds(4));
        assertThat(restsFor("read: 300ms, eventStream: 1500ms", ""))
                .isBetween(Duration.ofMillis(1_400), Duration.ofMillis(3_500));
        assertThat(restsFor("read: 300ms, eventStream: 300ms", "timeouts: { eventStream: 1500ms }, "))
                .isBetween(Duration.ofMillis(1_400), Duration.ofMillis(3_500));
        assertThat(restsFor("read: 300ms, eventStream: 300ms", "timeouts: { eventStream: 0 }, "))
                .isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void aRouteForLongPollingMayWaitForLongerThanOthers() throws IOException {
        try (RawUpstream upstream = RawUpstream.answering(request -> {
                    TestGateway.pause(1_500);
                    return RawUpstream.ok("late");
                });
                TestGateway patient = gateway(upstream, "read: 300ms", "timeouts: { read: 8s }, ");
                TestGateway other = gateway(upstream, "read: 300ms", "")) {
            assertThat(patient.get("/").text()).isEqualTo("late");
            assertThat(other.get("/").status()).isEqualTo(504);
        }
    }
}
