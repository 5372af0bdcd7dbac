package dev.sekisho.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.Response;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompositeObserverTest {

    private final Exchange x = Exchanges.of(Exchanges.loop(0), "GET", "/", "a", 0);

    @Test
    void tellsBothTheSameTime() {
        List<Long> times = new ArrayList<>();
        new CompositeObserver((e, now) -> times.add(now), (e, now) -> times.add(now)).ended(x);
        assertThat(times).hasSize(2);
        assertThat(times.get(0)).isEqualTo(times.get(1));
    }

    @Test
    void keepsFaultsFromTheExchange() {
        List<Exchange> seen = new ArrayList<>();
        EndObserver broken = (e, now) -> {
            throw new IllegalStateException("broken");
        };
        new CompositeObserver(broken, (e, now) -> seen.add(e)).ended(x);
        assertThat(seen).containsExactly(x);
    }

    @Test
    void tellsTheStatusThatTheClientSaw() {
        assertThat(EndObserver.status(x)).isZero();
        x.reason(Reason.UPSTREAM_TIMEOUT);
        assertThat(EndObserver.status(x)).isEqualTo(504);
        ChainRunner.reply(x, Response.of(403));
        assertThat(EndObserver.status(x)).isEqualTo(403);
        x.reason(Reason.CLIENT_CLOSED); // the head has left: the client saw 403
        assertThat(EndObserver.status(x)).isEqualTo(403);
    }
}
