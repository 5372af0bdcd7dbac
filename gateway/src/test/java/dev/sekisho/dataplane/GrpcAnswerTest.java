package dev.sekisho.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which status a call of gRPC ends with. */
class GrpcAnswerTest {

    /** The table "HTTP2 error code to gRPC status code" of gRPC over HTTP/2, section Errors; other codes are unknown. */
    @ParameterizedTest
    @CsvSource({
        "0, 13",
        "1, 13",
        "2, 13",
        "3, 13",
        "4, 13",
        "6, 13",
        "7, 14",
        "8, 1",
        "9, 13",
        "10, 13",
        "11, 8",
        "12, 7",
        "13, 13",
        "4294967295, 13"
    })
    void aResetOfTheUpstreamHasAStatus(long error, int status) {
        assertThat(GrpcAnswer.code(Reason.UPSTREAM_RESET, 502, error)).isEqualTo(status);
        assertThat(GrpcAnswer.code(Reason.UPSTREAM_REFUSED, 502, error)).isEqualTo(status);
    }

    @Test
    void theErrorCodeCountsWhereTheResetWasTheReason() {
        assertThat(GrpcAnswer.code(Reason.DEADLINE, 504, 8)).isEqualTo(4);
        assertThat(GrpcAnswer.code(Reason.BREAKER_OPEN, 503, 8)).isEqualTo(14);
        assertThat(GrpcAnswer.code(Reason.UPSTREAM_RESET, 502, -1)).isEqualTo(14);
    }
}
