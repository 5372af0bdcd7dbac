package dev.sekisho.policy.introspection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OutagesTest {

    private final Outages outages = new Outages();
    private long now = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(3); // clocks of this kind may overflow

    private void fails(int times) {
        for (int i = 0; i < times; i++) {
            outages.fail(now);
        }
    }

    @Test
    void fewFailuresAreNoOutage() {
        for (int i = 0; i < 10; i++) {
            fails(Outages.FAILURES - 1);
            assertThat(outages.mayAsk(now)).isTrue();
            assertThat(outages.succeed()).isFalse();
        }
    }

    @Test
    void fiveFailuresInARowBeginAPauseAndThenOneTries() {
        fails(Outages.FAILURES - 1);
        assertThat(outages.fail(now)).as("a pause begins").isTrue();
        assertThat(outages.mayAsk(now)).isFalse();
        now += TimeUnit.MILLISECONDS.toNanos(999);
        assertThat(outages.mayAsk(now)).isFalse();
        now += TimeUnit.MILLISECONDS.toNanos(1);
        assertThat(outages.mayAsk(now)).as("one tries").isTrue();
        assertThat(outages.mayAsk(now)).as("and no other").isFalse();
        assertThat(outages.succeed()).as("the outage ends").isTrue();
        assertThat(outages.mayAsk(now)).isTrue();
    }

    @Test
    void pausesDoubleUpToThirtySeconds() {
        fails(Outages.FAILURES);
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            long start = now;
            while (!outages.mayAsk(now)) {
                now += TimeUnit.MILLISECONDS.toNanos(500);
            }
            pauses.add(TimeUnit.NANOSECONDS.toSeconds(now - start));
            assertThat(outages.fail(now)).as("the next pause begins").isTrue();
            assertThat(outages.fail(now)).as("it began before").isFalse();
        }
        assertThat(pauses).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L);
    }

    @Test
    void requestsThatWereUnderWayMakeThePauseNoLonger() {
        fails(Outages.FAILURES + 100);
        now += TimeUnit.SECONDS.toNanos(1);
        assertThat(outages.mayAsk(now)).isTrue();
    }
}
