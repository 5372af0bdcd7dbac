package dev.sekisho.server.shipping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policy.LogShipper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FramingTest {

    @ParameterizedTest
    @CsvSource({"0,0", "1,10", "63,64", "10,4095", "4096,4096", "2147483647," + LogShipper.LONGEST})
    void numbersAreReadAsTheyAreWrittenAndHoldNoLineFeed(int number, int length) {
        byte[] bytes = new byte[40];
        int record = Framing.put(number, length, bytes, 7);
        assertThat(record).isEqualTo(7 + Framing.HEAD);
        assertThat(Framing.number(bytes, 7)).isEqualTo(number);
        assertThat(Framing.length(bytes, 7)).isEqualTo(length);
        for (int i = 7; i < record; i++) {
            assertThat(bytes[i]).isBetween((byte) ' ', (byte) '_');
        }
    }
}
