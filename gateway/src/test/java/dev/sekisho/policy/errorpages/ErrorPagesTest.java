package dev.sekisho.policy.errorpages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.Allocation;
import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.ServedRoute;
import dev.sekisho.model.Size;
import dev.sekisho.model.StatusPattern;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.errorpages.PageConfig.Origin;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorPagesTest {

    private final ErrorPages type = new ErrorPages();
    private final ChainHarness harness = new ChainHarness();

    /** A page with one text in HTML. */
    private static PageConfig html(Origin origin, String html, String... statuses) {
        return page(origin, List.of(), Optional.of(html), Optional.empty(), Optional.empty(), Map.of(), statuses);
    }

    private static PageConfig page(
            Origin origin,
            List<PageForm> forms,
            Optional<String> html,
            Optional<String> redirect,
            Optional<Integer> answer,
            Map<String, String> headers,
            String... statuses) {
        return new PageConfig(
                List.of(statuses).stream().map(StatusPattern::parse).toList(),
                origin,
                forms,
                Optional.empty(),
                html,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                redirect,
                Optional.empty(),
                "/errors/{status}",
                answer,
                headers,
                List.of(),
                new Size(1024),
                Duration.ofSeconds(1));
    }

    private Policy policy(PageConfig... pages) {
        return type.create(new ErrorPagesConfig(List.of(pages)), PolicyContext.OFFLINE);
    }

    private Exchange start(Policy... policies) {
        Exchange x = harness.exchange(policies);
        ChainRunner.start(x);
        return x;
    }

    @Test
    void theFirstPageThatFitsCounts() {
        Policy policy = policy(
                html(Origin.UPSTREAM, "one", "404"),
                html(Origin.BOTH, "two", "4xx", "500-502"),
                html(Origin.BOTH, "three", "5xx"));
        for (String[] pair : List.of(
                new String[] {"404", "one"},
                new String[] {"403", "two"},
                new String[] {"502", "two"},
                new String[] {"503", "three"},
                new String[] {"200", ""},
                new String[] {"302", ""})) {
            harness.backend(Integer.parseInt(pair[0]));
            start(policy);
            assertThat(harness.body()).as(pair[0]).isEqualTo(pair[1]);
            assertThat(harness.status()).isEqualTo(Integer.parseInt(pair[0]));
        }
    }

    @Test
    void aClassOfStatusesLeavesNotModifiedAlone() {
        harness.backend(304, "ETag", "\"1\"");
        start(policy(html(Origin.BOTH, "page", "3xx")));
        assertThat(harness.status()).isEqualTo(304);
        assertThat(harness.fields()).isEqualTo("ETag: \"1\"\n");
    }

    /** A placeholder's value is text, whatever it holds, and the reason for the log stays that of the error. */
    @Test
    void valuesAreEscapedAndTheReasonStays() {
        Policy refuses = new Policy() {
            @Override
            public Outcome onRequest(Exchange x) {
                ChainRunner.fail(x, Reason.ADDRESS);
                return new Outcome.Await(new CompletableFuture<>());
            }
        };
        Exchange x =
                harness.exchange(policy(html(Origin.GATEWAY, "<p title='{host}'>{message} {error}", "403")), refuses);
        byte[] hostile = "<script>'\"&`\u0001".getBytes(StandardCharsets.ISO_8859_1);
        int start = x.request().headers().end();
        x.request().headers().append(Unpooled.wrappedBuffer(hostile), 0, hostile.length);
        x.request().host(start, start + hostile.length);
        ChainRunner.start(x);
        assertThat(harness.body())
                .isEqualTo(
                        "<p title='&#60;script&#62;&#39;&#34;&#38;&#96;&#65533;'>This address may not ask here. forbidden");
        assertThat(x.reason()).isEqualTo(Reason.ADDRESS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | statuses: 200 (expected: statuses from 300 on",
                "304 | statuses: 304 (expected: statuses from 300 on",
                "1xx | statuses: 1xx (expected: statuses from 300 on"
            })
    void refusesStatusesThatAreNoErrors(String status, String message) {
        assertThatThrownBy(() -> policy(html(Origin.BOTH, "x", status)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pages[0]." + message);
    }

    @Test
    void refusesSettingsThatContradictEachOther() {
        List<String> messages = new ArrayList<>();
        for (PageConfig page : List.of(
                page(Origin.BOTH, List.of(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of(), "404"),
                page(Origin.BOTH, List.of(), Optional.of("x"), Optional.of("/a"), Optional.empty(), Map.of(), "404"),
                page(
                        Origin.BOTH,
                        List.of(PageForm.JSON),
                        Optional.of("x"),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of(),
                        "404"),
                page(
                        Origin.BOTH,
                        List.of(),
                        Optional.of("{nope}"),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of(),
                        "404"),
                page(Origin.BOTH, List.of(), Optional.of("x"), Optional.empty(), Optional.of(204), Map.of(), "404"),
                page(Origin.BOTH, List.of(), Optional.empty(), Optional.of("/a"), Optional.of(200), Map.of(), "404"),
                page(
                        Origin.BOTH,
                        List.of(),
                        Optional.empty(),
                        Optional.of("javascript:1"),
                        Optional.empty(),
                        Map.of(),
                        "404"),
                page(
                        Origin.BOTH,
                        List.of(),
                        Optional.empty(),
                        Optional.of("//evil"),
                        Optional.empty(),
                        Map.of(),
                        "404"),
                page(
                        Origin.BOTH,
                        List.of(),
                        Optional.of("x"),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of("Content-Length", "1"),
                        "404"),
                page(Origin.BOTH, List.of(), Optional.of("x"), Optional.empty(), Optional.empty(), Map.of()))) {
            assertThatThrownBy(() -> policy(page))
                    .isInstanceOf(IllegalArgumentException.class)
                    .satisfies(e -> messages.add(String.valueOf(e.getMessage())));
        }
        assertThat(messages).allMatch(message -> message.startsWith("pages[0].") && message.contains("(expected: "));
        assertThat(messages).doesNotHaveDuplicates();
        assertThatThrownBy(() -> type.create(new ErrorPagesConfig(List.of()), PolicyContext.OFFLINE))
                .hasMessage("pages: none (expected: at least one)");
    }

    @Test
    void whatPassesAllocatesNothing() {
        ServedRoute route = new ServedRoute(
                "r",
                "s",
                0,
                List.of(policy(html(Origin.BOTH, "x", "4xx", "5xx"))),
                harness.quiet().backend,
                Map.of(),
                false,
                List.of());
        assertThat(Allocation.perRun(() -> harness.serve(route, x -> {}))).isZero();
    }

    @Test
    void explainsItself() {
        assertThat(type.describe(new ErrorPagesConfig(List.of(
                        html(Origin.GATEWAY, "x", "404", "5xx"),
                        page(
                                Origin.UPSTREAM,
                                List.of(PageForm.JSON, PageForm.HTML),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(200),
                                Map.of(),
                                "403"),
                        page(
                                Origin.BOTH,
                                List.of(),
                                Optional.empty(),
                                Optional.of("/a"),
                                Optional.empty(),
                                Map.of(),
                                "410")))))
                .isEqualTo("replaces 404, 5xx of the gateway by html; 403 of the backend by json or html with 200;"
                        + " 410 of gateway and backend by a redirect");
    }

    private static PageConfig saying(Map<String, String> messages) {
        PageConfig page = html(Origin.BOTH, "x", "4xx", "5xx");
        return new PageConfig(
                page.statuses(),
                page.origin(),
                List.of(PageForm.XML),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("<error>{message}</error>"),
                Optional.empty(),
                messages,
                Optional.empty(),
                Optional.empty(),
                page.path(),
                Optional.empty(),
                Map.of(),
                List.of(),
                page.maxBody(),
                page.timeout());
    }

    @Test
    void messagesGoByReasonThenByStatus() {
        Policy policy =
                policy(saying(Map.of("auth.address", "not <you>, {clientAddress}", "403", "forbidden", "502", "bad")));
        Policy refuses = new Policy() {
            @Override
            public Outcome onRequest(Exchange x) {
                ChainRunner.fail(x, Reason.ADDRESS);
                return new Outcome.Await(new CompletableFuture<>());
            }
        };
        start(policy, refuses);
        assertThat(harness.body()).startsWith("<error>not &#60;you&#62;, ").endsWith("</error>");
        assertThat(harness.fields()).contains("Content-Type: application/xml; charset=utf-8\n");
        harness.backend(403);
        start(policy);
        assertThat(harness.body()).isEqualTo("<error>forbidden</error>");
        harness.backend(502);
        start(policy);
        assertThat(harness.body()).isEqualTo("<error>bad</error>");
        harness.backend(503);
        start(policy);
        assertThat(harness.body()).isEqualTo("<error>Service Unavailable</error>");
    }

    @Test
    void messagesHaveKeysThatCanOccur() {
        for (String key : List.of("nonsense", "200", "600", "")) {
            assertThatThrownBy(() -> policy(saying(Map.of(key, "x"))))
                    .hasMessageStartingWith("pages[0].messages: " + key + " (expected: code of a reason");
        }
        assertThatThrownBy(() -> policy(saying(Map.of("502", "{nope}"))))
                .hasMessageStartingWith("pages[0].messages.502: {nope} (expected: ");
    }
}
