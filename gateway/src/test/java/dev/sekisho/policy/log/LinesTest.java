package dev.sekisho.policy.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.Allocation;
import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.model.LogEscape;
import dev.sekisho.policy.Asked;
import dev.sekisho.policy.LogShipper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines in nginx's forms, of some requests, and more than one of a request. */
class LinesTest {

    private static final String TO = "udp: { address: \"127.0.0.1:9\" }";

    private final Captured captured = new Captured();
    private final ChainHarness harness = new ChainHarness();

    private Policy policy(String settings) {
        return new Log().create(Configs.of(settings), captured.context());
    }

    private String recorded(String settings, String target, String... fields) {
        Exchange x = Asked.ask(harness, policy(settings), target, fields);
        ChainRunner.end(x);
        return captured.records.getLast();
    }

    /** What nginx 1.22 writes for the same field by {@code escape=default}, {@code json} and {@code none}. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "hex|a\" \\ b|a\\x22 \\x5C b",
                "hex|é|\\xC3\\xA9",
                "hex|a\tb|a\\x09b",
                "json-bytes|a\" \\ b|a\\\" \\\\ b",
                "json-bytes|é|é",
                "json-bytes|a\tb|a\\tb",
                "none|a\" \\ b|a\" \\ b",
                "none|é|é",
                "none|a\tb|a\tb",
                "json|é|\\u00c3\\u00a9"
            })
    void valuesAreEscapedAsTheFormSays(String escape, String value, String written) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        String record = recorded(
                TO + ", line: '<{header.X}>', form: { escape: " + escape + " }",
                "/",
                "X: " + new String(utf8, StandardCharsets.ISO_8859_1));
        byte[] bytes = record.getBytes(StandardCharsets.ISO_8859_1);
        assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo("<" + written + ">");
    }

    /** Texts that are decoded before come as the UTF-8 that they stand for, characters beyond the 16th bit too. */
    @Test
    void decodedTextsAreUtf8() {
        String line = ", line: '{query.q}', form: { escape: ";
        assertThat(recorded(TO + line + "hex }", "/?q=%C3%A9%0A%F0%9F%98%80%E2%82%AC"))
                .isEqualTo("\\xC3\\xA9\\x0A\\xF0\\x9F\\x98\\x80\\xE2\\x82\\xAC");
        assertThat(recorded(TO + line + "none }", "/?q=a%0Ab\"")).isEqualTo("a\\x0Ab\"");
    }

    @Test
    void whatIsNotKnownIsWhatTheFormSays() {
        String line = TO + ", line: 'a{clientHeader.X}b{clientHeader.Y}c{queryMark}d'";
        assertThat(recorded(line, "/", "Y:")).isEqualTo("a-bcd");
        assertThat(recorded(line + ", form: { unknown: \"?\" }", "/")).isEqualTo("a?b?cd");
    }

    @Test
    void secretsAreRefusedOrHidden() {
        String line = TO + ", line: '{header.Authorization} {cookieAnyCase.sid} {clientHeader.Cookie} {arg.token}'";
        assertThatThrownBy(() -> policy(line)).hasMessageContaining("logs hold no credentials");
        assertThat(recorded(line + ", form: { redactSecrets: true }", "/?token=S", "Authorization: S", "Cookie: sid=S"))
                .isEqualTo("[redacted] [redacted] [redacted] [redacted]");
    }

    @Test
    void theRawTargetHidesItsSecrets() {
        assertThat(recorded(TO + ", line: '{requestTarget}'", "/a?x=1&token=S3CR3T"))
                .isEqualTo("/a?x=1&token=[redacted]");
    }

    @ParameterizedTest
    @CsvSource({"'', 0", "0, 0", "00, 1", "a, 1"})
    void aConditionTellsWhichRequestsAreRecorded(String value, int records) {
        Exchange x = Asked.ask(harness, policy(TO + ", line: 'x', when: '{header.X}'"), "/", "X: " + value);
        ChainRunner.end(x);
        assertThat(captured.records).hasSize(records);
    }

    @Test
    void aRequestMayHaveSeveralRecords() {
        Exchange x = Asked.ask(
                harness,
                policy(
                        TO
                                + ", line: '1 {path}', also: [ { file: { path: /x }, line: '2 {path}' }, { file: { path: /y }, line: '3', when: '' } ]"),
                "/p");
        ChainRunner.end(x);
        assertThat(captured.records).containsExactly("1 /p", "2 /p");
        assertThat(captured.destinations).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "also: [ { line: a } ]|no destination (expected: one of file and syslog)",
                "also: [ { file: { path: /x }, line: \"{nobody}\" } ]|also[0].line: {nobody} (expected: ",
                "also: [ { file: { path: /x }, line: a, when: \"{nobody}\" } ]|also[0].when: {nobody} (expected: ",
                "line: \"a\\nb\", form: { escape: none }|line: a\\u000ab (expected: printable text in one line)",
                "line: \"ä\"|line: ä (expected: printable ASCII in one line)"
            })
    void refusesWhatCannotWork(String settings, String message) {
        assertThatThrownBy(() -> policy(TO + ", " + settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void saysWhatItDoes() {
        assertThat(new Log()
                        .describe(Configs.of("file: { path: /a }, line: x, when: '{status}',"
                                + " also: [ { file: { path: /b }, line: y } ]")))
                .isEqualTo("sends a record of some requests, with a line of text, to file:/a, and a line to file:/b");
    }

    /** Whatever stands in a record, its values end where values end: there is always room for the rest. */
    @Test
    void longValuesLeaveRoomForWhatFollows() {
        String x = "\u00e9\"".repeat(2000);
        String values = "{header.X}".repeat(20);
        for (String escape : List.of("hex", "json-bytes", "none", "json")) {
            String record =
                    recorded(TO + ", line: '" + values + "|end', form: { escape: " + escape + " }", "/", "X: " + x);
            assertThat(record).endsWith("|end");
            assertThat(record.length()).isLessThanOrEqualTo(LogShipper.LONGEST);
        }
        String many = "%F0%9F%98%80".repeat(600);
        String record =
                recorded(TO + ", line: '" + "{query.q}".repeat(20) + "|end', form: { escape: hex }", "/?q=" + many);
        assertThat(record).endsWith("|end");
        assertThat(record.length()).isLessThanOrEqualTo(LogShipper.LONGEST);
    }

    @Test
    void aCombinedLineCostsNoAllocation() {
        LogShipper nobody = (loop, bytes, start, end) -> {};
        LineFormConfig form = new LineFormConfig(LogEscape.HEX, "-", true);
        RecordTemplate line = RecordTemplate.line(
                "line",
                "{clientAddress} [{localTime}] \"{method} {requestTarget} {protocol}\" {status} {responseSize}"
                        + " \"{clientHeader.Referer}\" \"{clientHeader.User-Agent}\" {requestTime} {upstreamAddresses}",
                form);
        Recording recording =
                new Recording(Optional.empty(), Optional.empty(), line, new HeadFields(List.of()), nobody);
        LogPolicy policy = new LogPolicy(List.of(recording), new Pens());
        Exchange x = Asked.ask(harness, policy, "/a?b=1&token=x", "User-Agent: cu\"rl", "Referer: http://a/");
        assertThat(Allocation.perRun(() -> policy.onEnd(x))).isLessThan(1);
    }
}
