package dev.sekisho.policy;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands for variables of nginx. */
class NginxPlaceholdersTest {

    private static final HeaderName NAME = HeaderName.of("X-Value");

    private final ChainHarness harness = new ChainHarness();

    private Exchange asked(String target, String... fields) {
        Exchange x = harness.exchange();
        Asked.fill(x.request(), target, fields);
        x.begin(harness, harness, x.loop().now());
        x.caller().address(new byte[] {10, 0, 0, 9}, Ascii.bytes("10.0.0.9"));
        x.caller().ends(new Ends(new InetSocketAddress("127.0.0.1", 4321), new InetSocketAddress("127.0.0.2", 8080)));
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
                "{requestTarget}|/a%20b?Q=%C3%A9&z",
                "{queryMark}{query}|?Q=%C3%A9&z",
                "{arg.q}|%C3%A9",
                "{arg.z}{arg.none}.|.",
                "{cookieAnyCase.sid}|1",
                "{cookieAnyCase.SID}|1",
                "{clientHeader.X-A}|1, 2",
                "{clientHeader.cookie}|SID=1; b=2",
                "{forwardedFor}|1.2.3.4, 10.0.0.9",
                "{basicUser}|Aladdin",
                "{listenerAddress}:{listenerPort}|127.0.0.2:8080",
                "{connectionAddress}|127.0.0.1",
                "{connectionScheme}{https}{http2}|http",
                "{certificateVerify}|NONE"
            })
    void standForPartsOfTheRequest(String value, String expected) {
        Exchange x = asked(
                "/a%20b?Q=%C3%A9&z",
                "X-A: 1",
                "Cookie: SID=1; b=2",
                "x-a: 2",
                "X-Forwarded-For: 1.2.3.4",
                "Authorization: basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        assertThat(text(x, value)).isEqualTo(expected);
        assertThat(written(x, value)).isEqualTo(expected);
    }

    /** As nginx does, whatever they hold. */
    @Test
    void thoseBeforeTheClientAreToldAsTheyWereSent() {
        Exchange x = asked("/", "X-Forwarded-For: 50%, \"a\"", "X-A: 1", "x-forwarded-for: fe80::1%25eth0");
        assertThat(written(x, "{forwardedFor}")).isEqualTo("50%, \"a\", fe80::1%25eth0, 10.0.0.9");
        assertThat(text(x, "{forwardedFor}")).isEqualTo(written(x, "{forwardedFor}"));
    }

    /** What the client sent stays known, whatever policies and listeners do to its fields. */
    @Test
    void whatTheClientSentIsKnownWhenItIsGone() {
        Exchange x = asked("/", "X-A: sent", "Cookie: a=1");
        x.request().headers().set(HeaderName.of("X-A"), "other");
        x.request().headers().remove(HeaderName.COOKIE);
        x.request().headers().add(HeaderName.of("X-B"), "own");
        assertThat(text(x, "{clientHeader.X-A}|{header.X-A}|{cookieAnyCase.a}|{clientHeader.X-B}"))
                .isEqualTo("sent|other|1|");
    }

    @Test
    void whatTheUpstreamSentIsKnownWhenItIsGone() {
        Exchange x = asked("/");
        x.response().status(200);
        x.response().headers().add(HeaderName.of("X-A"), "sent");
        x.upstreamStatus(200);
        x.response().headers().remove(HeaderName.of("X-A"));
        x.response().headers().add(HeaderName.of("X-B"), "own");
        assertThat(text(x, "{upstreamHeader.X-A}|{upstreamHeader.X-B}|{responseHeader.X-A}|{responseHeader.X-B}"))
                .isEqualTo("sent|||own");
        x.response().clear();
        x.response().headers().add(HeaderName.of("X-A"), "of the gateway");
        assertThat(text(x, "{upstreamHeader.X-A}")).isEmpty();
    }

    @Test
    void connectionsMayBeEncrypted() {
        Exchange x = asked("/");
        x.caller().tls(new TlsConnection("TLSv1.3", "s", "a.test", "", "", ""));
        assertThat(text(x, "{connectionScheme} {https}")).isEqualTo("https on");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "|",
                "Bearer abc|",
                "Basic|",
                "Basic !!!|",
                "Basic YQ==|", // no colon
                "Basic OnA=|", // no name
                "Basic YTpiOmM=|a"
            })
    void aUserIsNamedByBasicAlone(String field, String user) {
        Exchange x = field == null ? asked("/") : asked("/", "Authorization: " + field);
        assertThat(text(x, "{basicUser}")).isEqualTo(user == null ? "" : user);
    }

    @Test
    void absoluteTargetsTellTheirPath() {
        assertThat(text(asked("http://test/a?b"), "{requestTarget}")).isEqualTo("/a?b");
        assertThat(text(asked("/a:b//c?http://d/e"), "{requestTarget}")).isEqualTo("/a:b//c?http://d/e");
    }

    @Test
    void everyTryIsListed() {
        Exchange x = asked("/");
        long now = x.loop().now();
        assertThat(text(x, "{upstreamAddresses}{upstreamStatuses}{upstreamResponseTimes}"))
                .isEmpty();
        x.upstreamTries().ask(Ascii.bytes("10.0.0.1:80"), now - 30_000_000);
        x.upstreamTries().fail(502, now - 20_000_000);
        x.upstreamTries().ask(Ascii.bytes("10.0.0.2:80"), now - 12_000_000);
        x.upstreamTries().connect(now - 11_000_000);
        x.upstreamTries().answer(200, now - 5_000_000);
        x.upstreamTries().receive(12);
        x.upstreamTries().receive(30);
        x.upstreamTries().end(now - 2_000_000);
        assertThat(written(x, "{upstreamAddresses}")).isEqualTo("10.0.0.1:80, 10.0.0.2:80");
        assertThat(written(x, "{upstreamStatuses}")).isEqualTo("502, 200");
        assertThat(written(x, "{upstreamConnectTimes}")).isEqualTo("-, 0.001");
        assertThat(written(x, "{upstreamHeadTimes}")).isEqualTo("-, 0.007");
        assertThat(written(x, "{upstreamResponseTimes}")).isEqualTo("0.010, 0.010");
        assertThat(written(x, "{upstreamResponseSizes}")).isEqualTo("0, 42");
    }

    @Test
    void moreTriesThanEverBeforeAreListedToo() {
        Exchange x = asked("/");
        for (int i = 0; i < 9; i++) {
            x.upstreamTries().ask(Ascii.bytes("t" + i), x.loop().now());
            x.upstreamTries().fail(504, x.loop().now());
        }
        assertThat(text(x, "{upstreamAddresses}")).isEqualTo("t0, t1, t2, t3, t4, t5, t6, t7, t8");
        assertThat(text(x, "{upstreamStatuses}")).isEqualTo("504, 504, 504, 504, 504, 504, 504, 504, 504");
    }

    @Test
    void timesAreThoseOfLogs() {
        Exchange x = asked("/");
        OffsetDateTime before = OffsetDateTime.now().minusSeconds(2);
        DateTimeFormatter local = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);
        assertThat(OffsetDateTime.parse(text(x, "{localTime}"), local)).isAfter(before);
        assertThat(OffsetDateTime.parse(text(x, "{isoTime}"))).isAfter(before);
        assertThat(text(x, "{isoTime}")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[+-]\\d\\d:\\d\\d");
        assertThat(text(x, "{nowSeconds}")).matches("\\d{10}\\.\\d{3}");
        assertThat(text(x, "{requestTime}")).matches("\\d+\\.\\d{3}");
        assertThat(text(x, "{processId}"))
                .isEqualTo(Long.toString(ProcessHandle.current().pid()));
        assertThat(text(x, "{hostName}")).isNotEmpty();
    }

    @Test
    void aResponseIsWholeUnlessItWasCut() {
        Exchange x = asked("/");
        assertThat(text(x, "{completion}")).isEmpty();
        x.response().status(200);
        assertThat(text(x, "{completion}")).isEqualTo("OK");
        x.reason(Reason.UPSTREAM_RESET);
        assertThat(text(x, "{completion}")).isEmpty();
        x.response().status(Reason.UPSTREAM_RESET.status());
        assertThat(text(x, "{completion}")).isEqualTo("OK");
    }

    @Test
    void locationsKeepTheMarkOfAQuery() {
        Exchange x = asked("/a%20b?c=%2F&d");
        assertThat(location(x, "https://{host}{requestTarget}")).isEqualTo("https://test/a%20b?c=%2F&d");
        assertThat(location(x, "/x{queryMark}{query}")).isEqualTo("/x?c=%2F&d");
        assertThat(location(x, "/x?y={arg.c}")).isEqualTo("/x?y=%2F");
    }

    private static String location(Exchange x, String text) {
        return FieldValue.template("location", text, Head.REQUEST).location(x);
    }

    @Test
    void listsCostNoAllocation() {
        Exchange x = asked("/", "X-A: 1");
        x.upstreamTries().ask(Ascii.bytes("10.0.0.1:80"), x.loop().now());
        FieldValue value = FieldValue.parse(
                "set",
                "{upstreamAddresses}{upstreamStatuses}{upstreamResponseTimes}{requestTime}{localTime}{requestTarget}{clientHeader.X-A}",
                Head.RESPONSE);
        Headers headers = new Headers();
        double bytes = Allocation.perRun(() -> {
            headers.clear();
            value.addTo(headers, NAME, x);
        });
        assertThat(bytes).isLessThan(0.5);
    }
}
