package dev.sekisho.bench.sidebyside;

import static dev.sekisho.bench.sidebyside.Session.HAPROXY;
import static dev.sekisho.bench.sidebyside.Session.NGINX;
import static dev.sekisho.bench.sidebyside.Session.SCG;
import static dev.sekisho.bench.sidebyside.Session.SEKISHO;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Idle keep-alive connections that have each done one request: what one more costs in resident memory. */
record IdleScenario() implements Scenario {

    private static final double LIMIT_KILOBYTES = 8;

    /** Source addresses 127.0.0.2 and up: one address has too few ports where a run before left some in TIME_WAIT. */
    private static final int SOURCES = 4;

    /** For allocations that follow the last request, and a collector that gives memory back. */
    private static final int SETTLE_MILLIS = 2_000;

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public Report run(Session session) throws IOException, InterruptedException {
        int count = session.options().idleConnections();
        List<List<String>> rows = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        OptionalDouble ours = OptionalDouble.empty();
        for (Peer peer : session.peersNamed(List.of(NGINX, HAPROXY, SCG, SEKISHO))) {
            try (RunningProxy proxy = peer.start(setup(session, count))) {
                double kilobytes = measure(session, proxy, count);
                session.recorder().figure(name(), peer.name(), 1, "kilobytesPerConnection", kilobytes);
                rows.add(List.of(
                        peer.name(),
                        Bound.figure(kilobytes),
                        Bound.figure(Tables.megabytes(proxy.process().residentBytes()))));
                ours = peer.name().equals(SEKISHO) ? OptionalDouble.of(kilobytes) : ours;
            } catch (IOException e) {
                remarks.add(peer.name() + ": not available: " + Text.oneLine(e));
            }
        }
        return new Report(
                "%,d idle connections".formatted(count),
                "After a short load with 64 connections: growth of resident memory by keep-alive connections that "
                        + "each did one request, per connection (1 kB = 1000 B).",
                List.of("proxy", "kB/connection", "resident MB then"),
                rows,
                List.of(Bound.atMost("Sekisho, resident memory per connection", ours, LIMIT_KILOBYTES, " kB")),
                remarks);
    }

    private static Setup setup(Session session, int count) {
        return new Setup(session.workspace(), session.backend().port(), count, false);
    }

    private static double measure(Session session, RunningProxy proxy, int count)
            throws IOException, InterruptedException {
        int seconds = session.options().seconds();
        Wrk.run(session.workspace(), proxy.port(), Load.get(session.scripts(), "/"), seconds);
        Thread.sleep(SETTLE_MILLIS);
        long before = proxy.process().residentBytes();
        List<HttpConnection> connections = new ArrayList<>(count);
        try {
            byte[] request = HttpConnection.request("/");
            for (int i = 0; i < count; i++) {
                InetAddress source = InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (2 + i % SOURCES)});
                HttpConnection connection = new HttpConnection(source, proxy.port());
                connections.add(connection);
                expectOk(connection.exchange(request).status());
            }
            Thread.sleep(SETTLE_MILLIS);
            long after = proxy.process().residentBytes();
            expectAllOpen(connections, request);
            return (after - before) / 1000.0 / count;
        } finally {
            for (HttpConnection connection : connections) {
                connection.close();
            }
        }
    }

    /** A proxy that closed connections to save memory held fewer than it was asked to. */
    private static void expectAllOpen(List<HttpConnection> connections, byte[] request) throws IOException {
        for (HttpConnection connection : connections) {
            expectOk(connection.exchange(request).status());
        }
    }

    private static void expectOk(int status) throws IOException {
        if (status != 200) {
            throw new IOException("status: " + status + " (expected: 200)");
        }
    }
}
