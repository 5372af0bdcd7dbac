package dev.sekisho.dataplane.upstream.retry;

import static dev.sekisho.dataplane.router.Fixtures.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.RequestHead;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadlineTest {

    private static RequestHead head(String... fields) {
        return request("GET", "", "/", "", fields).request();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "1H, 3600000000000",
                "2M, 120000000000",
                "3S, 3000000000",
                "4m, 4000000",
                "5u, 5000",
                "6n, 6",
                "0S, 0",
                "007S, 7000000000",
                "99999999n, 99999999",
                "99999999M, 5999999940000000000",
                "99999999H, 9223372036854775807", // beyond 292 years: the longest there is
                "999999999n, -1", // nine digits
                "12345678901234567890S, -1",
                "5, -1",
                "S, -1",
                "``, -1",
                "-1S, -1",
                "+1S, -1",
                "1s, -1",
                "1h, -1",
                "1 S, -1",
                "1.5S, -1",
                "1SS, -1",
                "0x1S, -1",
                "S1, -1",
                "é1S, -1",
            })
    void grpcTimeouts(String value, long nanos) {
        assertThat(Deadline.requested(head("grpc-timeout: " + value))).isEqualTo(nanos);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "0, 0",
                "250, 250000000",
                "0250, 250000000",
                "9999999999, 9999999999000000",
                "10000000000, -1", // eleven digits
                "99999999999999999999999, -1",
                "-1, -1",
                "+1, -1",
                "1.5, -1",
                "1s, -1",
                "1 2, -1",
                "`1,2`, -1",
                "``, -1",
                "abc, -1",
            })
    void plainTimeouts(String value, long millisAsNanos) {
        assertThat(Deadline.requested(head("X-Request-Timeout: " + value))).isEqualTo(millisAsNanos);
    }

    @Test
    void theShorterOfBothCountsAndWhatCannotBeReadCountsNot() {
        assertThat(Deadline.requested(head())).isEqualTo(-1);
        assertThat(Deadline.requested(head("X-Request-Timeout: 5", "grpc-timeout: 4m")))
                .isEqualTo(4_000_000);
        assertThat(Deadline.requested(head("X-Request-Timeout: 3", "grpc-timeout: 4m")))
                .isEqualTo(3_000_000);
        assertThat(Deadline.requested(head("X-Request-Timeout: x", "grpc-timeout: 4m")))
                .isEqualTo(4_000_000);
        assertThat(Deadline.requested(head("X-Request-Timeout: 3", "grpc-timeout: m")))
                .isEqualTo(3_000_000);
    }

    @Test
    void theServiceIsToldWhatIsLeftAtLeastAMillisecond() {
        RequestHead head = head("x-request-timeout: 900000", "grpc-timeout: 1H");
        Deadline.tell(head, TimeUnit.MILLISECONDS.toNanos(1500));
        assertThat(head.headers().toString()).isEqualTo("X-Request-Timeout: 1500\ngrpc-timeout: 1500m\n");
        Deadline.tell(head, 0);
        assertThat(head.headers().toString()).isEqualTo("X-Request-Timeout: 1\ngrpc-timeout: 1m\n");
        Deadline.tell(head, Long.MAX_VALUE);
        assertThat(Deadline.requested(head)).as("no more than eight digits").isEqualTo(99_999_999_000_000L);
    }

    @Test
    void grpcTimeoutsAreNotMadeUp() {
        RequestHead head = head();
        Deadline.tell(head, 5_000_000);
        assertThat(head.headers().toString()).isEqualTo("X-Request-Timeout: 5\n");
    }

    @Test
    void whatTheClientSaysOfTriesDoesNotPass() {
        RequestHead head = head("x-retry-attempt: 7", "X-Retry-Attempt: 8");
        Deadline.attempt(head, 2);
        assertThat(head.headers().getAll(HeaderName.of("X-Retry-Attempt"))).containsExactly("2");
        Deadline.clear(head);
        assertThat(head.headers().contains(HeaderName.of("X-Retry-Attempt"))).isFalse();
    }
}
