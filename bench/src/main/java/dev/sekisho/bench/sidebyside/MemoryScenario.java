package dev.sekisho.bench.sidebyside;

import static dev.sekisho.bench.sidebyside.Session.HAPROXY;
import static dev.sekisho.bench.sidebyside.Session.NGINX;
import static dev.sekisho.bench.sidebyside.Session.SCG;
import static dev.sekisho.bench.sidebyside.Session.SEKISHO;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Resident memory: at the start, after the plain load, and after all kinds of load one after the other. */
record MemoryScenario() implements Scenario {

    private static final double LIMIT_MEGABYTES = 100;

    /** Megabytes at the three points. */
    private record Memory(double started, double plain, double all) {

        List<String> row(String name) {
            return List.of(name, Bound.figure(started), Bound.figure(plain), Bound.figure(all));
        }
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public Report run(Session session) throws IOException, InterruptedException {
        List<List<String>> rows = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        OptionalDouble ours = OptionalDouble.empty();
        for (Peer peer : session.peersNamed(List.of(NGINX, HAPROXY, SCG, SEKISHO))) {
            try (RunningProxy proxy = peer.start(session.setup(false))) {
                Memory memory = measure(session, peer, proxy);
                rows.add(memory.row(peer.name()));
                ours = peer.name().equals(SEKISHO) ? OptionalDouble.of(memory.all()) : ours;
            } catch (IOException e) {
                remarks.add(peer.name() + ": not available: " + Text.oneLine(e));
            }
        }
        return new Report(
                "Resident memory",
                "VmRSS in MB of a fresh proxy; after the plain load; after 64 KB responses and 10 KB POSTs on top. "
                        + "nginx: sum of its processes, which share pages.",
                List.of("proxy", "started", "after plain", "after all loads"),
                rows,
                List.of(Bound.atMost("Sekisho after all loads", ours, LIMIT_MEGABYTES, " MB")),
                remarks);
    }

    private Memory measure(Session session, Peer peer, RunningProxy proxy) throws IOException, InterruptedException {
        double started = Tables.megabytes(proxy.process().residentBytes());
        int seconds = session.options().warmUp(peer.warmUpSeconds())
                + session.options().seconds();
        double plain = after(session, proxy, WrkLoad.get(session.scripts(), "/"), seconds);
        after(session, proxy, WrkLoad.get(session.scripts(), Backend.PATH_64K), seconds);
        double all = after(session, proxy, WrkLoad.post10k(session.scripts()), seconds);
        session.recorder().figure(name(), peer.name(), 1, "residentMegabytes", all);
        return new Memory(started, plain, all);
    }

    private static double after(Session session, RunningProxy proxy, Load load, int seconds)
            throws IOException, InterruptedException {
        Load.Result result = load.run(session.workspace(), proxy.port(), seconds);
        if (result.failures() > 0) {
            throw new IOException(result.failures() + " failed requests");
        }
        return Tables.megabytes(proxy.process().residentBytes());
    }
}
