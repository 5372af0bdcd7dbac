package dev.sekisho.bench.sidebyside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Sekisho with more and more routes: cost of a request, of the load of the file, and of a change to one route. */
record RoutesScenario() implements Scenario {

    private static final double LIMIT_CPU = 1.2;
    private static final double LIMIT_LOAD_SECONDS = 5;
    private static final double LIMIT_CHANGE_MILLIS = 100;

    private static final int FEW = 10;
    private static final int SOME = 1_000;
    private static final int MANY = 100_000;

    private static final int CHANGES = 5;
    private static final int CHANGE_LIMIT_SECONDS = 20;

    /** Between two changes, so that each is seen by itself. */
    private static final int SETTLE_MILLIS = 500;

    /** Sekisho serving so many routes out of a file. */
    private record Subject(int count, Path file, RunningProxy proxy) {

        String label() {
            return "%,d routes".formatted(count);
        }

        double startMillis() {
            return proxy.startup().toNanos() / 1e6;
        }
    }

    @Override
    public String name() {
        return "routes";
    }

    @Override
    public Report run(Session session) throws IOException, InterruptedException {
        List<Subject> subjects = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        Map<String, Measurement> medians = new LinkedHashMap<>();
        Map<Integer, Double> changes = new LinkedHashMap<>();
        if (session.hasSekisho()) {
            try (Fleet fleet = new Fleet(session, name())) {
                for (int count : counts(session)) {
                    Subject subject = start(session, count);
                    subjects.add(subject);
                    fleet.add(
                            subject.label(),
                            subject.proxy(),
                            WrkLoad.routes(session.scripts(), count),
                            Peer.JVM_WARM_UP_SECONDS);
                }
                medians.putAll(fleet.measure());
                for (Subject subject : subjects) {
                    changes.put(subject.count(), changeMillis(session, subject));
                }
                remarks.addAll(fleet.remarks());
            } catch (IOException e) {
                remarks.add("sekisho: not available: " + Text.oneLine(e));
            }
        }
        return report(subjects, medians, changes, remarks);
    }

    private static List<Integer> counts(Session session) {
        return session.options().quick() ? List.of(FEW, SOME) : List.of(FEW, SOME, MANY);
    }

    private static Subject start(Session session, int count) throws IOException, InterruptedException {
        Path file = session.workspace().newDirectory("routes").resolve("sekisho.yaml");
        int port = Ports.free();
        write(session, file, port, count, -1);
        String path = SekishoConfig.pathOf(count - 1);
        return new Subject(count, file, SekishoPeer.launch(session.workspace(), file, port, Probe.http(path)));
    }

    /** Writes the file as an editor does: beside it, then renamed over it. */
    private static void write(Session session, Path file, int port, int count, int changed) throws IOException {
        Path draft = file.resolveSibling("draft");
        Files.writeString(
                draft,
                SekishoConfig.of(
                        port,
                        "off",
                        session.backend().port(),
                        session.backend().otherPort(),
                        SekishoConfig.routes(count, changed)));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Median of the times from the rename to the first answer by the new target, in ms. */
    private double changeMillis(Session session, Subject subject) throws IOException, InterruptedException {
        double[] millis = new double[CHANGES];
        for (int i = 0; i < CHANGES; i++) {
            int route = (int) ((long) subject.count() * (i + 1) / (CHANGES + 1));
            write(session, subject.file(), subject.proxy().port(), subject.count(), route);
            long renamed = System.nanoTime();
            awaitOther(subject.proxy().port(), SekishoConfig.pathOf(route), renamed);
            millis[i] = (System.nanoTime() - renamed) / 1e6;
            session.recorder().figure(name(), subject.label(), i + 1, "changeMillis", millis[i]);
            Thread.sleep(SETTLE_MILLIS);
        }
        return Median.of(millis);
    }

    private static void awaitOther(int port, String path, long since) throws IOException, InterruptedException {
        byte[] request = HttpConnection.request(path);
        try (HttpConnection connection = new HttpConnection(port)) {
            while (!connection.exchange(request).body().equals(Backend.OTHER_BODY)) {
                if (System.nanoTime() - since > CHANGE_LIMIT_SECONDS * 1_000_000_000L) {
                    throw new IOException("a changed route was not live after " + CHANGE_LIMIT_SECONDS + " s");
                }
                Thread.sleep(1);
            }
        }
    }

    private static Report report(
            List<Subject> subjects,
            Map<String, Measurement> medians,
            Map<Integer, Double> changes,
            List<String> remarks) {
        List<List<String>> rows = new ArrayList<>();
        OptionalDouble load = OptionalDouble.empty();
        OptionalDouble change = OptionalDouble.empty();
        for (Subject subject : subjects) {
            Measurement m = medians.get(subject.label());
            Double changed = changes.get(subject.count());
            if (m == null || changed == null) {
                continue;
            }
            rows.add(row(subject, m, changed));
            if (subject.count() == MANY) {
                load = OptionalDouble.of(subject.startMillis() / 1000);
                change = OptionalDouble.of(changed);
            }
        }
        return new Report(
                "Routes",
                "Sekisho only. A third each of exact, prefix and template paths; uniform hits, 64 connections. Start: "
                        + "process start to first 200. Change: from the file's replacement to the first request on the "
                        + "changed route that reaches the new target, median of " + CHANGES + ".",
                List.of("routes", "CPU µs/request", "requests/s", "p99 ms", "resident MB", "start ms", "change ms"),
                rows,
                List.of(
                        Bound.atMost("CPU per request, 100,000 / 10 routes", cpuRatio(medians), LIMIT_CPU, " ×"),
                        Bound.atMost("Start to first 200 with 100,000 routes", load, LIMIT_LOAD_SECONDS, " s"),
                        Bound.atMost("One change of 100,000 live", change, LIMIT_CHANGE_MILLIS, " ms")),
                remarks);
    }

    private static OptionalDouble cpuRatio(Map<String, Measurement> medians) {
        return Tables.ratio(medians, "100,000 routes", "10 routes", Measurement::cpuMicros);
    }

    private static List<String> row(Subject subject, Measurement m, double changeMillis) {
        return List.of(
                subject.label(),
                Bound.figure(m.cpuMicros()),
                Bound.figure(m.requestsPerSecond()),
                Bound.figure(m.p99Micros() / 1000),
                Bound.figure(Tables.megabytes(m.residentBytes())),
                Bound.figure(subject.startMillis()),
                Bound.figure(changeMillis));
    }
}
