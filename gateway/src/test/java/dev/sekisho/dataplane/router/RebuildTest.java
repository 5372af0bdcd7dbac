package dev.sekisho.dataplane.router;

import static dev.sekisho.dataplane.router.Fixtures.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RebuildTest {

    private static final List<RouteEntry> BEFORE = List.of(
            Fixtures.entry("a", 1, "path /a/{x}"),
            Fixtures.entry("b", 2, "host b.test", "path ~^/b"),
            Fixtures.entry("c", 3, "method GET"));

    private static List<RouteEntry> with(int place, RouteEntry entry) {
        List<RouteEntry> entries = new ArrayList<>(BEFORE);
        entries.set(place, entry);
        return entries;
    }

    private static List<String> answers(Router router) {
        return List.of(
                router.match(get("b.test", "/a/1")).name(),
                router.match(get("b.test", "/b")).name(),
                router.match(get("b.test", "/c")).name());
    }

    @Test
    void aRouteServedInAnotherWayIsServedSoByTheNewRouterOnly() {
        Router old = Router.build(BEFORE, Fixtures.NO_ROUTE);
        Router router = Router.rebuild(old, with(0, Fixtures.entry("a2", 1, "path /a/{x}")), Fixtures.NO_ROUTE);
        assertThat(answers(router)).containsExactly("a2", "b", "c");
        assertThat(answers(old)).containsExactly("a", "b", "c");
        assertThat(router.explain(get("b.test", "/a/1")).text()).contains("wins:  a2");
    }

    @Test
    void anotherMatchPriorityVariableOrNumberOfRoutesIsSeen() {
        Router old = Router.build(BEFORE, Fixtures.NO_ROUTE);
        RouteEntry moved = Fixtures.entry("a2", 1, "path /b");
        assertThat(answers(Router.rebuild(old, with(0, moved), Fixtures.NO_ROUTE)))
                .containsExactly("c", "b", "c");
        RouteEntry renamed = Fixtures.entry("a2", 1, "path /a/{y}");
        assertThat(answers(Router.rebuild(old, with(0, renamed), Fixtures.NO_ROUTE)))
                .containsExactly("a2", "b", "c");
        List<RouteEntry> fewer = BEFORE.subList(0, 2);
        assertThat(answers(Router.rebuild(old, fewer, Fixtures.NO_ROUTE))).containsExactly("a", "b", "none");
        List<RouteEntry> more = new ArrayList<>(BEFORE);
        more.add(Fixtures.entry("d", 4, "method GET", "priority 1"));
        assertThat(answers(Router.rebuild(old, more, Fixtures.NO_ROUTE))).containsExactly("a", "b", "d");
    }
}
