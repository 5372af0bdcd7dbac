package dev.sekisho.policy.requestheaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.Allocation;
import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.ServedRoute;
import dev.sekisho.policy.requestheaders.RequestHeadersConfig.Expect;
import dev.sekisho.policy.requestheaders.RequestHeadersConfig.Names;
import dev.sekisho.policy.requestheaders.RequestHeadersConfig.Upgrade;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found all at once, and which fields of clients pass. */
class AssignmentsTest {

    private final RequestHeaders type = new RequestHeaders();
    private final ChainHarness harness = new ChainHarness();

    private static RequestHeadersConfig config(
            Map<String, String> assign, boolean clear, Names names, Upgrade upgrade) {
        return new RequestHeadersConfig(
                List.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                assign,
                clear,
                names,
                upgrade,
                Expect.PASS);
    }

    private static RequestHeadersConfig assign(String... namesAndValues) {
        Map<String, String> assign = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            assign.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return config(assign, false, Names.ANY, Upgrade.KEEP);
    }

    private Exchange with(RequestHeadersConfig config, String... fields) {
        Exchange x = harness.exchange(type.create(config));
        for (int i = 0; i < fields.length; i += 2) {
            ChainHarness.field(x.request().headers(), fields[i], fields[i + 1]);
        }
        return x;
    }

    private String after(RequestHeadersConfig config, String... fields) {
        Exchange x = with(config, fields);
        ChainRunner.start(x);
        String text = x.request().headers().toString();
        ChainRunner.end(x);
        return text;
    }

    @Test
    void noValueDependsOnAnother() {
        RequestHeadersConfig swapped = assign("X-A", "{header.X-B}", "X-B", "{header.X-A}", "X-C", "{header.X-A}");
        assertThat(after(swapped, "x-a", "1", "X-B", "2", "X-A", "3", "Accept", "*/*"))
                .isEqualTo("Accept: */*\nX-A: 2\nX-B: 1, 3\nX-C: 1, 3\n");
    }

    @Test
    void whatIsEmptyGoes() {
        assertThat(after(assign("X-A", "", "X-B", "{header.X-None}", "X-C", "c"), "X-A", "1", "X-B", "2", "X-B", "3"))
                .isEqualTo("X-C: c\n");
    }

    @Test
    void theRequestIdMayBeAssigned() {
        assertThat(after(assign("X-Request-ID", "{header.X-Mine}"), "X-Request-ID", "1", "X-Mine", "2"))
                .isEqualTo("X-Mine: 2\nX-Request-ID: 2\n");
    }

    @Test
    void allFieldsOfTheClientGoFirst() {
        RequestHeadersConfig config = config(Map.of("X-A", "{header.X-B}"), true, Names.ANY, Upgrade.KEEP);
        assertThat(after(config, "Host", "h", "X-B", "1", "X-Never-Seen-Anywhere", "2", "Content-Length", "0"))
                .isEqualTo("Host: h\nContent-Length: 0\nX-A: 1\n");
    }

    @Test
    void namesAreLookedAt() {
        String[] fields = {"X-Never-Seen-1", "1", "x_never_seen", "2", "x.never.seen", "3", "!", "4"};
        assertThat(after(config(Map.of(), false, Names.HYPHENS, Upgrade.KEEP), fields))
                .isEqualTo("X-Never-Seen-1: 1\n");
        assertThat(after(config(Map.of(), false, Names.UNDERSCORES, Upgrade.KEEP), fields))
                .isEqualTo("X-Never-Seen-1: 1\nx_never_seen: 2\n");
        assertThat(after(config(Map.of(), false, Names.ANY, Upgrade.KEEP), fields))
                .contains("x.never.seen", "!: 4");
    }

    @Test
    void theWishToSwitchIsDropped() {
        for (Upgrade upgrade : Upgrade.values()) {
            Exchange x = with(config(Map.of(), false, Names.ANY, upgrade), "Upgrade", "websocket");
            x.request().upgrade(true);
            x.request().webSocket(true);
            ChainRunner.start(x);
            boolean keeps = upgrade == Upgrade.KEEP;
            assertThat(x.request().isUpgrade()).isEqualTo(keeps);
            assertThat(x.request().isWebSocket()).isEqualTo(keeps);
            assertThat(x.request().headers().toString()).isEqualTo(keeps ? "Upgrade: websocket\n" : "");
            ChainRunner.end(x);
        }
    }

    @Test
    void whoWaitsToSendTheBodyIsAnswered() {
        for (Expect expect : Expect.values()) {
            for (long length : new long[] {0, 5}) {
                RequestHeadersConfig config = new RequestHeadersConfig(
                        List.of(),
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        false,
                        Names.ANY,
                        Upgrade.KEEP,
                        expect);
                Exchange x = with(config, "Expect", "100-continue");
                x.request().expectContinue(true);
                x.request().contentLength(length);
                int before = harness.interims();
                ChainRunner.start(x);
                boolean passes = expect == Expect.PASS;
                assertThat(x.request().headers().toString()).isEqualTo(passes ? "Expect: 100-continue\n" : "");
                assertThat(x.request().isExpectContinue()).isEqualTo(passes);
                assertThat(harness.interims() - before).isEqualTo(passes || length == 0 ? 0 : 1);
                ChainRunner.end(x);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host", "Content-Length", "Connection", "Upgrade", "a b"})
    void namesThatMayNotBeChangedAreRefused(String name) {
        assertThatThrownBy(() -> type.create(assign(name, "1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("assign: " + name + " (expected: ");
    }

    @Test
    void aNameStandsOnce() {
        assertThatThrownBy(() -> type.create(assign("A", "1", "a", "2")))
                .hasMessageStartingWith("assign: a (expected: once");
        assertThatThrownBy(() -> type.create(assign("A", "1\r\nB: 2"))).hasMessageContaining("control characters");
    }

    @Test
    void allocatesNothing() {
        Map<String, String> assign = Map.of(
                "X-A", "{header.X-B}",
                "X-B", "b",
                "X-Forwarded-For", "{forwardedFor}",
                "X-C", "{clientAddress} {connectionScheme} {requestId} {host}");
        ServedRoute route = harness.exchange(type.create(config(assign, true, Names.HYPHENS, Upgrade.DROP)))
                .route();
        harness.quiet();
        byte[] value = Ascii.bytes("10.0.0.1");
        Consumer<Exchange> fields = x -> {
            Headers headers = x.request().headers();
            headers.addChecked(HeaderName.X_FORWARDED_FOR, value, 0, value.length);
            headers.addChecked(HeaderName.USER_AGENT, value, 0, value.length);
        };
        assertThat(Allocation.perRun(() -> harness.serve(route, fields))).isLessThan(0.1);
    }

    @Test
    void saysWhatItDoes() {
        assertThat(type.describe(config(Map.of("X-A", "secret"), true, Names.HYPHENS, Upgrade.DROP)))
                .isEqualTo(
                        "removes all, removes names of more than letters, digits and hyphens, drops Upgrade, assigns X-A"
                                + " in the request");
    }
}
