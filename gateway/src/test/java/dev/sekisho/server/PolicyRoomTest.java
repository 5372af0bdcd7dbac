package dev.sekisho.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PolicyRoomTest {

    @Test
    void stateIsSharedByKindAndKey() {
        try (PolicyRoom room = new PolicyRoom()) {
            AtomicInteger one = room.shared(AtomicInteger.class, "a", AtomicInteger::new);
            assertThat(room.shared(AtomicInteger.class, "a", AtomicInteger::new))
                    .isSameAs(one);
            assertThat(room.shared(AtomicInteger.class, "b", AtomicInteger::new))
                    .isNotSameAs(one);
            assertThat(room.shared(StringBuilder.class, "a", StringBuilder::new))
                    .isEmpty();
        }
    }

    @Test
    void stateThatNobodyHoldsGoes() {
        try (PolicyRoom room = new PolicyRoom()) {
            room.shared(AtomicInteger.class, "a", () -> new AtomicInteger(7));
            AtomicInteger now = new AtomicInteger(7);
            for (int i = 0; i < 50 && now.get() == 7; i++) {
                System.gc();
                now = room.shared(AtomicInteger.class, "a", AtomicInteger::new);
            }
            assertThat(now).hasValue(0);
        }
    }
}
