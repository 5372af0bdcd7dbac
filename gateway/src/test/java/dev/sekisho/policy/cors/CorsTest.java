package dev.sekisho.policy.cors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.Allocation;
import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Response;
import dev.sekisho.dataplane.ServedRoute;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CorsTest {

    private static final String GOOD = "https://app.good.com";

    private final Cors type = new Cors();
    private final ChainHarness harness = new ChainHarness();

    /** Settings with what most tests leave alone. */
    private static CorsConfig config(List<String> origins, boolean credentials, boolean pass) {
        return new CorsConfig(
                origins,
                List.of("GET", "PUT"),
                List.of("Content-Type", "Authorization"),
                false,
                List.of("X-Total"),
                Optional.of(Duration.ofMinutes(10)),
                credentials,
                false,
                pass,
                204);
    }

    private final Policy policy = type.create(config(List.of(GOOD, "https://*.wild.com"), true, false));

    private void get(Policy cors, String... fields) {
        send(Method.GET, new Policy[] {cors}, fields);
    }

    private void preflight(Policy cors, String origin) {
        send(Method.OPTIONS, new Policy[] {cors}, "Origin", origin, "Access-Control-Request-Method", "PUT");
    }

    private void send(Method method, Policy[] chain, String... fields) {
        Exchange x = harness.exchange(chain);
        x.request().method(method, 0, 0);
        for (int i = 0; i < fields.length; i += 2) {
            ChainHarness.field(x.request().headers(), fields[i], fields[i + 1]);
        }
        ChainRunner.start(x);
        ChainRunner.end(x);
    }

    @Test
    void lets_a_listed_origin_read_the_answer() {
        get(policy, "Origin", GOOD);
        assertThat(harness.fields())
                .isEqualTo("Vary: Origin\nAccess-Control-Allow-Origin: " + GOOD
                        + "\nAccess-Control-Allow-Credentials: true\nAccess-Control-Expose-Headers: X-Total\n");
    }

    @Test
    void passes_a_request_of_another_origin_without_letting_it_read_the_answer() {
        get(policy, "Origin", "https://other.com");
        assertThat(harness.backendCalls()).isEqualTo(1);
        assertThat(harness.fields()).isEqualTo("Vary: Origin\n");
    }

    @Test
    void an_answer_to_a_request_without_origin_varies_too() {
        get(policy);
        assertThat(harness.fields()).isEqualTo("Vary: Origin\n");
    }

    @Test
    void answers_an_allowed_preflight_with_its_lists_and_asks_no_backend() {
        preflight(policy, GOOD);
        assertThat(harness.status()).isEqualTo(204);
        assertThat(harness.backendCalls()).isZero();
        assertThat(harness.fields())
                .isEqualTo("Vary: Origin\nAccess-Control-Allow-Origin: " + GOOD
                        + "\nAccess-Control-Allow-Credentials: true\nAccess-Control-Allow-Methods: GET, PUT\n"
                        + "Access-Control-Allow-Headers: Content-Type, Authorization\nAccess-Control-Max-Age: 600\n");
    }

    @Test
    void allows_what_a_preflight_asks_for_where_that_is_wanted() {
        CorsConfig wanted = new CorsConfig(
                List.of(GOOD), List.of("PUT"), List.of(), true, List.of(), Optional.empty(), true, false, false, 200);
        send(
                Method.OPTIONS,
                new Policy[] {type.create(wanted)},
                "Origin",
                GOOD,
                "Access-Control-Request-Method",
                "PUT",
                "Access-Control-Request-Headers",
                "authorization,x-a");
        assertThat(harness.status()).isEqualTo(200);
        assertThat(harness.fields()).contains("Access-Control-Allow-Headers: authorization,x-a\n");
        send(
                Method.OPTIONS,
                new Policy[] {type.create(wanted)},
                "Origin",
                "https://other.com",
                "Access-Control-Request-Method",
                "PUT",
                "Access-Control-Request-Headers",
                "authorization,x-a");
        assertThat(harness.fields()).doesNotContain("x-a");
    }

    @Test
    void never_allows_a_field_because_a_preflight_asks_for_it() {
        send(
                Method.OPTIONS,
                new Policy[] {policy},
                "Origin",
                GOOD,
                "Access-Control-Request-Method",
                "DELETE",
                "Access-Control-Request-Headers",
                "X-Evil");
        assertThat(harness.status()).as("the browser compares the lists itself").isEqualTo(204);
        assertThat(harness.fields()).doesNotContain("X-Evil", "DELETE");
    }

    @Test
    void refuses_a_preflight_of_another_origin() {
        preflight(policy, "https://other.com");
        assertThat(harness.status()).isEqualTo(403);
        assertThat(harness.backendCalls()).isZero();
        assertThat(harness.fields()).isEqualTo("Vary: Origin\n");
    }

    @Test
    void options_requests_that_are_no_preflights_reach_the_backend() {
        send(Method.OPTIONS, new Policy[] {policy}, "Origin", GOOD);
        send(Method.OPTIONS, new Policy[] {policy}, "Access-Control-Request-Method", "PUT");
        send(Method.GET, new Policy[] {policy}, "Origin", GOOD, "Access-Control-Request-Method", "PUT");
        assertThat(harness.backendCalls()).isEqualTo(3);
        assertThat(harness.fields()).doesNotContain("Access-Control-Allow-Methods");
    }

    @Test
    void passes_preflights_on_and_replaces_what_the_backend_says() {
        Policy passing = type.create(config(List.of(GOOD), false, true));
        harness.backend(200, "Access-Control-Allow-Origin", "*", "access-control-allow-methods", "TRACE");
        preflight(passing, GOOD);
        assertThat(harness.backendCalls()).isEqualTo(1);
        assertThat(harness.status()).isEqualTo(200);
        assertThat(harness.fields())
                .contains("Access-Control-Allow-Origin: " + GOOD + "\n", "Access-Control-Allow-Methods: GET, PUT\n")
                .doesNotContain("*", "TRACE");
        preflight(passing, "https://other.com");
        assertThat(harness.backendCalls()).isEqualTo(2);
        assertThat(harness.fields()).isEqualTo("Vary: Origin\n");
    }

    @Test
    void what_the_backend_says_is_replaced_for_everybody() {
        harness.backend(
                200,
                "Access-Control-Allow-Origin",
                "*",
                "access-control-allow-credentials",
                "true",
                "ACCESS-CONTROL-EXPOSE-HEADERS",
                "*",
                "Access-Control-Allow-Private-Network",
                "true");
        get(policy, "Origin", "https://other.com");
        assertThat(harness.fields()).isEqualTo("Vary: Origin\n");
        get(policy, "Origin", GOOD);
        assertThat(harness.fields()).containsOnlyOnce("Access-Control-Allow-Origin: " + GOOD + "\n");
    }

    @Test
    void a_star_is_the_same_for_everybody() {
        Policy open = type.create(config(List.of("*"), false, false));
        for (String origin : List.of("https://any.com", "null", "nonsense")) {
            get(open, "Origin", origin);
            assertThat(harness.fields())
                    .isEqualTo("Access-Control-Allow-Origin: *\nAccess-Control-Expose-Headers: X-Total\n");
        }
        preflight(open, "null");
        assertThat(harness.status()).isEqualTo(204);
        assertThat(harness.fields()).contains("Access-Control-Allow-Origin: *\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "NULL",
                "",
                "*",
                "https://good.com.evil",
                "https://app.good.com.evil",
                "https://app.good.com.evil.com",
                "https://evilapp.good.com",
                "https://good.com",
                "HTTPS://APP.GOOD.COM",
                "https://APP.good.com",
                "http://app.good.com",
                "https://app.good.com:443",
                "https://app.good.com:8443",
                "https://app.good.com:",
                "https://app.good.com/",
                "https://app.good.com.",
                "https://app.good.com@evil.com",
                "https://app.good.com%00.evil.com",
                "https://app.good.com https://evil.com",
                "https://evil.com, https://app.good.com",
                "https://user@app.good.com",
                "//app.good.com",
                "app.good.com",
                "https://wild.com",
                "https://.wild.com",
                "https://a..wild.com",
                "https://evilwild.com",
                "https://a.wild.com:8443",
                "https://a.wild.com.evil.com",
                "https://evil.com#.wild.com",
                "https://evil.com/.wild.com",
                "https://evil.com\\.wild.com",
                "https://evil.com?.wild.com",
                "https://evil.com:80.wild.com",
                "https://user@.wild.com",
                "https://user:pw@a.wild.com",
                "https://*.wild.com",
                "https://a b.wild.com",
                "https://[::1].wild.com",
                "https://bücher.wild.com"
            })
    void reflects_no_other_origin(String hostile) {
        get(policy, "Origin", hostile);
        assertThat(harness.fields()).isEqualTo("Vary: Origin\n");
        preflight(policy, hostile);
        assertThat(harness.status()).isEqualTo(403);
        assertThat(harness.fields()).isEqualTo("Vary: Origin\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://a.wild.com",
                "https://a.b.wild.com",
                "https://xn--bcher-kva.wild.com",
                "https://a-1_b.wild.com"
            })
    void a_wildcard_stands_for_whole_labels(String origin) {
        get(policy, "Origin", origin);
        assertThat(harness.fields()).contains("Access-Control-Allow-Origin: " + origin + "\n");
    }

    @Test
    void an_origin_of_8_kib_is_refused() {
        preflight(policy, "https://" + "a.".repeat(4096) + "wild.com");
        assertThat(harness.status()).isEqualTo(403);
        preflight(type.create(config(List.of("~(https://)?(a.)*\\.wild\\.com"), true, false)), "a.".repeat(4096));
        assertThat(harness.status()).isEqualTo(403);
    }

    @Test
    void two_origins_are_none() {
        get(policy, "Origin", GOOD, "Origin", GOOD);
        assertThat(harness.fields()).isEqualTo("Vary: Origin\n");
        get(policy, "Origin", GOOD, "origin", "https://evil.com");
        assertThat(harness.fields()).isEqualTo("Vary: Origin\n");
    }

    @Test
    void a_regular_expression_matches_all_of_the_origin() {
        Policy regex = type.create(config(List.of("~https://app-[0-9]+\\.good\\.com(:8443)?"), true, false));
        for (String origin : List.of("https://app-1.good.com", "https://app-22.good.com:8443")) {
            get(regex, "Origin", origin);
            assertThat(harness.fields()).contains("Access-Control-Allow-Origin: " + origin + "\n");
        }
        for (String origin : List.of(
                "https://app-1.good.com.evil", "https://app-1.good.comx", "https://evil.com/https://app-1.good.com")) {
            get(regex, "Origin", origin);
            assertThat(harness.fields()).isEqualTo("Vary: Origin\n");
        }
    }

    @Test
    void a_regular_expression_that_matches_everything_reflects_no_null() {
        Policy regex = type.create(config(List.of("~.*"), false, false));
        get(regex, "Origin", "null");
        assertThat(harness.fields()).isEqualTo("Vary: Origin\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Accept-Encoding | Accept-Encoding, Origin",
                "Accept-Encoding, Accept | Accept-Encoding, Accept, Origin",
                "origin | origin",
                "Accept , ORIGIN | Accept , ORIGIN",
                "* | *",
                "Accept, * | Accept, *",
                "X-Origin | X-Origin, Origin",
                "Origin-Agent | Origin-Agent, Origin"
            })
    void vary_keeps_what_it_has(String before, String after) {
        harness.backend(200, "Vary", before);
        get(policy);
        assertThat(harness.fields()).isEqualTo("Vary: " + after + "\n");
    }

    @Test
    void vary_fields_become_one() {
        harness.backend(200, "Vary", "Accept", "ETag", "1", "vary", "", "vary", "Cookie");
        get(policy);
        assertThat(harness.fields()).isEqualTo("ETag: 1\nVary: Accept, Cookie, Origin\n");
    }

    @Test
    void reads_the_origin_as_the_client_sent_it_whatever_later_policies_do() {
        Policy removing = new Policy() {
            @Override
            public Outcome onRequest(Exchange exchange) {
                exchange.request().headers().set(HeaderName.ORIGIN, "https://internal");
                return Outcome.CONTINUE;
            }
        };
        send(Method.GET, new Policy[] {policy, removing}, "Origin", GOOD);
        assertThat(harness.fields()).contains("Access-Control-Allow-Origin: " + GOOD + "\n");
    }

    @Test
    void refusals_by_later_policies_can_be_read() {
        Policy refusing = new Policy() {
            @Override
            public Outcome onRequest(Exchange exchange) {
                return new Outcome.Reply(Response.of(401));
            }
        };
        send(Method.GET, new Policy[] {policy, refusing}, "Origin", GOOD);
        assertThat(harness.status()).isEqualTo(401);
        assertThat(harness.fields()).contains("Access-Control-Allow-Origin: " + GOOD + "\n");
    }

    @Test
    void allows_private_networks_where_asked_and_configured() {
        for (boolean configured : List.of(true, false)) {
            Policy open = type.create(new CorsConfig(
                    List.of(GOOD),
                    List.of(),
                    List.of(),
                    false,
                    List.of(),
                    Optional.empty(),
                    false,
                    configured,
                    false,
                    200));
            send(
                    Method.OPTIONS,
                    new Policy[] {open},
                    "Origin",
                    GOOD,
                    "Access-Control-Request-Method",
                    "GET",
                    "Access-Control-Request-Private-Network",
                    "true");
            assertThat(harness.status()).isEqualTo(200);
            assertThat(harness.fields().contains("Access-Control-Allow-Private-Network: true"))
                    .isEqualTo(configured);
            assertThat(harness.fields()).contains("Access-Control-Allow-Methods: GET, HEAD, POST\n");
        }
    }

    @Test
    void allocates_nothing_without_a_regular_expression() {
        ServedRoute route = harness.exchange(policy).route();
        harness.quiet().backend(200);
        byte[] origin = GOOD.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        assertThat(Allocation.perRun(() -> harness.serve(route, x -> {})))
                .as("without Origin")
                .isLessThan(0.1);
        Consumer<Exchange> prepare = x -> x.request().headers().add(HeaderName.ORIGIN, origin, 0, origin.length);
        assertThat(Allocation.perRun(() -> harness.serve(route, prepare)))
                .as("with Origin")
                .isLessThan(0.1);
    }
}
