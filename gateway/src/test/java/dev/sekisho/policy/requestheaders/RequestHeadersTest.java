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
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.ServedRoute;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadersTest {

    private final RequestHeaders type = new RequestHeaders();
    private final ChainHarness harness = new ChainHarness();

    private static RequestHeadersConfig config(
            List<String> remove, Map<String, String> rename, Map<String, String> set, Map<String, String> add) {
        return new RequestHeadersConfig(remove, rename, Map.of(), set, Map.of(), add, Map.of());
    }

    private static RequestHeadersConfig setting(String name, String value) {
        return config(List.of(), Map.of(), Map.of(name, value), Map.of());
    }

    private String after(RequestHeadersConfig config, String... fields) {
        Exchange x = harness.exchange(type.create(config));
        for (int i = 0; i < fields.length; i += 2) {
            ChainHarness.field(x.request().headers(), fields[i], fields[i + 1]);
        }
        ChainRunner.start(x);
        String text = x.request().headers().toString();
        ChainRunner.end(x);
        return text;
    }

    @Test
    void removes_renames_sets_and_adds_in_this_order() {
        RequestHeadersConfig config = config(
                List.of("X-A", "X-New"), Map.of("X-Old", "X-New"), Map.of("X-B", "2"), Map.of("X-B", "3", "X-A", "4"));
        assertThat(after(config, "x-a", "gone", "X-B", "gone", "X-Old", "kept", "X-New", "gone", "Accept", "*/*"))
                .contains("Accept: */*\n", "X-New: kept\n", "X-B: 2\n", "X-B: 3\n", "X-A: 4\n")
                .doesNotContain("gone", "X-Old");
    }

    @Test
    void renaming_keeps_all_values_and_leaves_the_new_name_alone_where_the_old_is_absent() {
        RequestHeadersConfig config = config(List.of(), Map.of("X-Old", "X-New"), Map.of(), Map.of());
        assertThat(after(config, "X-Old", "1", "x-old", "2", "X-New", "3")).isEqualTo("X-New: 1\nX-New: 2\n");
        assertThat(after(config, "X-New", "3")).isEqualTo("X-New: 3\n");
    }

    @Test
    void removes_a_name_that_was_first_seen_in_traffic() {
        Exchange x = harness.exchange(e -> {});
        ChainHarness.field(x.request().headers(), "X-Never-Interned-Before", "1");
        type.create(config(List.of("x-never-interned-before"), Map.of(), Map.of(), Map.of()))
                .onRequest(x);
        assertThat(x.request().headers().toString()).isEmpty();
    }

    @Test
    void fills_placeholders_and_nothing_else() {
        Exchange x = harness.exchange();
        RequestHead request = x.request();
        byte[] head = Ascii.bytes("api.example.com/users/7 id-1");
        request.headers().reserve(head.length);
        System.arraycopy(head, 0, request.headers().bytes(), 0, head.length);
        request.headers().advance(head.length);
        request.host(0, 15);
        request.path(15, 23);
        x.requestId(24, 28);
        x.caller().address(new byte[] {127, 0, 0, 1}, Ascii.bytes("127.0.0.1"));
        String value = "{clientAddress}|{requestId}|{host}|{path}|{{path}|{\"a\":{}}|${path}|#{1+1}|%{x";
        type.create(setting("X-All", value)).onRequest(x);
        assertThat(request.headers().get(HeaderName.of("X-All")))
                .hasValue("127.0.0.1|id-1|api.example.com|/users/7|{path}|{\"a\":{}}|$/users/7|#{1+1}|%{x");
    }

    @Test
    void a_value_longer_than_the_head_makes_room() {
        Exchange x = harness.exchange();
        ChainHarness.field(x.request().headers(), "Accept", "*/*");
        x.request().path(8, 11);
        String filler = "v".repeat(5000);
        type.create(setting("X-Long", "{path}" + filler + "{path}")).onRequest(x);
        assertThat(x.request().headers().get(HeaderName.of("X-Long"))).hasValue("*/*" + filler + "*/*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "content-length",
                "Transfer-Encoding",
                "Connection",
                "Keep-Alive",
                "Proxy-Connection",
                "TE",
                "Trailer",
                "Upgrade",
                "Expect",
                "X-Request-ID",
                "HTTP2-Settings"
            })
    void refuses_fields_that_are_the_gateways_own_in_every_setting(String name) {
        List<RequestHeadersConfig> configs = List.of(
                config(List.of(name), Map.of(), Map.of(), Map.of()),
                config(List.of(), Map.of(name, "X-A"), Map.of(), Map.of()),
                config(List.of(), Map.of("X-A", name), Map.of(), Map.of()),
                config(List.of(), Map.of(), Map.of(name, "1"), Map.of()),
                config(List.of(), Map.of(), Map.of(), Map.of(name, "1")));
        for (RequestHeadersConfig config : configs) {
            assertThatThrownBy(() -> type.create(config))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(name + " (expected: another field; ");
        }
    }

    @Test
    void the_refusal_of_host_names_the_mend() {
        assertThatThrownBy(() -> type.create(setting("Host", "a")))
                .hasMessage("set: Host (expected: another field; rewrite.host of the route sets it)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\r\nX-Evil: 1",
                "a\nb",
                "a\rb",
                "a\u0000b",
                "a\u007fb",
                "a\u001bb",
                "é",
                "日本",
                " a",
                "a ",
                "\ta",
                "{userId}",
                "{ClientAddress}",
                "{path}{x}"
            })
    void refuses_values_that_split_heads_or_say_what_nobody_meant(String value) {
        assertThatThrownBy(() -> type.create(setting("X-A", value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("set.X-A: ")
                .hasMessageContaining("(expected: ")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\r", "\n", "\u0000", "\u001b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "X A", "X:A", "X-A\r\n", "X\u0000", "é", ":path", "X-Ä"})
    void refuses_names_that_are_no_tokens(String name) {
        assertThatThrownBy(() -> type.create(setting(name, "1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("RFC 9110 section 5.6.2");
    }

    @Test
    void refuses_names_that_differ_in_case_only_and_renamings_whose_order_would_matter() {
        assertThatThrownBy(() -> type.create(config(List.of(), Map.of(), Map.of("X-A", "1", "x-a", "2"), Map.of())))
                .hasMessageContaining("names are compared without regard to case");
        for (Map<String, String> rename :
                List.of(Map.of("X-A", "X-B", "X-B", "X-C"), Map.of("X-A", "X-C", "X-B", "x-c"), Map.of("X-A", "x-a"))) {
            assertThatThrownBy(() -> type.create(config(List.of(), rename, Map.of(), Map.of())))
                    .hasMessageContaining("each name once");
        }
    }

    /** Hostile bytes that reach a placeholder's place all the same are a 500 and no second field. */
    @Test
    void a_placeholder_never_splits_a_head() {
        Exchange x = harness.exchange(type.create(setting("X-Path", "{path}")));
        Headers headers = x.request().headers();
        byte[] head = Ascii.bytes("/a\r\nX-Evil: 1");
        System.arraycopy(head, 0, headers.bytes(), 0, head.length);
        headers.advance(head.length);
        x.request().path(0, head.length);
        ChainRunner.start(x);
        assertThat(harness.status()).isEqualTo(500);
        assertThat(harness.backendCalls()).isZero();
        assertThat(headers.toString()).isEmpty();
    }

    /** Any text is either refused when the policy is made, or arrives as exactly one field. */
    @Test
    void whatever_is_accepted_is_one_field() {
        Random random = new Random(20260101);
        String alphabet = "ab{}\r\n\t\0 :\"\u0080é{path}";
        int accepted = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder value = new StringBuilder();
            for (int length = random.nextInt(8); length > 0; length--) {
                value.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Policy policy;
            try {
                policy = type.create(setting("X-A", value.toString()));
            } catch (IllegalArgumentException e) {
                continue;
            }
            accepted++;
            Exchange x = harness.exchange();
            policy.onRequest(x);
            String text = x.request().headers().toString();
            assertThat(text).startsWith("X-A: ").endsWith("\n").doesNotContain("\r", "\0");
            assertThat(text.indexOf('\n')).isEqualTo(text.length() - 1);
            ChainRunner.end(x);
        }
        assertThat(accepted).isGreaterThan(500);
    }

    private static RequestHeadersConfig one(String setting, String name, String value) {
        Map<String, String> none = Map.of();
        Map<String, String> values = Map.of(name, value);
        return new RequestHeadersConfig(
                List.of(),
                none,
                setting.equals("replace") ? values : none,
                setting.equals("set") ? values : none,
                setting.equals("setIfAbsent") ? values : none,
                setting.equals("add") ? values : none,
                setting.equals("append") ? values : none);
    }

    @Test
    void replaces_sets_where_absent_and_appends() {
        assertThat(after(one("replace", "X-A", "new"), "x-a", "1", "X-A", "2")).isEqualTo("X-A: new\n");
        assertThat(after(one("replace", "X-A", "new"))).isEmpty();
        assertThat(after(one("setIfAbsent", "X-A", "new"), "x-a", "1")).isEqualTo("x-a: 1\n");
        assertThat(after(one("setIfAbsent", "X-A", "new"))).isEqualTo("X-A: new\n");
        assertThat(after(one("append", "X-A", "new"), "X-A", "1", "x-a", "2, 3"))
                .isEqualTo("X-A: 1\nX-A: 2, 3, new\n");
        assertThat(after(one("append", "X-A", "new"), "X-A", "")).isEqualTo("X-A: new\n");
        assertThat(after(one("append", "X-A", "new"))).isEqualTo("X-A: new\n");
        assertThat(type.describe(one("append", "X-A", "new"))).isEqualTo("appends to X-A in the request");
        assertThat(type.describe(one("replace", "X-A", "new"))).isEqualTo("replaces X-A in the request");
    }

    @Test
    void a_value_may_be_made_of_the_one_that_it_replaces() {
        for (String setting : List.of("set", "replace")) {
            assertThat(after(one(setting, "X-A", "<{header.X-A}>"), "X-A", "1", "x-a", "2"))
                    .isEqualTo("X-A: <1, 2>\n");
        }
    }

    @Test
    void cookies_that_are_set_do_not_share_a_field() {
        assertThatThrownBy(() -> type.create(one("append", "Set-Cookie", "a=b")))
                .hasMessageStartingWith("append: Set-Cookie (expected: add;");
    }

    @Test
    void a_star_removes_all_that_begin_so_but_what_the_gateway_answers_for() {
        RequestHeadersConfig config = config(List.of("X-*", "Con*"), Map.of(), Map.of(), Map.of());
        assertThat(after(
                        config,
                        "X-Internal-A",
                        "1",
                        "x-b",
                        "2",
                        "XY",
                        "3",
                        "X-Request-ID",
                        "4",
                        "Content-Length",
                        "5",
                        "Content-Type",
                        "6",
                        "Connection",
                        "7"))
                .isEqualTo("XY: 3\nX-Request-ID: 4\nContent-Length: 5\nConnection: 7\n");
        assertThat(type.describe(config)).isEqualTo("removes x-*, removes con* in the request");
        assertThatThrownBy(() -> type.create(config(List.of("*"), Map.of(), Map.of(), Map.of())))
                .hasMessageStartingWith("remove: * (expected: ");
    }

    @Test
    void allocates_nothing() {
        Policy policy = type.create(config(
                List.of("X-Debug"),
                Map.of("X-Old", "X-New"),
                Map.of("X-Gateway", "sekisho", "X-Client", "{clientAddress}"),
                Map.of("Via", "1.1 sekisho")));
        byte[] old = Ascii.bytes("1");
        HeaderName name = HeaderName.of("X-Old");
        ServedRoute route = harness.exchange(policy).route();
        harness.quiet();
        Consumer<Exchange> prepare = x -> x.request().headers().add(name, old, 0, 1);
        double bytes = Allocation.perRun(() -> harness.serve(route, prepare));
        assertThat(bytes).isLessThan(0.1);
    }

    @Test
    void describes_names_and_no_values() {
        RequestHeadersConfig config =
                config(List.of("X-A"), Map.of("X-B", "X-C"), Map.of("X-D", "secret"), Map.of("X-E", "secret"));
        assertThat(type.describe(config))
                .isEqualTo("removes X-A, renames X-B to X-C, sets X-D, adds X-E in the request");
        assertThat(type.describe(config(List.of(), Map.of(), Map.of(), Map.of())))
                .isEqualTo("changes nothing in the request");
    }
}
