package dev.sekisho.policy.requiretls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.Allocation;
import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.policy.Asked;
import dev.sekisho.policy.PolicyContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequireTlsTest {

    private final RequireTls type = new RequireTls();
    private final ChainHarness harness = new ChainHarness();

    private Policy policy(int status, int port) {
        return type.create(new RequireTlsConfig(status, port), PolicyContext.OFFLINE);
    }

    @Test
    void aRequestInTheClearIsToldWhatToSpeak() {
        Exchange x = Asked.ask(harness, policy(426, 443), "/a");
        assertThat(harness.status()).isEqualTo(426);
        assertThat(harness.fields()).contains("Upgrade: TLS/1.2, HTTP/1.1\n", "Connection: Upgrade\n");
        assertThat(harness.body())
                .startsWith("{\"error\":\"upgrade_required\",\"message\":\"This must be asked for over TLS.\"");
        assertThat(x.reason()).isEqualTo(Reason.TLS_REQUIRED);
        assertThat(harness.backendCalls()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "301 | 443  | /a?x=1&y=%0d | https://test/a?x=1&y=%0d",
                "302 | 8443 | /a/../b%20c  | https://test:8443/b%20c",
                "307 | 443  | /            | https://test/",
                "308 | 443  | //evil.test  | https://test/",
            })
    void aRedirectKeepsHostPathAndQuery(int status, int port, String target, String location) {
        Exchange x = Asked.ask(harness, policy(status, port), target);
        assertThat(harness.status()).isEqualTo(status);
        assertThat(harness.fields()).contains("Location: " + location);
        assertThat(harness.fields()).doesNotContain("Upgrade");
        assertThat(x.reason()).isEqualTo(Reason.REDIRECT);
    }

    /** Nobody can be sent to a place without a name. */
    @Test
    void aRequestForNoHostIsRefused() {
        Exchange x = harness.exchange(policy(308, 443));
        dev.sekisho.dataplane.ChainRunner.start(x);
        assertThat(harness.status()).isEqualTo(426);
    }

    @Test
    void overTlsItPassesAndCostsNothing() {
        Policy policy = policy(426, 443);
        Exchange x = Asked.ask(harness, policy, "/", "X-Forwarded-Proto: HTTPS");
        assertThat(harness.status()).isEqualTo(200);
        assertThat(policy.onRequest(x)).isEqualTo(Outcome.CONTINUE);
        assertThat(Allocation.perRun(() -> policy.onRequest(x))).isZero();
        Asked.ask(harness, policy, "/", "X-Forwarded-Proto: http");
        assertThat(harness.status()).isEqualTo(426);
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 303, 304, 400, 403})
    void otherStatusesAreNone(int status) {
        assertThatThrownBy(() -> new RequireTlsConfig(status, 443))
                .hasMessage("status: " + status + " (expected: 301, 302, 307, 308 or 426)");
    }

    @Test
    void explainsItself() {
        assertThat(type.describe(new RequireTlsConfig(426, 443))).isEqualTo("refuses requests in the clear, 426");
        assertThat(type.describe(new RequireTlsConfig(308, 8443)))
                .isEqualTo("sends requests in the clear to https on port 8443, 308");
    }
}
