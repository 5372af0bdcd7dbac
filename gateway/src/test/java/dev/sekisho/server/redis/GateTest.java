package dev.sekisho.server.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GateTest {

    private final Gate gate = new Gate();

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
        assertThat(gate.lets()).isFalse();
    }

    @Test
    void fiveFailuresInARowShutItUntilItIsOpened() {
        shut();
        assertThat(gate.failed()).as("it was shut before").isFalse();
        assertThat(gate.lets()).isFalse();
        assertThat(gate.open()).isTrue();
        assertThat(gate.lets()).isTrue();
        assertThat(gate.open()).as("it was open").isFalse();
        fail(4);
    }

    /** An answer to a command of before tells nothing of the server now. */
    @Test
    void anAnswerDoesNotOpenIt() {
        shut();
        for (int i = 0; i < 100; i++) {
            gate.answered();
        }
        assertThat(gate.lets()).isFalse();
    }

    @Test
    void rareFailuresLeaveItOpen() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(gate.failed()).isFalse();
            for (int j = 0; j < 10; j++) {
                gate.answered();
            }
        }
        assertThat(gate.lets()).isTrue();
    }

    @Test
    void failuresOfOneInFiveShutItAlthoughNeverInARow() {
        int failures = 0;
        boolean shut = false;
        while (!shut && failures < 20) {
            shut = gate.failed();
            failures++;
            for (int j = 0; j < 4; j++) {
                gate.answered();
            }
        }
        assertThat(shut).isTrue();
        assertThat(failures).isBetween(6, 12);
    }
}
