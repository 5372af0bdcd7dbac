package dev.sekisho.bench.sidebyside;

import static dev.sekisho.bench.sidebyside.Session.HAPROXY;
import static dev.sekisho.bench.sidebyside.Session.NGINX;
import static dev.sekisho.bench.sidebyside.Session.SCG;
import static dev.sekisho.bench.sidebyside.Session.SEKISHO;

import dev.sekisho.bench.sidebyside.LoadScenario.Limit;
import java.util.List;

/** The list of scenarios, in the order in which they run and are reported. */
final class Scenarios {

    private static final List<String> ALL_PEERS = List.of(NGINX, HAPROXY, SCG, SEKISHO);

    private static final Scenario PLAIN = new LoadScenario(
            "plain",
            "Plain proxy, 1 KB body",
            "GET, 64 keep-alive connections, access log off.",
            false,
            session -> Load.get(session.scripts(), "/"),
            ALL_PEERS,
            List.of(new Limit(NGINX, 0.80), new Limit(SCG, 0.20)));

    private static final Scenario LOGGED = new LoadScenario(
            "logged",
            "Plain proxy with a JSON access log",
            "The same with a JSON line per request in a file; in Sekisho metrics are on too. nginx writes its log in "
                    + "blocks of 64 KB here, and for comparison line by line, which is its default.",
            true,
            session -> Load.get(session.scripts(), "/"),
            List.of(NGINX, NginxPeer.UNBUFFERED.name(), SEKISHO),
            List.of(new Limit(NGINX, 0.90)));

    private static final Scenario GUARDED = new LoadScenario(
            "guarded",
            "Health, breaker and retries configured",
            "GET, 64 keep-alive connections, access log off. sekisho-guarded has active, passive and outlier checks, "
                    + "breakers of upstream and target, retries, caps and a deadline; nginx and sekisho have none.",
            false,
            session -> Load.get(session.scripts(), "/"),
            List.of(NGINX, SEKISHO, SekishoPeer.GUARDED.name()),
            List.of());

    private static final Scenario BODY_64K = new LoadScenario(
            "body64k",
            "64 KB response",
            "GET of a 64 KB body, 64 keep-alive connections, access log off.",
            false,
            session -> Load.get(session.scripts(), Backend.PATH_64K),
            ALL_PEERS,
            List.of(new Limit(NGINX, 1.0)));

    private static final Scenario POST_10K = new LoadScenario(
            "post10k",
            "10 KB POST",
            "POST of a 10 KB body that the backend reads to its end, 64 keep-alive connections, access log off.",
            false,
            session -> Load.post10k(session.scripts()),
            ALL_PEERS,
            List.of(new Limit(NGINX, 1.0)));

    private static final List<Scenario> ALL = List.of(
            PLAIN,
            LOGGED,
            GUARDED,
            BODY_64K,
            POST_10K,
            new RoutesScenario(),
            new MemoryScenario(),
            new StartScenario(),
            new IdleScenario());

    private Scenarios() {}

    /**
     * The named ones, or all if there are no names.
     *
     * @throws IllegalArgumentException if a name is unknown; the message lists the known ones
     */
    static List<Scenario> named(List<String> names) {
        List<String> known = ALL.stream().map(Scenario::name).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("--scenario: %s (expected: one of %s)".formatted(name, known));
            }
        }
        return ALL.stream()
                .filter(scenario -> names.isEmpty() || names.contains(scenario.name()))
                .toList();
    }
}
