package dev.sekisho.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.ExchangeObserver;
import dev.sekisho.dataplane.ServedRoute;
import dev.sekisho.dataplane.router.Fixtures;
import dev.sekisho.dataplane.router.Overlaps;
import dev.sekisho.dataplane.transport.Loops;
import dev.sekisho.dataplane.transport.Transport;
import dev.sekisho.dataplane.upstream.UpstreamService;
import dev.sekisho.dataplane.upstream.breaker.BreakerEvents;
import dev.sekisho.dialect.Compilation;
import dev.sekisho.dialect.Document;
import dev.sekisho.dialect.yaml.SecretSource;
import dev.sekisho.dialect.yaml.YamlDialect;
import dev.sekisho.model.Backend;
import dev.sekisho.policy.Policies;
import dev.sekisho.policy.PolicyServices;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A reload, which takes over what did not change, gives what a start with the same file gives, whatever was edited. */
class ReloadOracleTest {

    private static final int EDITS = 120;
    private static final List<String> REQUESTS =
            List.of("/a", "/a/", "/b", "/a/b", "/a/b/c", "/b/a", "/c", "/c/a", "/d/x", "/n1", "/n2", "/n3/x");
    private static final List<String> PATHS =
            List.of("/a", "/b", "/a/*", "/b/*", "/{x}/b", "/a/{y}", "/{x}/{y}", "~^/a/[bc]$", "/c/{z}/*", "/d/*");

    private static Loops loops;

    /** What stands in the file; each item is a few lines. */
    private static final class Text {
        private final List<String> upstreams = new ArrayList<>();
        private final List<String> policies = new ArrayList<>();
        private final List<String> routes = new ArrayList<>();

        @Override
        public String toString() {
            return "listeners: [ { name: http, address: \"127.0.0.1:0\" } ]\nupstreams:\n" + String.join("", upstreams)
                    + (policies.isEmpty() ? "" : "policies:\n" + String.join("", policies))
                    + "routes:\n" + String.join("", routes);
        }
    }

    @BeforeAll
    static void open() {
        loops = new Loops(Transport.select("nio"), 1);
    }

    @AfterAll
    static void close() {
        loops.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void sameAsAStart(long seed) {
        Random random = new Random(seed);
        YamlDialect dialect = dialect();
        SnapshotBuilder builder = builder();
        Optional<Snapshot> serving = Optional.empty();
        Text text = start();
        int served = 0;
        for (int i = 0; i < EDITS; i++) {
            for (int edits = random.nextInt(3); edits >= 0; edits--) {
                edit(text, random);
            }
            String what = "seed " + seed + " edit " + i + "\n" + text;
            List<Document> documents = List.of(new Document("a.yaml", text.toString()));
            Compilation warm = dialect.compile(documents);
            Compilation cold = dialect().compile(documents);
            assertThat(warm).as("%s", what).isEqualTo(cold);
            assertThat(warm.toString()).as("%s", what).isEqualTo(cold.toString()); // places are no part of equality
            if (warm.failed()) {
                if (random.nextInt(3) == 0) {
                    text = start();
                }
                continue;
            }
            Snapshot next = builder.build(warm.model(), serving);
            compare(next, builder().build(cold.model(), Optional.empty()), what);
            serving.ifPresent(
                    before -> assertThat(reused(before, next)).as("%s", what).isTrue());
            serving = Optional.of(next);
            served++;
        }
        assertThat(served).isGreaterThan(EDITS / 3);
    }

    private static void compare(Snapshot warm, Snapshot cold, String what) {
        assertThat(warm.routes()).as("%s", what).hasSameSizeAs(cold.routes());
        Set<Integer> ids = new HashSet<>(Set.of(SnapshotBuilder.NO_ROUTE.id()));
        for (int i = 0; i < warm.routes().size(); i++) {
            ServedRoute one = warm.routes().get(i);
            assertThat(described(one))
                    .as("%s", what)
                    .isEqualTo(described(cold.routes().get(i)));
            assertThat(ids.add(one.id())).as("id %d, %s", one.id(), what).isTrue();
            assertThat(warm.router().entries().get(i).served()).as("%s", what).isSameAs(one);
        }
        assertThat(Overlaps.find(warm.router().entries()).toString())
                .as("%s", what)
                .isEqualTo(Overlaps.find(cold.router().entries()).toString());
        for (String path : REQUESTS) {
            for (String host : List.of("", "a.example", "b.example")) {
                Exchange x = Fixtures.get(host, path);
                assertThat(described(warm.router().match(x)))
                        .as("%s%s %s", host, path, what)
                        .isEqualTo(described(cold.router().match(x)));
                assertThat(warm.router().explain(x).text())
                        .as("%s%s %s", host, path, what)
                        .isEqualTo(cold.router().explain(x).text());
            }
        }
    }

    private static String described(ServedRoute route) {
        List<String> policies =
                route.policies().stream().map(p -> p.getClass().getName()).toList();
        return String.join(
                " ",
                route.name(),
                route.service(),
                policies.toString(),
                route.handler().getClass().getName(),
                route.errors().keySet().toString(),
                String.valueOf(route.encodedSeparators()),
                route.variables().toString());
    }

    /** Whether exactly the routes serve on that neither changed themselves nor refer to what changed. */
    private static boolean reused(Snapshot before, Snapshot now) {
        Set<ServedRoute> old = new HashSet<>();
        old.addAll(before.routes());
        boolean policies = before.model().policies().equals(now.model().policies());
        for (int i = 0; i < now.routes().size(); i++) {
            Backend to = now.model().routes().get(i).to();
            boolean same = policies
                    && before.model().routes().contains(now.model().routes().get(i));
            if (to instanceof Backend.ToUpstream upstream) {
                UpstreamService service = now.upstreams().get(upstream.upstream());
                same = same && before.upstreams().get(upstream.upstream()) == service;
            }
            if (same != old.contains(now.routes().get(i))) {
                return false;
            }
        }
        return true;
    }

    private static YamlDialect dialect() {
        return new YamlDialect(Policies.configTypes(), SecretSource.system());
    }

    private static SnapshotBuilder builder() {
        return new SnapshotBuilder(
                1,
                new PolicyChains(PolicyServices.OFFLINE),
                (telemetry, routes) -> ExchangeObserver.NONE,
                BreakerEvents.NONE);
    }

    private static Text start() {
        Text text = new Text();
        for (int i = 0; i < 3; i++) {
            text.upstreams.add(upstream(i, 1));
        }
        text.policies.add("  - { name: named, respond: { status: 418 } }\n");
        for (int i = 0; i < 12; i++) {
            text.routes.add(route("r" + i, PATHS.get(i % PATHS.size()), "u" + i % 3, ""));
        }
        return text;
    }

    private static String upstream(int number, int port) {
        return "  - name: u" + number + "\n    targets: [ { address: \"127.0.0.1:" + port + "\" } ]\n";
    }

    private static String route(String name, String path, String to, String more) {
        return "  - name: " + name + "\n    match: { path: \"" + path + "\" }\n" + more + "    to: " + to + "\n";
    }

    private static void edit(Text text, Random random) {
        String path = PATHS.get(random.nextInt(PATHS.size()));
        String fresh = "n" + random.nextInt(1000);
        String to = "u" + random.nextInt(3);
        int at = text.routes.isEmpty() ? -1 : random.nextInt(text.routes.size());
        switch (at < 0 ? 0 : random.nextInt(11)) {
            case 0 -> text.routes.add(random.nextInt(text.routes.size() + 1), route(fresh, path, to, more(random)));
            case 1 -> text.routes.remove(at);
            case 2 -> text.routes.add(random.nextInt(text.routes.size()), text.routes.remove(at));
            case 3 ->
                text.routes.set(at, text.routes.get(at).replaceFirst("path: \"[^\"]*\"", "path: \"/" + fresh + "\""));
            case 4 -> text.routes.set(at, text.routes.get(at).replaceFirst("    to: .*\n", "    to: " + to + "\n"));
            case 5 -> text.routes.set(at, "  # a comment\n" + text.routes.get(at));
            case 6 ->
                text.upstreams.set(
                        random.nextInt(text.upstreams.size()), upstream(random.nextInt(3), 1 + random.nextInt(3)));
            case 7 -> text.policies.add("  - { name: " + fresh + ", respond: { status: 404 } }\n");
            case 8 -> {
                if (!text.policies.isEmpty()) {
                    text.policies.removeFirst();
                }
            }
            case 9 -> text.routes.set(at, text.routes.get(at).replace("u0", "nobody"));
            default -> text.routes.add(text.routes.get(at).replaceFirst("name: \\w+", "name: " + fresh));
        }
    }

    private static String more(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> "    priority: 3\n";
            case 1 -> "    policies: named\n";
            case 2 -> "    policies: [ { respond: { status: 410 } } ]\n";
            case 3 -> "    errors: { 502: { body: sorry } }\n";
            default -> "";
        };
    }
}
