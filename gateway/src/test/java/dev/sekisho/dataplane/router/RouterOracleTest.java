package dev.sekisho.dataplane.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.Exchange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The router against the plain reading of docs/routing.md, over routes and requests that chance draws from few words. */
class RouterOracleTest {

    private static final int ROUTE_SETS = 600;
    private static final int EDITS = 40; // after each other, so that what was removed adds up
    private static final int REQUESTS = 25; // for each set of routes

    private static final String[] HOSTS = {"a.test", "b.a.test", "c.b.a.test", "test", "x.test", "xa.test", ""};
    private static final String[] PATTERNS = {
        "a.test",
        "*.a.test",
        "*.test",
        "*.b.a.test",
        "b.a.test",
        "x.test",
        "a.*",
        "b.a.*",
        "b.*",
        "~^(?P<tenant>[a-z]+)\\.a\\.test$",
        "~test$",
        "~^x",
        "a.test:8000",
        "*.test:80",
        "b.*:443"
    };
    private static final String[] STARTS = {
        "/", "/a", "/a/", "/a/b", "/seg", "/segment-of", "/8-bytes-/", "/8-b", "/c/a/"
    };
    private static final String[] LISTENERS = {"one", "two", "three"};
    private static final String[] SERVER_NAMES = {"", "", "-", "a.test", "B.a.test", "x.test"};
    private static final String[] SEGMENTS = {"a", "b", "segment-of-some-length", "8-bytes-", "c"};
    private static final String[] EXPRESSIONS = {"^/a", "b$", "^/a/[a-c]+$", "segment", "^/a|^/b", "^/b*", "^/c?/a", "."
    };
    private static final String[] VALUES = {"1", "2", "~^[12]$", "*", "!*", "~2|3"};

    private final SplittableRandom random = new SplittableRandom(20260129);
    private int named;

    @Test
    void agreesWithThePlainReadingOfTheRules() {
        Set<String> winners = new HashSet<>();
        int unmatched = 0;
        for (int set = 0; set < ROUTE_SETS; set++) {
            List<RouteEntry> entries = routes(1 + random.nextInt(25));
            Router router = Router.build(entries, Fixtures.NO_ROUTE);
            for (int i = 0; i < REQUESTS; i++) {
                NaiveRouter.Request request = request();
                String found = router.match(exchange(request)).name();
                assertThat(found)
                        .as("set %d, %s, %s", set, request, entries)
                        .isEqualTo(NaiveRouter.match(entries, request));
                winners.add(found);
                unmatched += found.equals("none") ? 1 : 0;
            }
        }
        assertThat(winners).as("different winners").hasSizeGreaterThan(20);
        assertThat(unmatched).as("requests without route").isBetween(ROUTE_SETS, ROUTE_SETS * REQUESTS / 2);
    }

    @Test
    void whatIsCalledShadowedNeverWinsAndTheExplanationAgrees() {
        int shadowed = 0;
        for (int set = 0; set < ROUTE_SETS; set++) {
            List<RouteEntry> entries = routes(1 + random.nextInt(25));
            Set<String> never = Overlaps.find(entries).stream()
                    .filter(f -> f.kind() == Finding.Kind.SHADOWED)
                    .map(Finding::route)
                    .collect(Collectors.toSet());
            shadowed += never.size();
            Router router = Router.build(entries, Fixtures.NO_ROUTE);
            for (int i = 0; i < REQUESTS; i++) {
                NaiveRouter.Request request = request();
                Explanation explanation = router.explain(exchange(request));
                assertThat(never)
                        .as("set %d, %s, %s", set, request, entries)
                        .doesNotContain(explanation.answer().name());
                assertThat(explanation.losers().size() + explanation.rest())
                        .isEqualTo(entries.size() - (explanation.winner().isPresent() ? 1 : 0));
            }
        }
        assertThat(shadowed).as("shadowed routes").isGreaterThan(200);
    }

    @Test
    void patchedTablesAnswerAsThoseBuiltAnew() {
        int shared = 0;
        for (int set = 0; set < ROUTE_SETS / 12; set++) {
            List<RouteEntry> entries = new ArrayList<>(routes(1 + random.nextInt(25)));
            Router router = Router.build(entries, Fixtures.NO_ROUTE);
            for (int edit = 0; edit < EDITS; edit++) {
                for (int i = random.nextInt(3); i >= 0; i--) {
                    edit(entries);
                }
                List<RouteEntry> before = router.entries();
                Router old = router;
                router = Router.rebuild(old, entries, Fixtures.NO_ROUTE);
                Router cold = Router.build(entries, Fixtures.NO_ROUTE);
                for (int i = 0; i < REQUESTS; i++) {
                    NaiveRouter.Request request = request();
                    Exchange x = exchange(request);
                    assertThat(router.place(x))
                            .as("set %d edit %d, %s, %s", set, edit, request, entries)
                            .isEqualTo(cold.place(x));
                    assertThat(router.match(x).name()).isEqualTo(NaiveRouter.match(entries, request));
                    assertThat(old.match(x).name()).isEqualTo(NaiveRouter.match(before, request));
                    assertThat(router.explain(x).text())
                            .isEqualTo(cold.explain(x).text());
                }
                shared += router.hosts() == old.hosts() ? 1 : 0;
            }
        }
        assertThat(shared).as("edits that left the tables alone").isGreaterThan(10);
    }

    private void edit(List<RouteEntry> entries) {
        int at = random.nextInt(entries.size() + 1);
        RouteEntry fresh = routes(1).getFirst();
        String name = "e" + named++;
        RouteEntry added = new RouteEntry(
                fresh.match(),
                fresh.rank(),
                fresh.priority(),
                Fixtures.served(name, fresh.served().variables()),
                fresh.origin());
        switch (at == entries.size() ? 0 : random.nextInt(6)) {
            case 0 -> entries.add(at, added);
            case 1 -> entries.set(at, added);
            case 2 -> entries.add(random.nextInt(entries.size()), entries.remove(at));
            case 3 -> {
                RouteEntry known = entries.get(at);
                int priority = random.nextInt(3) - 1;
                int rank = known.rank() == 0 ? 0 : random.nextInt(3) - 1;
                entries.set(at, new RouteEntry(known.match(), rank, priority, known.served(), known.origin()));
            }
            case 4 -> {
                RouteEntry known = entries.get(at);
                List<String> variables = known.served().variables();
                entries.set(
                        at,
                        new RouteEntry(
                                known.match(),
                                known.rank(),
                                known.priority(),
                                Fixtures.served(name, variables),
                                known.origin()));
            }
            default -> entries.remove(at);
        }
    }

    private String pick(String... from) {
        return from[random.nextInt(from.length)];
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private List<RouteEntry> routes(int count) {
        List<RouteEntry> entries = new ArrayList<>();
        boolean hosts = chance(60);
        boolean ranked = chance(30);
        boolean connections = chance(40);
        for (int i = 0; i < count; i++) {
            List<String> conditions = new ArrayList<>();
            for (int j = hosts && chance(60) ? 1 + random.nextInt(2) : 0; j > 0; j--) {
                conditions.add("host " + pick(PATTERNS));
            }
            for (int j = chance(90) ? 1 + random.nextInt(2) : 0; j > 0; j--) {
                conditions.add("path " + path());
            }
            addConditions(conditions);
            if (ranked && chance(40)) {
                conditions.add("rank " + (random.nextInt(5) - 2));
            }
            if (connections) {
                addConnection(conditions);
            }
            entries.add(Fixtures.entry("r" + i, i + 1, conditions.toArray(String[]::new)));
        }
        return entries;
    }

    private void addConditions(List<String> conditions) {
        if (chance(20)) {
            conditions.add("method " + pick("GET", "POST"));
        }
        if (chance(15)) {
            conditions.add("header X-One: " + pick(VALUES));
        }
        if (chance(10)) {
            conditions.add("header X-Two: " + pick(VALUES));
        }
        if (chance(15)) {
            conditions.add("query q: " + pick(VALUES));
        }
        if (chance(15)) {
            conditions.add("cookie c: " + pick(VALUES));
        }
        if (chance(25)) {
            conditions.add("priority " + (random.nextInt(3) - 1));
        }
    }

    private void addConnection(List<String> conditions) {
        if (chance(15)) {
            conditions.add("listener " + pick(LISTENERS));
        }
        if (chance(10)) {
            conditions.add("scheme " + pick("HTTP", "HTTPS"));
        }
        if (chance(10)) {
            conditions.add("sni " + pick("a.test", "*.a.test", "x.*", "~^b"));
        }
        for (int j = chance(25) ? 1 + random.nextInt(3) : 0; j > 0; j--) {
            conditions.add("within " + pick(STARTS) + " " + chance(50));
        }
        if (chance(5) && conditions.stream().noneMatch(one -> one.startsWith("host ~"))) {
            conditions.add("internal true");
        }
    }

    private String path() {
        if (chance(12)) {
            return "^" + pick(STARTS);
        }
        if (chance(10)) {
            return "~" + pick(EXPRESSIONS);
        }
        StringBuilder path = new StringBuilder();
        int segments = random.nextInt(5);
        for (int i = 0; i < segments; i++) {
            path.append('/').append(chance(35) ? "{v" + i + "}" : pick(SEGMENTS));
        }
        return path + (chance(35) ? "/*" : segments == 0 || chance(10) ? "/" : "");
    }

    private NaiveRouter.Request request() {
        StringBuilder path = new StringBuilder();
        int segments = random.nextInt(6);
        for (int i = 0; i < segments; i++) {
            path.append('/').append(chance(15) ? "other" : pick(SEGMENTS));
        }
        if (segments == 0 || chance(15)) {
            path.append('/');
        }
        return new NaiveRouter.Request(
                pick("GET", "POST", "PUT"),
                pick(HOSTS),
                random.nextInt(3) * 4000,
                pick(LISTENERS),
                pick(SERVER_NAMES),
                path.toString(),
                values("q", "other"),
                values("X-One", "x-two"),
                values("c", "d"));
    }

    private List<Map.Entry<String, String>> values(String... names) {
        List<Map.Entry<String, String>> values = new ArrayList<>();
        for (String name : names) {
            for (int i = random.nextInt(3); i > 0; i--) {
                values.add(Map.entry(name, pick("1", "2", "3", "")));
            }
        }
        return values;
    }

    private static Exchange exchange(NaiveRouter.Request request) {
        List<String> headers = new ArrayList<>();
        request.headers().forEach(e -> headers.add(e.getKey() + ": " + e.getValue()));
        if (!request.cookies().isEmpty()) {
            headers.add("Cookie: " + join(request.cookies(), "; "));
        }
        Exchange x = Fixtures.request(
                request.method(),
                request.host(),
                request.path(),
                join(request.query(), "&"),
                headers.toArray(String[]::new));
        if (request.port() != 0) {
            Fixtures.asking(x, request.host() + ":" + request.port());
        }
        return Fixtures.by(x, request.listener(), request.serverName());
    }

    private static String join(List<Map.Entry<String, String>> pairs, String by) {
        return pairs.stream().map(e -> e.getKey() + "=" + e.getValue()).collect(Collectors.joining(by));
    }
}
