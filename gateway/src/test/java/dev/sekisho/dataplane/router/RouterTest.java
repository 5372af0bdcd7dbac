package dev.sekisho.dataplane.router;

import static dev.sekisho.dataplane.router.Fixtures.get;
import static dev.sekisho.dataplane.router.Fixtures.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.router.Fixtures.Routes;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouterTest {

    private final Routes routes = new Routes();

    @Test
    void exactBeforeTemplateBeforePrefixBeforeRegexBeforeNoPath() {
        routes.route()
                .route("path ~^/users/[0-9]+$")
                .route("path /users/*")
                .route("path /users/{id}")
                .route("path /users/7");
        assertThat(routes.match(get("a.test", "/users/7"))).isEqualTo("r4");
        assertThat(routes.match(get("a.test", "/users/8"))).isEqualTo("r3");
        assertThat(routes.match(get("a.test", "/users/8/x"))).isEqualTo("r2");
        assertThat(routes.match(get("a.test", "/other"))).isEqualTo("r0");
    }

    @Test
    void regexesComeBehindPrefixesAndBeforeNoPath() {
        routes.route("path ~^/v[0-9]+/").route().route("path ~\\.jpg$");
        assertThat(routes.match(get("", "/v1/a.jpg"))).isEqualTo("r0");
        assertThat(routes.match(get("", "/a.jpg"))).isEqualTo("r2");
        assertThat(routes.match(get("", "/a.png"))).isEqualTo("r1");
    }

    @Test
    void prefixesEndOnSegmentBoundaries() {
        routes.route("path /users/*");
        assertThat(routes.match(get("", "/users"))).isEqualTo("r0");
        assertThat(routes.match(get("", "/users/"))).isEqualTo("r0");
        assertThat(routes.match(get("", "/users/a/b"))).isEqualTo("r0");
        assertThat(routes.match(get("", "/usersx"))).isEqualTo("none");
        assertThat(routes.match(get("", "/user"))).isEqualTo("none");
        assertThat(routes.match(get("", "/Users"))).isEqualTo("none");
    }

    @Test
    void aTrailingSlashCountsForExactPathsAndTemplates() {
        routes.route("path /users").route("path /users/").route("path /u/{id}").route("path /");
        assertThat(routes.match(get("", "/users"))).isEqualTo("r0");
        assertThat(routes.match(get("", "/users/"))).isEqualTo("r1");
        assertThat(routes.match(get("", "/u/1"))).isEqualTo("r2");
        assertThat(routes.match(get("", "/u/1/"))).isEqualTo("none");
        assertThat(routes.match(get("", "/u/"))).isEqualTo("none");
        assertThat(routes.match(get("", "/"))).isEqualTo("r3");
    }

    @Test
    void theLongestPrefixWinsAndALiteralBeforeAVariable() {
        routes.route("path /*")
                .route("path /a/*")
                .route("path /a/{x}/*")
                .route("path /a/b/*")
                .route("path /{x}/b/c/*");
        assertThat(routes.match(get("", "/z"))).isEqualTo("r0");
        assertThat(routes.match(get("", "/a"))).isEqualTo("r1");
        assertThat(routes.match(get("", "/a/z/y"))).isEqualTo("r2");
        assertThat(routes.match(get("", "/a/b/y"))).isEqualTo("r3");
        assertThat(routes.match(get("", "/a/b/c/d"))).isEqualTo("r4");
    }

    @Test
    void templatesGoByTheLeftmostLiteral() {
        routes.route("path /{a}/b/c").route("path /a/{b}/{c}").route("path /a/{b}/c");
        assertThat(routes.match(get("", "/a/b/c"))).isEqualTo("r2");
        assertThat(routes.match(get("", "/a/b/d"))).isEqualTo("r1");
        assertThat(routes.match(get("", "/x/b/c"))).isEqualTo("r0");
        assertThat(routes.match(get("", "/x/b/d"))).isEqualTo("none");
    }

    @Test
    void hostsGoFromExactOverTheLongestWildcardToNone() {
        routes.route("path /p")
                .route("host *.test", "path /p")
                .route("host *.b.test", "path /p")
                .route("host a.b.test", "path /p", "method POST");
        assertThat(routes.match(request("POST", "a.b.test", "/p", ""))).isEqualTo("r3");
        assertThat(routes.match(get("a.b.test", "/p"))).isEqualTo("r2");
        assertThat(routes.match(get("x.y.b.test", "/p"))).isEqualTo("r2");
        assertThat(routes.match(get("b.test", "/p"))).isEqualTo("r1");
        assertThat(routes.match(get("test", "/p"))).isEqualTo("r0");
        assertThat(routes.match(get("", "/p"))).isEqualTo("r0");
        assertThat(routes.match(get("a.b.test", "/q"))).isEqualTo("none");
    }

    @Test
    void moreConditionsThenPriorityThenTheFileDecide() {
        routes.route("path /p")
                .route("path /p")
                .route("path /p", "priority 5")
                .route("path /p", "method GET", "header X: 1")
                .route("path /p", "method GET", "priority 9");
        assertThat(routes.match(request("GET", "", "/p", "", "X: 1"))).isEqualTo("r3");
        assertThat(routes.match(get("", "/p"))).isEqualTo("r4");
        assertThat(routes.match(request("PUT", "", "/p", ""))).isEqualTo("r2");
        routes.entries.remove(2);
        assertThat(routes.match(request("PUT", "", "/p", ""))).isEqualTo("r0");
    }

    @Test
    void aRouteWhoseConditionsFailLetsTheNextOnesTry() {
        routes.route("path /a/b/c", "header X: 1")
                .route("path /a/{x}/c", "header X: 2")
                .route("path /a/{x}/*", "header X: 3")
                .route("path /a/b/*", "header X: 4")
                .route("path /*", "header X: 5")
                .route("path ~c$", "header X: 6");
        for (int i = 0; i < 6; i++) {
            assertThat(routes.match(request("GET", "", "/a/b/c", "", "X: " + (i + 1))))
                    .isEqualTo("r" + i);
        }
        assertThat(routes.match(request("GET", "", "/a/b/c", "", "X: 7"))).isEqualTo("none");
    }

    @Test
    void notesWhatTheVariablesStandFor() {
        routes.route("path /users/{user}/orders/{order}", "path /o/{order}/{other}/*");
        Exchange x = get("", "/users/jo%20e/orders/77");
        routes.build().match(x);
        assertThat(captures(x, 3)).containsExactly("jo%20e", "77", "");
        x = get("", "/o/5/6/7/8");
        routes.build().match(x);
        assertThat(captures(x, 3)).containsExactly("", "5", "6");
    }

    private static List<String> captures(Exchange x, int count) {
        List<String> values = new java.util.ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(Ascii.string(x.request().headers().bytes(), x.captureStart(i), x.captureEnd(i)));
        }
        return values;
    }

    @Test
    void everyPathIncludesTheAsteriskForm() {
        routes.route("path /*", "method OPTIONS").route("path /x");
        assertThat(routes.match(request("OPTIONS", "", "*", ""))).isEqualTo("r0");
        assertThat(routes.match(request("OPTIONS", "", "", ""))).isEqualTo("r0");
    }

    @Test
    void connectGoesToRoutesThatAskForItAndNothingElseDoes() {
        routes.route("path /*")
                .route("path ~.*", "method CONNECT")
                .route("host db.test")
                .route("host db.test", "connect 5432", "connect 5433")
                .route("host db.test", "connect 5433", "header X: 1");
        assertThat(routes.match(connect("db.test", 5432))).isEqualTo("r3");
        assertThat(routes.match(connect("db.test", 5433))).isEqualTo("r3");
        assertThat(routes.match(connect("db.test", 443))).isEqualTo("none");
        assertThat(routes.match(connect("other.test", 5432))).isEqualTo("none");
        assertThat(routes.match(get("db.test", "/"))).isEqualTo("r2");
        assertThat(routes.match(request("CONNECT", "db.test", "", ""))).isEqualTo("none");
        Exchange first = connect("db.test", 5433);
        first.request().headers().add(HeaderName.of("X"), "1");
        assertThat(routes.match(first)).isEqualTo("r4");
        assertThat(routes.build().explain(connect("db.test", 5433)).text())
                .contains("CONNECT db.test:5433\n", "wins:  r3", "r2", "method does not fit", "header X does not fit");
        assertThat(routes.build().explain(connect("db.test", 1)).text()).contains("no route fits", "port does not fit");
    }

    private static Exchange connect(String host, int port) {
        Exchange x = request("CONNECT", host, "", "");
        x.request().connectPort(port);
        return x;
    }

    @Test
    void refusesWhatItCannotServe() {
        assertThatThrownBy(() -> new Routes().route("path " + "/a".repeat(61)).build())
                .hasMessageContaining("61 segments (expected: <= 60)");
        assertThatThrownBy(() -> new Routes().route("priority 1000001").build())
                .hasMessage("priority: 1000001 (expected: -1000000 to 1000000)");
        assertThatThrownBy(() -> new Routes().route("path ~[").build()).hasMessageContaining("[");
        assertThatThrownBy(() -> new Routes().route("header X Y: 1").build()).hasMessageContaining("X Y");
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 33; i++) {
            many.append("/{v").append(i).append('}');
        }
        assertThatThrownBy(() -> new Routes().route("path " + many).build())
                .hasMessageContaining("33 (expected: <= 32)");
    }
}
