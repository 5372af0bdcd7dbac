package dev.sekisho.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How many idle connections a loop keeps. */
class PoolTest {

    private static final Optional<Integer> NONE = Optional.empty();

    private static int kept(Optional<Integer> maxIdle, Optional<Integer> maxIdlePerLoop, int loops) {
        Duration hour = Duration.ofHours(1);
        return new Pool(100, maxIdle, maxIdlePerLoop, hour, hour, hour).keptPerLoop(loops);
    }

    @Test
    void thoseOfTheGatewayAreSharedByItsLoops() {
        assertThat(kept(Optional.of(64), NONE, 2)).isEqualTo(32);
        assertThat(kept(Optional.of(64), NONE, 3)).isEqualTo(22);
        assertThat(kept(Optional.of(1), NONE, 8)).isEqualTo(1);
        assertThat(kept(Optional.of(0), NONE, 8)).isZero();
        assertThat(kept(NONE, NONE, 4)).as("the whole pool").isEqualTo(25);
    }

    @Test
    void thoseOfALoopAreItsOwn() {
        assertThat(kept(NONE, Optional.of(64), 2)).isEqualTo(64);
        assertThat(kept(NONE, Optional.of(0), 2)).isZero();
        assertThat(kept(Optional.of(8), Optional.of(64), 2)).isEqualTo(64);
    }
}
