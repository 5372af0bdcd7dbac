package dev.sekisho.bench.sidebyside;

import static dev.sekisho.bench.sidebyside.Session.SEKISHO;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import javax.net.ssl.SSLContext;

/**
 * Idle keep-alive connections that have each done one request: what one more costs in resident memory.
 *
 * @param wire HTTP/1.1, in the clear or over TLS
 * @param peers names of those compared
 * @param limit kB that Sekisho promises
 */
record IdleScenario(String name, Wire wire, List<String> peers, double limit) implements Scenario {

    /** Source addresses 127.0.0.2 and up: one address has too few ports where a run before left some in TIME_WAIT. */
    private static final int SOURCES = 4;

    /** For allocations that follow the last request, and a collector that gives memory back. */
    private static final int SETTLE_MILLIS = 2_000;

    IdleScenario {
        peers = List.copyOf(peers);
    }

    @Override
    public Report run(Session session) throws IOException, InterruptedException {
        int count = session.options().idleConnections();
        List<List<String>> rows = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        OptionalDouble ours = OptionalDouble.empty();
        for (Peer peer : session.peersNamed(peers)) {
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
                "%,d idle %sconnections".formatted(count, wire.encrypted() ? "TLS " : ""),
                "After a short load with 64 connections: growth of resident memory by keep-alive connections that "
                        + "each did one request, per connection (1 kB = 1000 B).",
                List.of("proxy", "kB/connection", "resident MB then"),
                rows,
                List.of(Bound.atMost(name + ": Sekisho, resident memory per connection", ours, limit, " kB")),
                remarks);
    }

    private Setup setup(Session session, int count) {
        return new Setup(
                session.workspace(),
                session.backend().port(),
                count,
                false,
                wire,
                session.certificate(),
                session.credentials(),
                session.redisPort());
    }

    private double measure(Session session, RunningProxy proxy, int count) throws IOException, InterruptedException {
        WrkLoad load = WrkLoad.get(session.scripts(), "/");
        (wire.encrypted() ? load.over(session.certificate()) : load)
                .run(session.workspace(), proxy.port(), session.options().seconds());
        Optional<SSLContext> tls =
                wire.encrypted() ? Optional.of(session.certificate().clientContext()) : Optional.empty();
        Thread.sleep(SETTLE_MILLIS);
        long before = proxy.process().residentBytes();
        List<HttpConnection> connections = new ArrayList<>(count);
        try {
            byte[] request = HttpConnection.request("/");
            for (int i = 0; i < count; i++) {
                InetAddress source = InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (2 + i % SOURCES)});
                HttpConnection connection = new HttpConnection(source, proxy.port(), tls);
                connections.add(connection);
                connection.expectOk(request);
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
            connection.expectOk(request);
        }
    }
}
