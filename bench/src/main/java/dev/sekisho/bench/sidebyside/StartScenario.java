package dev.sekisho.bench.sidebyside;

import static dev.sekisho.bench.sidebyside.Session.HAPROXY;
import static dev.sekisho.bench.sidebyside.Session.NGINX;
import static dev.sekisho.bench.sidebyside.Session.SCG;
import static dev.sekisho.bench.sidebyside.Session.SEKISHO;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Process start to first 200, then the latency of the first seconds against the latency when warm. */
record StartScenario() implements Scenario {

    private static final double LIMIT_MILLIS = 400;
    private static final double LIMIT_RATIO = 3;

    /** The promise speaks of the first 5 s. */
    private static final int FIRST_SECONDS = 5;

    private static final int SETTLE_SECONDS = 15;

    /** Figures of one peer, one value per try. */
    private record Tries(List<Double> startMillis, List<Double> firstP99, List<Double> steadyP99) {

        Tries() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        double ratio() {
            return median(firstP99) / median(steadyP99);
        }

        List<String> row(String name) {
            return List.of(
                    name,
                    Bound.figure(median(startMillis)),
                    Bound.figure(median(firstP99)),
                    Bound.figure(median(steadyP99)),
                    Bound.figure(ratio()));
        }

        private static double median(List<Double> values) {
            return Median.of(values.stream().mapToDouble(Double::doubleValue).toArray());
        }
    }

    @Override
    public String name() {
        return "start";
    }

    @Override
    public Report run(Session session) throws IOException, InterruptedException {
        // The client's own code must be compiled before it judges anybody's warm-up.
        LatencyLoad.p99Millis(session.backend().port(), session.options().warmUp(FIRST_SECONDS));
        Map<String, Tries> tries = new LinkedHashMap<>();
        List<String> remarks = new ArrayList<>();
        List<Peer> peers = new ArrayList<>(session.peersNamed(List.of(NGINX, HAPROXY, SCG, SEKISHO)));
        for (int i = 1; i <= session.options().startTries(); i++) {
            for (Peer peer : List.copyOf(peers)) {
                Tries own = tries.getOrDefault(peer.name(), new Tries());
                try (RunningProxy proxy = peer.start(session.setup(false))) {
                    measure(session, peer, i, proxy, own);
                    tries.put(peer.name(), own);
                } catch (IOException e) {
                    peers.remove(peer);
                    tries.remove(peer.name());
                    remarks.add(peer.name() + ": not available: " + Text.oneLine(e));
                }
            }
        }
        return report(tries, remarks);
    }

    /** Every try measures the start; the latencies, which take long, only as many as there are rounds. */
    private void measure(Session session, Peer peer, int number, RunningProxy proxy, Tries tries)
            throws IOException, InterruptedException {
        double start = proxy.startup().toNanos() / 1e6;
        tries.startMillis().add(start);
        session.recorder().figure(name(), peer.name(), number, "startMillis", start);
        if (number > session.options().rounds()) {
            return;
        }
        double first = LatencyLoad.p99Millis(proxy.port(), session.options().warmUp(FIRST_SECONDS));
        LatencyLoad.p99Millis(proxy.port(), session.options().warmUp(SETTLE_SECONDS));
        double steady = LatencyLoad.p99Millis(proxy.port(), session.options().warmUp(FIRST_SECONDS));
        tries.firstP99().add(first);
        tries.steadyP99().add(steady);
        session.recorder().figure(name(), peer.name(), number, "firstP99Millis", first);
        session.recorder().figure(name(), peer.name(), number, "steadyP99Millis", steady);
    }

    private static Report report(Map<String, Tries> tries, List<String> remarks) {
        List<Tries> ours = tries.containsKey(SEKISHO) ? List.of(tries.get(SEKISHO)) : List.of();
        OptionalDouble start = ours.stream()
                .mapToDouble(own -> Tries.median(own.startMillis()))
                .findFirst();
        OptionalDouble ratio = ours.stream().mapToDouble(Tries::ratio).findFirst();
        return new Report(
                "Start",
                "From the creation of the process to the first 200, polled every 2 ms; then p99 in a closed loop over "
                        + "16 connections in the first 5 s, and in 5 s after 15 s more.",
                List.of("proxy", "start ms", "p99 first 5 s, ms", "p99 steady, ms", "ratio"),
                tries.entrySet().stream()
                        .map(entry -> entry.getValue().row(entry.getKey()))
                        .toList(),
                List.of(
                        Bound.atMost("Sekisho, start to first 200", start, LIMIT_MILLIS, " ms"),
                        Bound.atMost("Sekisho, p99 of the first 5 s / steady", ratio, LIMIT_RATIO, " ×")),
                remarks);
    }
}
