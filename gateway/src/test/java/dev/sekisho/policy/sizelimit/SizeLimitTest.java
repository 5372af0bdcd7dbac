package dev.sekisho.policy.sizelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.Allocation;
import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.ServedRoute;
import dev.sekisho.model.Size;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizeLimitTest {

    private final SizeLimit type = new SizeLimit();
    private final ChainHarness harness = new ChainHarness();

    private Policy policy(long request, boolean length, long headers, int fields, long response) {
        return type.create(new SizeLimitConfig(
                size(request),
                length,
                size(headers),
                Optional.of(fields).filter(n -> n >= 0),
                Optional.empty(),
                Optional.empty(),
                size(response)));
    }

    private static Optional<Size> size(long bytes) {
        return bytes < 0 ? Optional.empty() : Optional.of(new Size(bytes));
    }

    @ParameterizedTest
    @CsvSource({"10, 10, NONE", "10, 11, BODY_TOO_LARGE", "0, 1, BODY_TOO_LARGE", "0, 0, NONE", "10, -1, NONE"})
    void theLengthThatIsToldCounts(long limit, long length, Reason reason) {
        Exchange x = harness.exchange(policy(limit, false, -1, -1, -1));
        x.request().contentLength(length);
        ChainRunner.start(x);
        assertThat(x.reason()).isEqualTo(reason);
        assertThat(x.requestBodyLimit()).isEqualTo(reason == Reason.NONE ? limit : Long.MAX_VALUE);
        assertThat(harness.backendCalls()).isEqualTo(reason == Reason.NONE ? 1 : 0);
    }

    @Test
    void aTunnelHasNoBodyToMeasure() {
        Exchange x = harness.exchange(policy(10, true, -1, -1, -1));
        x.request().contentLength(-1);
        x.request().webSocket(true);
        ChainRunner.start(x);
        assertThat(x.reason()).isEqualTo(Reason.NONE);
        assertThat(x.requestBodyLimit()).isEqualTo(Long.MAX_VALUE);
    }

    /** 4 + 4 + 1 bytes each; what the gateway adds does not count. */
    @ParameterizedTest
    @CsvSource({"18, -1, NONE", "17, -1, HEAD_TOO_LARGE", "-1, 2, NONE", "-1, 1, TOO_MANY_FIELDS"})
    void fieldsOfTheClientCount(long bytes, int fields, Reason reason) {
        Exchange x = harness.exchange(policy(-1, false, bytes, fields, -1));
        ChainHarness.field(x.request().headers(), "abcd", "1");
        ChainHarness.field(x.request().headers(), "efgh", "2");
        ChainHarness.field(x.request().headers(), "removed", "2");
        x.request().headers().remove(2);
        x.request().headers().add(HeaderName.X_FORWARDED_FOR, "192.0.2.1");
        x.request().headers().add(HeaderName.X_REQUEST_ID, "0123456789");
        x.request().headers().add(HeaderName.of("X-Consumer-ID"), "shop"); // counted against the client before
        ChainRunner.start(x);
        assertThat(x.reason()).isEqualTo(reason);
    }

    @Test
    void whatPassesAllocatesNothing() {
        ServedRoute route = new ServedRoute(
                "r",
                "s",
                0,
                List.of(policy(10, true, 1000, 10, 1000)),
                harness.quiet().backend,
                Map.of(),
                false,
                List.of());
        assertThat(Allocation.perRun(() -> harness.serve(route, x -> {}))).isZero();
    }

    @Test
    void refusesSettingsThatLimitNothing() {
        assertThatThrownBy(() -> policy(-1, false, -1, -1, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("no limit given (expected: at least one of request");
    }

    @Test
    void explainsItself() {
        assertThat(type.describe(new SizeLimitConfig(
                        size(1024), true, size(-1), Optional.of(40), size(-1), size(-1), size(2048))))
                .isEqualTo(
                        "allows request bodies up to 1KiB, request bodies of a length told beforehand, 40 header fields, answers up to 2KiB");
    }
}
