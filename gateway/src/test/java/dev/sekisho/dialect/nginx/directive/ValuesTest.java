package dev.sekisho.dialect.nginx.directive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "60,60000",
        "1m,60000",
        "1h30m,5400000",
        "1d 12h,129600000",
        "1500ms,1500",
        "1s500ms,1500",
        "1w,604800000"
    })
    void timesInMilliseconds(String text, long milliseconds) {
        assertThat(Values.milliseconds(text)).hasValue(milliseconds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "1x", "1M", "1y", "30m1h", "1s1s", "-1", "1.5s", "99999999999999999999"})
    void whatIsNoTimeInMilliseconds(String text) {
        assertThat(Values.milliseconds(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1y,31536000", "1M,2592000", "1y 6M,47088000", "90,90"})
    void timesInSeconds(String text, long seconds) {
        assertThat(Values.seconds(text)).hasValue(seconds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "100ms", "1M1y"})
    void whatIsNoTimeInSeconds(String text) {
        assertThat(Values.seconds(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0,0", "16k,16384", "1M,1048576"})
    void sizes(String text, long bytes) {
        assertThat(Values.size(text)).hasValue(bytes);
        assertThat(Values.offset(text)).hasValue(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "k", "1kb", "-1", "99999999999999999999", "9223372036854775807k"})
    void whatIsNoSize(String text) {
        assertThat(Values.size(text)).isEmpty();
        assertThat(Values.offset(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2g", "2G"})
    void onlyOffsetsKnowGigabytes(String text) {
        assertThat(Values.offset(text)).hasValue(2L << 30);
        assertThat(Values.size(text)).isEmpty();
    }
}
