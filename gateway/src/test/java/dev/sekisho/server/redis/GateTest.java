package dev.sekisho.server.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GateTest {

    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong now = new AtomicLong(-5 * SECOND);
    private final Gate gate = new Gate(now::get);

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(gate.lets()).isTrue();
            assertThat(gate.failed()).isFalse();
        }
    }

    private void shut() {
        fail(4);
        assertThat(gate.lets()).isTrue();
        assertThat(gate.failed()).isTrue();
    }

    @Test
    void fiveFailuresInARowShutItForASecond() {
        shut();
        assertThat(gate.lets()).isFalse();
        now.addAndGet(SECOND - 1);
        assertThat(gate.lets()).isFalse();
        now.addAndGet(1);
        assertThat(gate.lets()).as("one trial").isTrue();
        assertThat(gate.lets()).as("one only").isFalse();
    }

    @Test
    void anAnswerBetweenFailuresKeepsItOpen() {
        fail(4);
        assertThat(gate.answered()).isFalse();
        fail(4);
        assertThat(gate.lets()).isTrue();
    }

    @Test
    void theTrialDecides() {
        shut();
        now.addAndGet(SECOND);
        assertThat(gate.lets()).isTrue();
        assertThat(gate.failed()).as("it was shut before").isFalse();
        assertThat(gate.lets()).isFalse();
        now.addAndGet(SECOND);
        assertThat(gate.lets()).isTrue();
        assertThat(gate.answered()).isTrue();
        assertThat(gate.lets()).isTrue();
        assertThat(gate.lets()).isTrue();
    }

    @Test
    void aTrialThatNobodyReportsOnIsFollowedByAnother() {
        shut();
        now.addAndGet(SECOND);
        assertThat(gate.lets()).isTrue();
        now.addAndGet(SECOND);
        assertThat(gate.lets()).isTrue();
    }
}
