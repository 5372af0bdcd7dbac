package dev.sekisho.bench.sidebyside;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The proxies of one scenario, all running, measured in turn. Closing it stops them. */
final class Fleet implements AutoCloseable {

    /** A running proxy with its load. */
    private record Member(RunningProxy proxy, Load load, int warmUpSeconds) {}

    /** Of one load while a proxy is warmed up: short, since the end of a load, in the midst of requests, is code that must be compiled too. */
    private static final int PIECE_SECONDS = 3;

    private static final int SETTLE_PIECES = 20;
    private static final int QUIET_PIECES = 2; // one after the other

    /** Of a JVM's CPU time, what its compilers may take for the rest to count as compiled. */
    private static final double SETTLED_SHARE = 0.01;

    private final Session session;
    private final String scenario;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final List<String> remarks = new ArrayList<>();

    Fleet(Session session, String scenario) {
        this.session = session;
        this.scenario = scenario;
    }

    /** Starts a peer; a peer that does not start is remarked and left out. */
    void start(Peer peer, Setup setup, Load load) throws InterruptedException {
        try {
            add(peer.name(), peer.start(setup), load, peer.warmUpSeconds());
        } catch (IOException e) {
            remarks.add(peer.name() + ": not available: " + Text.oneLine(e));
        }
    }

    void add(String name, RunningProxy proxy, Load load, int warmUpSeconds) {
        members.put(name, new Member(proxy, load, warmUpSeconds));
    }

    /**
     * Warms each member up, then measures round by round (A B C, A B C, …). Medians by name, in order; a member at which
     * a load could not run is remarked and left out from there on.
     */
    Map<String, Measurement> measure() throws IOException, InterruptedException {
        Map<String, List<Measurement>> rounds = new LinkedHashMap<>();
        for (Map.Entry<String, Member> entry : members.entrySet()) {
            Member member = entry.getValue();
            rounds.put(entry.getKey(), new ArrayList<>());
            for (int left = member.warmUpSeconds(); left > 0; left -= PIECE_SECONDS) {
                warmUp(entry.getKey(), member.proxy().port(), member.load(), Math.min(left, PIECE_SECONDS));
            }
            settle(entry.getKey(), member);
        }
        for (int round = 1; round <= session.options().rounds(); round++) {
            for (String name : List.copyOf(members.keySet())) {
                measure(name, round, rounds.getOrDefault(name, new ArrayList<>()));
            }
        }
        rounds.keySet().retainAll(members.keySet());
        Map<String, Measurement> medians = new LinkedHashMap<>();
        rounds.forEach((name, list) -> medians.put(name, Measurement.median(list)));
        remarkFailures(medians);
        return medians;
    }

    /**
     * Runs a load whose figures nobody keeps. One that fails here, as a short one can while a server inside the harness
     * is cold, has its rounds to go.
     */
    void warmUp(String name, int port, Load load, int seconds) throws InterruptedException {
        try {
            load.run(session.workspace(), port, session.options().warmUp(seconds));
        } catch (IOException e) {
            System.err.println(scenario + ": warm-up of " + name + ": " + Text.oneLine(e));
        }
    }

    /**
     * Goes on for as long as a JVM's compilers are busy, which is long where a load brings few requests a second: the figures are
     * those of compiled code, and the scenario of the start tells of what comes before.
     */
    private void settle(String name, Member member) throws InterruptedException {
        if (session.options().quick()) {
            return;
        }
        ManagedProcess process = member.proxy().process();
        int quiet = 0;
        for (int i = 0; i < SETTLE_PIECES; i++) {
            long compilers = process.compilerMicros();
            long all = process.cpuMicros();
            if (compilers == 0) {
                return; // no JVM
            }
            warmUp(name, member.proxy().port(), member.load(), PIECE_SECONDS);
            boolean busy = process.compilerMicros() - compilers >= (process.cpuMicros() - all) * SETTLED_SHARE;
            quiet = busy ? 0 : quiet + 1;
            if (quiet == QUIET_PIECES) {
                return;
            }
        }
        remarks.add(name + ": its compilers were still at work when the measurements began");
    }

    private void measure(String name, int round, List<Measurement> into) throws IOException, InterruptedException {
        Member member = member(name);
        Measurement measured;
        try {
            measured = Measurement.of(
                    member.proxy(), member.load(), session.options().seconds());
        } catch (IOException e) {
            leaveOut(name, e);
            return;
        }
        session.recorder().load(scenario, name, round, measured);
        into.add(measured);
    }

    private Member member(String name) {
        return Objects.requireNonNull(members.get(name), name);
    }

    private void leaveOut(String name, IOException why) {
        member(name).proxy().close();
        members.remove(name);
        remarks.add(name + ": NOT MEASURED: " + Text.oneLine(why));
    }

    /** What a reader must know beside the figures. */
    List<String> remarks() {
        return List.copyOf(remarks);
    }

    @Override
    public void close() {
        members.values().forEach(member -> member.proxy().close());
    }

    private void remarkFailures(Map<String, Measurement> medians) {
        medians.forEach((name, m) -> {
            if (m.failures() > 0) {
                remarks.add("%s: %.0f FAILED REQUESTS; its row is no valid measurement".formatted(name, m.failures()));
            }
        });
    }
}
