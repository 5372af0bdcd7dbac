package dev.sekisho.dataplane.router;

import static dev.sekisho.dataplane.router.Fixtures.asking;
import static dev.sekisho.dataplane.router.Fixtures.by;
import static dev.sekisho.dataplane.router.Fixtures.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.Allocation;
import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.router.Fixtures.Routes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Starts of paths, rank, forms of hosts, conditions on the connection, internal routes, groups as variables. */
class PrecedenceTest {

    private final Routes routes = new Routes();

    private String match(String host, String path) {
        return routes.match(get(host, path));
    }

    @Test
    void aStartNeedsNoSegmentToEndBehindIt() {
        routes.route("path ^/api").route("path ^/api/v1/").route("path ^/{x}*");
        assertThat(match("", "/api")).isEqualTo("r0");
        assertThat(match("", "/apis/x")).isEqualTo("r0");
        assertThat(match("", "/api/v1")).isEqualTo("r0");
        assertThat(match("", "/api/v1/")).isEqualTo("r1");
        assertThat(match("", "/api/v12")).isEqualTo("r0");
        assertThat(match("", "/ap")).isEqualTo("none");
        assertThat(match("", "/x")).isEqualTo("none");
        assertThat(match("", "/{x}*/b")).isEqualTo("r2");
    }

    @Test
    void startsAndPrefixesGoByWhatTheyHaveMatched() {
        routes.route("path ^/")
                .route("path /*")
                .route("path ^/users/")
                .route("path /users/*")
                .route("path ^/users")
                .route("path /{any}/7/*")
                .route("path ^/users/70")
                .route("path /users/all")
                .route("path ~^/users/700");
        assertThat(match("", "/x")).isEqualTo("r0");
        assertThat(match("", "/users/8")).isEqualTo("r2");
        assertThat(match("", "/users")).isEqualTo("r3");
        assertThat(match("", "/usersx")).isEqualTo("r4");
        assertThat(match("", "/users/7")).isEqualTo("r5");
        assertThat(match("", "/users/700")).isEqualTo("r6");
        assertThat(match("", "/users/all")).isEqualTo("r7");
        assertThat(routes.match(Fixtures.request("OPTIONS", "", "*", ""))).isEqualTo("r1");
    }

    @Test
    void aStartWhoseConditionsFailLeavesTheRequestToShorterOnes() {
        routes.route("path ^/a").route("path ^/ab", "method POST").route("path ^/abc", "method POST");
        assertThat(match("", "/abcd")).isEqualTo("r0");
        assertThat(routes.match(Fixtures.request("POST", "", "/abcd", ""))).isEqualTo("r2");
    }

    @Test
    void aHundredThousandStartsAreToldApart() {
        List<RouteEntry> entries = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            entries.add(Fixtures.entry("s" + i, i + 1, "path ^/service-" + i));
        }
        Router router = Router.build(entries, Fixtures.NO_ROUTE);
        for (int i = 0; i < 100_000; i += 997) {
            assertThat(router.match(get("any.test", "/service-" + i + "x/y")).name())
                    .isEqualTo("s" + i);
        }
        assertThat(router.match(get("", "/service-999999/x")).name()).isEqualTo("s99999");
        assertThat(router.match(get("", "/service-/x")).name()).isEqualTo("none");
        entries.remove(99_999);
        assertThat(Router.rebuild(router, entries, Fixtures.NO_ROUTE)
                        .match(get("", "/service-999999/x"))
                        .name())
                .isEqualTo("s9999");
    }

    @Test
    void rankGoesBeforeHostAndPath() {
        routes.route("host a.test", "path /a/b", "header X: 1")
                .route("host a.test", "path /a/b")
                .route("host *.test", "path ~^/a", "rank 1")
                .route("path ^/a/", "rank 2", "method POST")
                .route("rank -1")
                .route("path /a/*", "rank 1");
        assertThat(match("a.test", "/a/b")).isEqualTo("r2");
        assertThat(match("b.example", "/a/b")).isEqualTo("r5");
        assertThat(routes.match(Fixtures.request("POST", "a.test", "/a/b", ""))).isEqualTo("r3");
        assertThat(match("a.test", "/b")).isEqualTo("r4");
        assertThat(routes.build().explain(get("a.test", "/a/b")).text()).isEqualTo("""
            GET a.test/a/b
              wins:  r2 (routes.yaml:3:5): host *.test, regular expression ~^/a, rank 1
              loses: r5 (routes.yaml:6:5): less specific: any host loses against host *.test
              loses: r1 (routes.yaml:2:5): lower rank: 0 against 1
              loses: r4 (routes.yaml:5:5): lower rank: -1 against 1
              loses: r0 (routes.yaml:1:5): header X does not fit
              loses: r3 (routes.yaml:4:5): method does not fit
            """);
    }

    @Test
    void ranksOutOfRangeAreRefused() {
        for (String rank : List.of("1000000001", "-1000000001")) {
            assertThatThrownBy(() -> new Routes().route("rank " + rank).build())
                    .hasMessage("rank: " + rank + " (expected: -1000000000 to 1000000000)");
        }
        routes.route("rank -1000000000").route("rank 1000000000");
        assertThat(match("", "/")).isEqualTo("r1");
    }

    @Test
    void hostsGoByTheirForm() {
        routes.route()
                .route("host ~^www\\.")
                .route("host ~example")
                .route("host www.*")
                .route("host www.example.*")
                .route("host *.org")
                .route("host *.example.org")
                .route("host www.example.org");
        assertThat(match("www.example.org", "/")).isEqualTo("r7");
        assertThat(match("api.example.org", "/")).isEqualTo("r6");
        assertThat(match("www.other.org", "/")).isEqualTo("r5");
        assertThat(match("www.example.co.uk", "/")).isEqualTo("r4");
        assertThat(match("www.other.com", "/")).isEqualTo("r3");
        assertThat(match("www2.example.com", "/")).isEqualTo("r2");
        assertThat(match("www.", "/")).isEqualTo("r1");
        assertThat(match("example", "/")).isEqualTo("r2");
        assertThat(match("other", "/")).isEqualTo("r0");
        assertThat(match("", "/")).isEqualTo("r0");
    }

    @Test
    void expressionsOfHostsGoByTheFileWhateverElseTheirRoutesSay() {
        routes.route("host ~b", "path /*").route("host ~a", "path /x", "method GET", "priority 9");
        assertThat(match("ab", "/x")).isEqualTo("r0");
        assertThat(match("a", "/x")).isEqualTo("r1");
        Router turned = Router.rebuild(routes.build(), routes.entries.reversed(), Fixtures.NO_ROUTE);
        assertThat(turned.match(get("ab", "/x")).name()).isEqualTo("r1");
    }

    @Test
    void aPortOfAHostIsComparedWithTheOneAskedFor() {
        routes.route("host a.test").route("host a.test:8000").route("host a.test:443");
        assertThat(routes.match(asking(get("a.test", "/"), "a.test:8000"))).isEqualTo("r1");
        assertThat(routes.match(asking(get("a.test", "/"), "a.test:80001"))).isEqualTo("r0");
        assertThat(routes.match(asking(get("a.test", "/"), "a.test:"))).isEqualTo("r0");
        assertThat(match("a.test", "/")).isEqualTo("r0");
        assertThat(routes.match(by(get("a.test", "/"), "", "a.test"))).isEqualTo("r2");
    }

    @Test
    void listenerSchemeAndServerNameAreConditions() {
        routes.route()
                .route("path /a", "listener one", "listener two")
                .route("path /b", "scheme HTTPS")
                .route("path /c", "sni *.a.test", "sni b.test", "sni c.*", "sni ~^d");
        assertThat(routes.match(by(get("", "/a"), "two", ""))).isEqualTo("r1");
        assertThat(routes.match(by(get("", "/a"), "three", ""))).isEqualTo("r0");
        assertThat(routes.match(by(get("", "/b"), "one", "-"))).isEqualTo("r2");
        assertThat(match("", "/b")).isEqualTo("r0");
        assertThat(routes.match(Fixtures.request("GET", "", "/b", "", "X-Forwarded-Proto: https")))
                .isEqualTo("r2");
        for (String name : List.of("x.A.test", "B.TEST", "c.example", "D.example")) {
            assertThat(routes.match(by(get("", "/c"), "one", name))).as(name).isEqualTo("r3");
        }
        for (String name : List.of("", "-", "a.test", "xb.test", "c.")) {
            assertThat(routes.match(by(get("", "/c"), "one", name))).as(name).isEqualTo("r0");
        }
    }

    @Test
    void withinKeepsOutOfPathsAndConfinesToThem() {
        routes.route()
                .route("path ~\\.php$", "within /static/ false", "within /static/run/ true")
                .route("path ~\\.jpg$", "within / false", "within /images/ true");
        assertThat(match("", "/x.php")).isEqualTo("r1");
        assertThat(match("", "/static/x.php")).isEqualTo("r0");
        assertThat(match("", "/static/run/x.php")).isEqualTo("r1");
        assertThat(match("", "/x.jpg")).isEqualTo("r0");
        assertThat(match("", "/images/x.jpg")).isEqualTo("r2");
        assertThat(routes.build().explain(get("", "/x.jpg")).text())
                .contains("r2 (routes.yaml:3:5): within does not fit");
    }

    @Test
    void internalRoutesAreReachedByNameOnly() {
        Router router = routes.route("path /{id}", "internal true").route().build();
        assertThat(router.match(get("", "/7")).name()).isEqualTo("r1");
        assertThat(router.named("r0"))
                .hasValueSatisfying(route -> assertThat(route.name()).isEqualTo("r0"));
        assertThat(router.named("r1")).isPresent();
        assertThat(router.named("r2")).isEmpty();
        assertThat(router.explain(get("", "/7")).text()).contains("r0 (routes.yaml:1:5): internal");
        assertThat(Overlaps.find(routes.entries)).isEmpty();
        Exchange x = get("", "/7");
        x.capture(0, 3, 9);
        assertThat(router.enter("r0", x)).isPresent();
        assertThat(x.captureStart(0)).isEqualTo(x.captureEnd(0));
        Router open = Router.build(List.of(Fixtures.entry("open", 1)), Fixtures.NO_ROUTE);
        assertThat(open.named("open")).isPresent();
        assertThat(Router.rebuild(router, List.of(Fixtures.entry("r0", 1, "path /{id}")), Fixtures.NO_ROUTE)
                        .match(get("", "/7"))
                        .name())
                .isEqualTo("r0");
    }

    private static String variable(Router router, Exchange x, String name) {
        int number = router.match(x).variables().indexOf(name);
        return Ascii.string(x.request().headers().bytes(), x.captureStart(number), x.captureEnd(number));
    }

    @Test
    void groupsOfExpressionsAreVariables() {
        Router router = routes.route(
                        "host ~^(?P<tenant>.+)\\.a\\.test$",
                        "path ~^/(?P<version>v[0-9]+)/(?:x|y)/([^/]*)(/z)?",
                        "path /t/{version}")
                .build();
        Exchange x = get("big.one.a.test", "/v12/x/seven");
        assertThat(variable(router, x, "version")).isEqualTo("v12");
        assertThat(variable(router, x, "1")).isEqualTo("v12");
        assertThat(variable(router, x, "2")).isEqualTo("seven");
        assertThat(variable(router, x, "3")).isEmpty();
        assertThat(variable(router, x, "tenant")).isEqualTo("big.one");
        Exchange template = get("t.a.test", "/t/7");
        assertThat(variable(router, template, "version")).isEqualTo("7");
        assertThat(variable(router, template, "1")).isEqualTo("t");
        assertThat(variable(router, template, "2")).isEmpty();
    }

    @Test
    void moreThan32GroupsAreRefused() {
        assertThatThrownBy(() -> routes.route("path ~" + "(a)".repeat(33)).build())
                .hasMessage("variables of route r0: 33 (expected: <= 32)");
    }

    @Test
    void aLookUpAllocatesNothing() {
        Router router = routes.route("path ^/users/", "rank 1", "scheme HTTP", "listener one")
                .route("path /users/{id}", "within /a false")
                .route("host www.*", "path /users/*", "rank 1")
                .build();
        Exchange x = asking(by(get("www.test", "/users/7"), "one", ""), "www.test:80");
        assertThat(router.match(x).name()).isEqualTo("r2");
        assertThat(Allocation.perRun(() -> router.match(x))).isZero();
    }

    @Test
    void ofOverlappingRoutesOnlyThoseThatNeverWinAreCalledShadowed() {
        routes.route("path /a")
                .route("path /a", "listener one")
                .route("path /a", "listener one", "listener two", "rank 1")
                .route("path ^/s")
                .route("path ^/s", "method GET")
                .route("path ^/s", "priority -1")
                .route("path ~^/r/", "rank 1")
                .route("path /r/*")
                .route("path /w/*", "within /w/x false")
                .route("path /w/*");
        assertThat(Overlaps.find(routes.entries).stream().map(f -> f.kind() + " " + f.route() + " by " + f.other()))
                .containsExactly("SHADOWED r1 by r2", "SHADOWED r5 by r3");
    }
}
