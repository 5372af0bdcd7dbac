package dev.sekisho.dataplane.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.LoopContext;
import io.netty.channel.DefaultEventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamConnectionTest {

    private static final InetSocketAddress CLIENT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711);

    private final LoopContext loop = new LoopContext(0, new DefaultEventLoop());
    private final StreamCounts counts = new StreamCounts(1);
    private final List<StreamConnection> ended = new ArrayList<>();
    private final StreamConnection connection =
            new StreamConnection("s", "tcp", CLIENT, new StreamTelemetry(counts, ended::add), loop);

    @Test
    void countsAndTellsTheSame() {
        connection.opened(CLIENT);
        connection.received(3);
        connection.received(4);
        connection.sent(5);
        assertThat(counts.open()).isEqualTo(1);
        connection.over();
        assertThat(ended).containsExactly(connection);
        assertThat(connection.received()).isEqualTo(counts.received()).isEqualTo(7);
        assertThat(connection.sent()).isEqualTo(counts.sent()).isEqualTo(5);
        assertThat(counts.open()).isZero();
        assertThat(connection.reason()).isEmpty();
    }

    /** A target that refuses is counted; where another one serves, the connection itself has not failed. */
    @Test
    void aTargetPassedOverIsNoReason() {
        connection.opened(CLIENT);
        connection.asked(Ascii.bytes("10.0.0.1:1"));
        connection.stumbled("upstream.connect_failed");
        connection.asked(Ascii.bytes("10.0.0.2:1"));
        loop.readClock();
        connection.connected();
        connection.over();
        assertThat(counts.failures()).isEqualTo(Map.of("upstream.connect_failed", 1L));
        assertThat(connection.reason()).isEmpty();
        assertThat(Ascii.string(connection.upstreamAddressText(), 0, 10)).isEqualTo("10.0.0.2:1");
        assertThat(connection.connectNanos()).isNotNegative();
    }

    @Test
    void theFirstReasonStays() {
        connection.opened(CLIENT);
        connection.failed("stream.idle");
        connection.failed("stream.client_reset");
        connection.ends("stream.cut");
        assertThat(connection.reason()).isEqualTo("stream.idle");
        assertThat(counts.failures()).hasSize(2);
    }

    /** One that was refused before it was taken is told, and was never among those that are open. */
    @Test
    void whatWasNeverTakenIsToldAndNotCountedOpen() {
        connection.failed("stream.limit");
        connection.over();
        assertThat(ended).hasSize(1);
        assertThat(counts.open()).isZero();
        assertThat(counts.total()).isZero();
    }
}
