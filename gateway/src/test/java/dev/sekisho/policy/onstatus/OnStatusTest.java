package dev.sekisho.policy.onstatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.ErrorTemplate;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Handler;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.Response;
import dev.sekisho.model.StatusPattern;
import dev.sekisho.policy.Asked;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnStatusTest {

    private final ChainHarness harness = new ChainHarness();

    private static OnStatusRule rule(String statuses, Instead to, String status, boolean upstream) {
        return new OnStatusRule(List.of(StatusPattern.parse(statuses)), to, status, upstream);
    }

    private static Policy policy(boolean recursive, OnStatusRule... rules) {
        return new OnStatus().create(new OnStatusConfig(List.of(rules), recursive));
    }

    private static final Instead OTHER = new Instead.RouteInstead("other");

    private static Handler failing(Reason reason, int status) {
        return x -> {
            x.reason(reason);
            ChainRunner.reply(x, ErrorTemplate.answer(x, reason, status));
        };
    }

    private static Handler fixed(int status) {
        return x -> ChainRunner.reply(x, Response.of(status).because(Reason.FIXED_RESPONSE));
    }

    private int served(Handler first, Handler second, Policy policy) {
        harness.named("other", second, policy);
        Exchange x = harness.exchange(first, policy);
        ChainRunner.start(x);
        int status = harness.status();
        ChainRunner.end(x);
        return status;
    }

    @ParameterizedTest
    @CsvSource({"keep, 503", "own, 200", "200, 200", "404, 404"})
    void the_status_is_what_the_rule_says(String status, int expected) {
        Policy policy = policy(false, rule("5xx", OTHER, status, false));
        assertThat(served(failing(Reason.OVERLOAD, 503), fixed(200), policy)).isEqualTo(expected);
    }

    @Test
    void whose_answer_it_is_decides() {
        Policy own = policy(false, rule("5xx", OTHER, "own", false));
        Policy both = policy(false, rule("5xx", OTHER, "own", true));
        harness.backend(500);
        assertThat(served(harness.backend, fixed(200), own)).isEqualTo(500);
        assertThat(served(harness.backend, fixed(200), both)).isEqualTo(200);
        assertThat(served(fixed(503), fixed(200), both)).as("meant").isEqualTo(503);
        assertThat(served(failing(Reason.OVERLOAD, 503), fixed(200), own)).isEqualTo(200);
        assertThat(served(failing(Reason.FORBIDDEN, 403), fixed(200), own)).isEqualTo(403);
    }

    @Test
    void errors_of_what_came_instead_are_looked_at_where_that_is_wanted() {
        OnStatusRule rule = rule("5xx", OTHER, "own", false);
        int[] calls = {0};
        Handler twice = x -> {
            calls[0]++;
            if (calls[0] < 3) {
                ChainRunner.fail(x, Reason.OVERLOAD);
            } else {
                ChainRunner.reply(x, Response.of(200));
            }
        };
        assertThat(served(failing(Reason.OVERLOAD, 503), twice, policy(false, rule)))
                .isEqualTo(503);
        assertThat(calls[0]).isEqualTo(1);
        calls[0] = 0;
        assertThat(served(failing(Reason.OVERLOAD, 503), twice, policy(true, rule)))
                .isEqualTo(200);
        assertThat(served(failing(Reason.OVERLOAD, 503), failing(Reason.OVERLOAD, 503), policy(true, rule)))
                .as("without end")
                .isEqualTo(500);
    }

    @Test
    void a_path_is_asked_for_in_place_of_the_clients() {
        List<String> seen = new ArrayList<>();
        harness.named("other", x -> {
            seen.add(Asked.forwarded(x));
            ChainRunner.reply(x, Response.of(200));
        });
        harness.matching("other");
        Policy policy =
                policy(false, rule("4xx", new Instead.PathInstead("/e/{status}.html?was={path}"), "keep", false));
        Exchange x = harness.exchange(failing(Reason.FORBIDDEN, 403), policy);
        Asked.fill(x.request(), "/a%20b?secret=1");
        ChainRunner.start(x);
        assertThat(seen).containsExactly("/e/403.html?was=/a%20b");
        assertThat(harness.status()).isEqualTo(403);
        assertThat(Asked.logged(x)).isEqualTo("/a%20b?secret=1");
        ChainRunner.end(x);
    }

    @Test
    void a_client_may_be_sent_away() {
        Policy policy = policy(
                false, rule("403", new Instead.LocationInstead("https://s.test/?c={status}&{path}"), "keep", false));
        Exchange x = harness.exchange(failing(Reason.FORBIDDEN, 403), policy);
        Asked.fill(x.request(), "/a");
        ChainRunner.start(x);
        assertThat(harness.status()).isEqualTo(302);
        assertThat(harness.fields()).contains("Location: https://s.test/?c=403&/a");
        assertThat(x.reason()).isEqualTo(Reason.FORBIDDEN);
        ChainRunner.end(x);
    }

    /** Else it would get a request that the client has not sent. */
    @Test
    void a_named_route_gets_no_request_without_its_body() {
        Policy policy = policy(false, rule("5xx", OTHER, "own", false));
        Handler first = x -> {
            x.request().contentLength(10);
            x.bodyUsed();
            ChainRunner.fail(x, Reason.OVERLOAD);
        };
        assertThat(served(first, fixed(200), policy)).isEqualTo(503);
    }

    @Test
    void grpc_and_upgrades_keep_their_errors() {
        Policy policy = policy(false, rule("5xx", OTHER, "own", false));
        Handler grpc = x -> {
            ChainHarness.field(x.request().headers(), "Content-Type", "application/grpc");
            ChainRunner.fail(x, Reason.OVERLOAD);
        };
        served(grpc, fixed(201), policy);
        assertThat(harness.fields()).contains("grpc-status");
        Handler upgrade = x -> {
            x.request().upgrade(true);
            ChainRunner.fail(x, Reason.OVERLOAD);
        };
        assertThat(served(upgrade, fixed(201), policy)).isEqualTo(503);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Keep", "100", "600", "204", "304", "2000", "-200"})
    void statuses_of_answers_are_checked(String status) {
        assertThatThrownBy(() -> policy(false, rule("5xx", OTHER, status, false)))
                .hasMessageStartingWith("rules[0].status: " + status);
    }

    @Test
    void what_cannot_work_is_told() {
        assertThatThrownBy(() -> policy(false)).hasMessageStartingWith("rules: none");
        assertThatThrownBy(() -> policy(false, rule("2xx", OTHER, "keep", false)))
                .hasMessageStartingWith("rules[0].statuses: 2xx");
        assertThatThrownBy(() -> policy(false, rule("404", new Instead.PathInstead("x"), "keep", false)))
                .hasMessageStartingWith("rules[0].to.path: x");
        assertThatThrownBy(() -> policy(false, rule("404", new Instead.LocationInstead("{no}"), "keep", false)))
                .hasMessageStartingWith("rules[0].to.location: {no}");
        assertThatThrownBy(() -> policy(false, new OnStatusRule(List.of(), OTHER, "keep", false)))
                .hasMessageStartingWith("rules[0].statuses: none");
    }

    @Test
    void explain_tells_the_rules() {
        OnStatusConfig config = new OnStatusConfig(
                List.of(
                        rule("404", OTHER, "200", true),
                        rule("5xx", new Instead.PathInstead("/50x.html"), "keep", false)),
                false);
        assertThat(new OnStatus().describe(config))
                .isEqualTo("replaces 404 of gateway and backend by route other, status 200;"
                        + " 5xx of the gateway by path /50x.html");
        assertThat(config.routes()).containsExactly("other");
        assertThat(Outcome.Reroute.MATCHING.route()).isEmpty();
    }
}
