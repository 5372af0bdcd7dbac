package dev.sekisho.policy.bots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.Allocation;
import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.ServedRoute;
import dev.sekisho.model.Size;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.bots.BotsConfig.Known;
import dev.sekisho.policy.bots.BotsConfig.Missing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BotsTest {

    private static final byte[] BROWSER = Ascii.bytes("Mozilla/5.0 (X11; Linux x86_64)");

    private final Bots type = new Bots();
    private final ChainHarness harness = new ChainHarness();

    private static BotsConfig config(List<String> allow, List<String> deny, Known crawlers, Known scanners) {
        return new BotsConfig(allow, deny, crawlers, scanners, Missing.ALLOW, new Size(512), 403, false);
    }

    private int status(BotsConfig config, String agent) {
        Exchange x = harness.exchange(type.create(config, PolicyContext.OFFLINE));
        ChainHarness.field(x.request().headers(), "user-agent", agent);
        ChainRunner.start(x);
        int status = harness.status();
        assertThat(x.reason()).isEqualTo(status == 200 ? Reason.NONE : Reason.BOT);
        ChainRunner.end(x);
        return status;
    }

    @Test
    void allowWinsOverDenyAndOverTheKnownOnes() {
        BotsConfig config = config(List.of("good"), List.of("bot"), Known.DENY, Known.DENY);
        assertThat(status(config, "good bot")).isEqualTo(200);
        assertThat(status(config, "good sqlmap")).isEqualTo(200);
        assertThat(status(config, "a bot")).isEqualTo(403);
        assertThat(status(config, "Mozilla/5.0 (compatible; Googlebot/2.1)")).isEqualTo(403);
        assertThat(status(config, "SQLMAP")).isEqualTo(403);
        assertThat(status(config, "Mozilla/5.0")).isEqualTo(200);
    }

    @Test
    void knownCrawlersMayPassWhereAllElseIsDenied() {
        BotsConfig config = config(List.of(), List.of("(?i)bot"), Known.ALLOW, Known.OFF);
        assertThat(status(config, "Googlebot/2.1")).isEqualTo(200);
        assertThat(status(config, "otherbot/2.1")).isEqualTo(403);
    }

    @Test
    void noBrowserIsAKnownBot() {
        BotsConfig config = config(List.of(), List.of(), Known.DENY, Known.DENY);
        for (String agent : List.of(
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15",
                "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
                "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36",
                "curl/8.5.0",
                "okhttp/4.12.0",
                "Java-http-client/25",
                "grpc-java-netty/1.64.0")) {
            assertThat(status(config, agent)).as(agent).isEqualTo(200);
        }
    }

    @Test
    void aGroupOfOneExpressionDoesNotReachIntoTheNext() {
        assertThat(status(config(List.of(), List.of("(?i)a|b", "^X$"), Known.OFF, Known.OFF), "x"))
                .isEqualTo(200);
    }

    @Test
    void bytesBeyondAsciiAreReadAsUtf8() {
        BotsConfig config = config(List.of(), List.of("検索"), Known.OFF, Known.OFF);
        Exchange x = harness.exchange(type.create(config, PolicyContext.OFFLINE));
        byte[] agent = "検索ロボット".getBytes(StandardCharsets.UTF_8);
        ChainHarness.field(x.request().headers(), "User-Agent", Ascii.string(agent, 0, agent.length));
        ChainRunner.start(x);
        assertThat(harness.status()).isEqualTo(403);
    }

    /** What is slow in engines that go back is not here; and what would be long is refused when it is written. */
    @ParameterizedTest
    @ValueSource(
            strings = {"(a+)+$", "(a|a)*b", "(a|aa)+$", "(.*a){20}", "(a?){300}a{300}", "(?i)(x+x+)+y", ".*.*.*.*.*=.*"
            })
    void aHostileUserAgentCostsLittle(String expression) {
        BotsConfig config = config(List.of(), List.of(expression), Known.DENY, Known.DENY);
        Judge judge = new Judge(config, 512);
        Headers headers = harness.exchange().request().headers();
        ChainHarness.field(headers, "User-Agent", "a".repeat(511) + "!");
        judge.judge(headers); // compiled by now
        Duration best = Duration.ofDays(1);
        for (int i = 0; i < 20; i++) {
            Judge again = new Judge(config, 512);
            long start = System.nanoTime();
            again.judge(headers);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            best = took.compareTo(best) < 0 ? took : best;
        }
        assertThat(best).isLessThan(Duration.ofMillis(50));
    }

    @Test
    void refusesWhatCannotWork() {
        assertThatThrownBy(() -> status(config(List.of("("), List.of(), Known.OFF, Known.OFF), ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("allow[0]: ( (expected: a regular expression in RE2 syntax");
        assertThatThrownBy(
                        () -> status(config(List.of(), List.of("a", "((x{100}){100}){100}"), Known.OFF, Known.OFF), ""))
                .hasMessageContaining("deny[1]")
                .hasMessageContaining("fewer repetitions");
        assertThatThrownBy(() -> status(config(List.of(), List.of(" "), Known.OFF, Known.OFF), ""))
                .hasMessageContaining("deny[0]");
        assertThatThrownBy(() -> status(config(List.of(), List.of("a)|(b"), Known.OFF, Known.OFF), ""))
                .hasMessageContaining("deny[0]");
    }

    @Test
    void aUserAgentThatWasSeenBeforeCostsNothing() {
        ServedRoute route = new ServedRoute(
                "r",
                "s",
                0,
                List.of(type.create(config(List.of("x"), List.of("y"), Known.DENY, Known.DENY), PolicyContext.OFFLINE)),
                harness.quiet().backend,
                Map.of(),
                false,
                List.of());
        assertThat(Allocation.perRun(() -> harness.serve(route, x -> {
                    Headers headers = x.request().headers();
                    headers.addChecked(HeaderName.USER_AGENT, BROWSER, 0, BROWSER.length);
                })))
                .isZero();
    }

    /** A flood of new user agents finds a table of fixed size, and verdicts stay right. */
    @Test
    void verdictsAreKeptInBoundedRoom() {
        Verdicts verdicts = new Verdicts();
        for (int i = 0; i < 50_000; i++) {
            verdicts.put(Ascii.bytes("agent " + i), i % 2 == 0 ? Verdict.OTHER : Verdict.DENIED);
        }
        long kept = IntStream.range(0, 50_000)
                .filter(i -> {
                    byte[] agent = Ascii.bytes("agent " + i);
                    Verdict verdict = verdicts.get(agent, 0, agent.length);
                    assertThat(verdict).isIn(null, i % 2 == 0 ? Verdict.OTHER : Verdict.DENIED);
                    return verdict != null;
                })
                .count();
        assertThat(kept).isBetween(Verdicts.PLACES / 2L, (long) Verdicts.PLACES);
    }

    @Test
    void explainsItself() {
        assertThat(type.describe(config(List.of("a"), List.of("b", "c"), Known.OFF, Known.DENY)))
                .isEqualTo(
                        "refuses 2 patterns, known scanners, user agents longer than 512B, but lets 1 patterns pass");
    }
}
