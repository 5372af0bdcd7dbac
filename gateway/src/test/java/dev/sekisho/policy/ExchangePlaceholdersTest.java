package dev.sekisho.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.Allocation;
import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.TlsConnection;
import dev.sekisho.dataplane.proxyprotocol.Ends;
import dev.sekisho.policy.FieldNames.Head;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What values tell of sizes, times and connections. */
class ExchangePlaceholdersTest {

    private static final HeaderName NAME = HeaderName.of("X-Value");

    private final Exchange x = exchange();

    private static Exchange exchange() {
        ChainHarness harness = new ChainHarness();
        Exchange x = harness.exchange();
        Asked.fill(x.request(), "/a?b=1&token=S3CR3T");
        x.begin(harness, harness, x.loop().now() - 12_345_678);
        x.addBytesReceived(10);
        x.addBytesSent(321);
        x.upstreamTries().ask(Ascii.bytes("10.0.0.7:3000"), x.loop().now() - 2_000_000);
        x.upstreamTries().ask(Ascii.bytes("10.0.0.8:3000"), x.loop().now() - 1_500_000);
        x.upstreamTries().over(x.loop().now());
        x.upstreamStatus(503);
        x.caller().ends(new Ends(new InetSocketAddress("127.0.0.1", 4321), new InetSocketAddress("127.0.0.1", 80)));
        x.caller().tls(new TlsConnection("TLSv1.3", "TLS_AES_128_GCM_SHA256", "a.test", "", "", ""));
        x.reason(Reason.NO_ROUTE);
        return x;
    }

    private static String text(Exchange x, String value) {
        return FieldValue.template("set", value, Head.RESPONSE).text(x);
    }

    private static String written(Exchange x, String value) {
        Headers headers = new Headers();
        FieldValue.parse("set", value, Head.RESPONSE).addTo(headers, NAME, x);
        return headers.get(NAME).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{responseSize}|321",
                "{durationMillis}|12",
                "{durationSeconds}|0.012345",
                "{upstreamMillis}|1",
                "{upstreamSeconds}|0.001500",
                "{gatewayMillis}|10",
                "{upstreamStatus}|503",
                "{upstreamTries}|2",
                "{upstreamAddress}|10.0.0.8:3000",
                "{clientPort}|4321",
                "{protocol}|HTTP/1.1",
                "{tlsVersion} {tlsCipher} {tlsServerName}|TLSv1.3 TLS_AES_128_GCM_SHA256 a.test",
                "{target}|/a?b=1&token=[redacted]",
                "{reason}|route.none"
            })
    void standForPartsOfTheExchange(String value, String expected) {
        assertThat(text(x, value)).isEqualTo(expected);
        assertThat(written(x, value)).isEqualTo(expected);
    }

    @Test
    void theSizeOfARequestIsThatOfHeadAndBody() {
        int head = "GET /a?b=1&token=S3CR3T HTTP/1.1\r\nHost: test\r\n\r\n".length();
        assertThat(Integer.parseInt(text(x, "{requestSize}"))).isBetween(head + 10 - 2, head + 10);
    }

    @Test
    void timesAreThoseOfTheWallClock() {
        Instant now = Instant.now();
        assertThat(Instant.parse(text(x, "{startTime}"))).isBetween(now.minus(Duration.ofMinutes(1)), now);
        assertThat(Instant.parse(text(x, "{time}"))).isBetween(now.minusMillis(1), now.plus(Duration.ofMinutes(1)));
        assertThat(Long.parseLong(text(x, "{startMillis}"))).isLessThanOrEqualTo(now.toEpochMilli());
        assertThat(text(x, "{startSeconds}")).matches("\\d{10}\\.\\d{3}");
    }

    @Test
    void whatIsNotKnownIsEmpty() {
        Exchange fresh = new ChainHarness().exchange();
        assertThat(
                        text(
                                fresh,
                                "<{upstreamMillis}{upstreamSeconds}{upstreamStatus}{upstreamAddress}{clientPort}{tlsVersion}{tlsCipher}{tlsServerName}{reason}{target}>"))
                .isEqualTo("<>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{responseSize}", "{durationMillis}", "{upstreamStatus}", "{upstreamAddress}", "{reason}"})
    void someAreKnownOnlyOnceThereIsAResponse(String value) {
        assertThatThrownBy(() -> FieldValue.parse("set.X-A", value))
                .hasMessage("set.X-A: " + value + " (expected: only in settings of responses; there is none yet)");
    }

    @Test
    void numbersCostNoAllocation() {
        FieldValue value = FieldValue.parse(
                "set", "{requestSize}{responseSize}{durationSeconds}{upstreamMillis}{clientPort}", Head.RESPONSE);
        Headers headers = new Headers();
        double bytes = Allocation.perRun(() -> {
            headers.clear();
            value.addTo(headers, NAME, x);
        });
        assertThat(bytes).isLessThan(0.1);
    }
}
