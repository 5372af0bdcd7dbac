package dev.sekisho.policy.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.Allocation;
import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Handler;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.ServedRoute;
import dev.sekisho.model.Size;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.compression.CompressionConfig.Algorithm;
import dev.sekisho.policy.compression.CompressionConfig.Choice;
import dev.sekisho.policy.compression.CompressionConfig.EntityTag;
import dev.sekisho.policy.compression.CompressionConfig.Flush;
import dev.sekisho.policy.compression.CompressionConfig.Forwarded;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What heads say of bodies that are compressed, and which bodies are. */
class CompressionTest {

    private static final String BODY = "0123456789".repeat(200);
    private static final String CODED = "Content-Encoding: gzip\n";
    private static final String VARIES = "Vary: Accept-Encoding\n";

    private final Compression type = new Compression();
    private final ChainHarness harness = new ChainHarness();
    private final Policy policy =
            type.create(config(EntityTag.WEAKEN, Forwarded.PASS, List.of()), PolicyContext.OFFLINE);

    static CompressionConfig config(EntityTag etag, Forwarded accept, List<String> types) {
        return new CompressionConfig(List.of(Algorithm.GZIP), types, new Size(1024), 1, 4, etag, Flush.AUTO, accept, 8);
    }

    /** An upstream that answers with this body, whose length is known or not. */
    private static Handler upstream(int status, String body, boolean sized, String... fields) {
        byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
        return x -> {
            x.response().clear();
            x.response().status(status);
            if (sized) {
                ChainHarness.field(x.response().headers(), "Content-Length", Integer.toString(bytes.length));
            }
            for (int i = 0; i < fields.length; i += 2) {
                ChainHarness.field(x.response().headers(), fields[i], fields[i + 1]);
            }
            x.response().contentLength(sized ? bytes.length : -1);
            ChainRunner.upstreamHead(x, Unpooled.wrappedBuffer(bytes), true);
        };
    }

    private String ask(Policy asked, Method method, Handler upstream, String... request) {
        Exchange x = harness.exchange(upstream, asked);
        x.request().method(method, 0, 0);
        for (int i = 0; i < request.length; i += 2) {
            ChainHarness.field(x.request().headers(), request[i], request[i + 1]);
        }
        ChainRunner.start(x);
        ChainRunner.end(x);
        return harness.fields();
    }

    private String get(String... fields) {
        return ask(policy, Method.GET, upstream(200, BODY, true, fields), "Accept-Encoding", "gzip");
    }

    @Test
    void saysWhatTheBodyIsNowAndNothingOfWhatItWas() {
        String fields = get(
                "Content-Type", "text/html; charset=utf-8",
                "ETag", "\"v1\"",
                "Accept-Ranges", "bytes",
                "Content-MD5", "Q2hlY2sgSW50ZWdyaXR5IQ==",
                "Repr-Digest", "sha-256=:x=:",
                "Content-Digest", "sha-256=:x=:",
                "Digest", "sha-256=x",
                "Last-Modified", "Tue, 15 Nov 1994 12:45:26 GMT");
        assertThat(fields)
                .isEqualTo("Content-Type: text/html; charset=utf-8\nLast-Modified: Tue, 15 Nov 1994 12:45:26 GMT\n"
                        + VARIES + CODED + "ETag: W/\"v1\"\n");
        assertThat(harness.body()).isNotEqualTo(BODY);
    }

    @Test
    void headSaysWhatGetWouldSay() {
        Handler upstream = upstream(200, BODY, true, "Content-Type", "text/css", "ETag", "\"v1\"");
        String head = ask(policy, Method.HEAD, upstream, "Accept-Encoding", "gzip");
        assertThat(head)
                .isEqualTo(ask(policy, Method.GET, upstream, "Accept-Encoding", "gzip"))
                .contains(CODED);
        Handler small = upstream(200, "small", true, "Content-Type", "text/css");
        assertThat(ask(policy, Method.HEAD, small, "Accept-Encoding", "gzip")).doesNotContain(CODED);
    }

    @Test
    void variesWhereTheClientTakesNoCodingToo() {
        Handler upstream = upstream(200, BODY, true, "Content-Type", "text/css", "ETag", "\"v1\"");
        assertThat(ask(policy, Method.GET, upstream))
                .contains(VARIES, "ETag: \"v1\"\n", "Content-Length")
                .doesNotContain(CODED);
        assertThat(harness.body()).isEqualTo(BODY);
    }

    @Test
    void varyIsOneFieldAndNamesTheFieldOnce() {
        assertThat(get("Content-Type", "text/css", "Vary", "Origin", "Vary", "Cookie"))
                .contains("Vary: Origin, Cookie, Accept-Encoding\n");
        assertThat(get("Content-Type", "text/css", "Vary", "accept-encoding"))
                .containsOnlyOnce("ccept-")
                .contains(CODED);
        assertThat(get("Content-Type", "text/css", "Vary", "*"))
                .contains("Vary: *\n")
                .contains(CODED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type|image/png",
                "Content-Type|text/event-stream",
                "Content-Type|text/event-stream; charset=utf-8",
                "Content-Type|application/grpc",
                "Content-Type|application/grpc+json",
                "Content-Type|multipart/x-mixed-replace; boundary=b",
                "Content-Type|texthtml",
                "Content-Type|text/",
                "Content-Type|",
                "X-None|1",
                "Content-Type|text/html|Content-Type|text/html",
                "Content-Type|text/html|Content-Encoding|br",
                "Content-Type|text/html|Content-Encoding|identity",
                "Content-Type|text/html|Content-Range|bytes 0-1/2",
                "Content-Type|text/html|Cache-Control|no-transform",
                "Content-Type|text/html|Cache-Control|public|Cache-Control|max-age=1, No-Transform"
            })
    void leavesAlone(String fields) {
        String[] sent = fields.split("\\|", -1);
        assertThat(get(sent)).doesNotContain(CODED, VARIES).contains("Content-Length: 2000\n");
        assertThat(harness.body()).isEqualTo(BODY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "TEXT/HTML",
                "text/plain ; charset=x",
                "application/json",
                "application/problem+json",
                "application/atom+xml",
                "application/javascript",
                "image/svg+xml"
            })
    void compressesTextsOfEveryKind(String media) {
        assertThat(get("Content-Type", media)).contains(CODED);
    }

    @Test
    void lengthDecidesWhereItIsKnown() {
        String media = "text/html";
        Handler shorter = upstream(200, "x".repeat(1023), true, "Content-Type", media);
        assertThat(ask(policy, Method.GET, shorter, "Accept-Encoding", "gzip")).doesNotContain(CODED, VARIES);
        Handler enough = upstream(200, "x".repeat(1024), true, "Content-Type", media);
        assertThat(ask(policy, Method.GET, enough, "Accept-Encoding", "gzip")).contains(CODED);
        Handler unknown = upstream(200, "x", false, "Content-Type", media);
        assertThat(ask(policy, Method.GET, unknown, "Accept-Encoding", "gzip")).contains(CODED);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 206, 304})
    void statusesWithoutAWholeBodyAreLeftAlone(int status) {
        Handler upstream = upstream(status, "", false, "Content-Type", "text/html");
        assertThat(ask(policy, Method.GET, upstream, "Accept-Encoding", "gzip")).doesNotContain(CODED, VARIES);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 403, 404, 500, 503})
    void errorsAreCompressedToo(int status) {
        Handler upstream = upstream(status, BODY, true, "Content-Type", "text/html");
        assertThat(ask(policy, Method.GET, upstream, "Accept-Encoding", "gzip")).contains(CODED);
    }

    @Test
    void theEtagOfWhatIsNotModifiedIsTheOneThatTheClientHas() {
        Handler upstream = upstream(304, "", true, "ETag", "\"v1\"");
        String known =
                ask(policy, Method.GET, upstream, "Accept-Encoding", "gzip", "If-None-Match", "\"v0\", W/\"v1\"");
        assertThat(known).contains("ETag: W/\"v1\"\n", VARIES);
        String strong = ask(policy, Method.GET, upstream, "Accept-Encoding", "gzip", "If-None-Match", "\"v1\"");
        assertThat(strong).contains("ETag: \"v1\"\n").doesNotContain(VARIES);
        String other = ask(policy, Method.GET, upstream, "Accept-Encoding", "gzip", "If-None-Match", "W/\"v10\"");
        assertThat(other).contains("ETag: \"v1\"\n");
    }

    @Test
    void etagsBecomeWhatIsConfigured() {
        Handler upstream = upstream(200, BODY, true, "Content-Type", "text/css", "ETag", "\"v1\"");
        Policy strip = type.create(config(EntityTag.STRIP, Forwarded.PASS, List.of()), PolicyContext.OFFLINE);
        assertThat(ask(strip, Method.GET, upstream, "Accept-Encoding", "gzip"))
                .contains(CODED)
                .doesNotContain("ETag");
        Policy keep = type.create(config(EntityTag.KEEP, Forwarded.PASS, List.of()), PolicyContext.OFFLINE);
        assertThat(ask(keep, Method.GET, upstream, "Accept-Encoding", "gzip")).contains(CODED, "ETag: \"v1\"\n");
        assertThat(get("Content-Type", "text/css", "ETag", "W/\"v1\"")).contains("ETag: W/\"v1\"\n");
        assertThat(get("Content-Type", "text/css", "ETag", "v1"))
                .as("no entity tag")
                .doesNotContain("ETag");
    }

    @Test
    void theUpstreamMayBeKeptFromCompressing() {
        Policy hiding = type.create(config(EntityTag.WEAKEN, Forwarded.REMOVE, List.of()), PolicyContext.OFFLINE);
        boolean[] seen = new boolean[1];
        Handler upstream = upstream(200, BODY, true, "Content-Type", "text/css");
        Handler watching = x -> {
            seen[0] = x.request().headers().contains(HeaderName.ACCEPT_ENCODING);
            upstream.handle(x);
        };
        assertThat(ask(hiding, Method.GET, watching, "Accept-Encoding", "gzip")).contains(CODED);
        assertThat(seen[0]).isFalse();
        ask(policy, Method.GET, watching, "Accept-Encoding", "gzip");
        assertThat(seen[0]).isTrue();
    }

    @Test
    void bodiesBeyondTheMostPassAsTheyAre() {
        Exchange[] under = new Exchange[8];
        Handler silent = x -> {};
        for (int i = 0; i < under.length; i++) {
            under[i] = harness.exchange(silent, policy);
            ChainHarness.field(under[i].request().headers(), "Accept-Encoding", "gzip");
            ChainRunner.start(under[i]);
            under[i].response().status(200);
            under[i].response().contentLength(-1);
            ChainHarness.field(under[i].response().headers(), "Content-Type", "text/html");
            ChainRunner.upstreamHead(under[i], Unpooled.EMPTY_BUFFER, false);
            assertThat(harness.fields()).contains(CODED);
        }
        assertThat(get("Content-Type", "text/html")).doesNotContain(CODED).contains(VARIES, "Content-Length: 2000");
        ChainRunner.end(under[0]);
        assertThat(get("Content-Type", "text/html")).contains(CODED);
        for (int i = 1; i < under.length; i++) {
            ChainRunner.end(under[i]);
        }
    }

    @Test
    void varyIsAChoice() {
        CompressionConfig config = new CompressionConfig(
                List.of(Algorithm.GZIP),
                List.of(),
                new Size(1),
                1,
                4,
                EntityTag.WEAKEN,
                Flush.AUTO,
                Forwarded.PASS,
                8,
                List.of(),
                List.of(),
                true,
                Choice.NAMED,
                false);
        Policy silent = type.create(config, PolicyContext.OFFLINE);
        Handler upstream = upstream(200, BODY, true, "Content-Type", "text/css");
        assertThat(ask(silent, Method.GET, upstream, "Accept-Encoding", "identity, gzip;q=0.5"))
                .contains("Content-Encoding: gzip\n")
                .doesNotContain("Vary");
        assertThat(ask(silent, Method.GET, upstream, "Accept-Encoding", "*"))
                .doesNotContain("Content-Encoding", "Vary");
    }

    @Test
    void saysWhatItDoes() {
        assertThat(type.describe(config(EntityTag.WEAKEN, Forwarded.PASS, List.of())))
                .isEqualTo("compresses texts from 1KiB on with gzip (1)");
        CompressionConfig all = new CompressionConfig(
                List.of(), List.of("text/html"), new Size(1), 6, 5, EntityTag.KEEP, Flush.END, Forwarded.PASS, 1);
        assertThat(type.describe(all)).isEqualTo("compresses text/html from 1B on with br (5) or gzip (6)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text", "/html", "text/", "*/html", "text/html; charset=x", "te*t/h*l", "text/h tml", "", "*"})
    void refusesWhatIsNoMediaType(String media) {
        assertThatThrownBy(() ->
                        type.create(config(EntityTag.WEAKEN, Forwarded.PASS, List.of(media)), PolicyContext.OFFLINE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("types: " + media + " (expected: a media type");
    }

    @Test
    void whatIsNotCompressedCostsNoAllocation() {
        byte[] image = "image/png".getBytes(StandardCharsets.US_ASCII);
        byte[] accepted = "gzip, deflate, br".getBytes(StandardCharsets.US_ASCII);
        Handler images = x -> {
            x.response().clear();
            x.response().status(200);
            x.response().headers().add(HeaderName.CONTENT_TYPE, image, 0, image.length);
            ChainRunner.upstreamHead(x, Unpooled.EMPTY_BUFFER, true);
        };
        Consumer<Exchange> prepare =
                x -> x.request().headers().add(HeaderName.ACCEPT_ENCODING, accepted, 0, accepted.length);
        ServedRoute route = new ServedRoute("route", "service", 0, List.of(policy), images, Map.of(), false, List.of());
        harness.quiet();
        assertThat(Allocation.perRun(() -> harness.serve(route, prepare))).isLessThan(0.1);
    }
}
