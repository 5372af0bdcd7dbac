package dev.sekisho.dataplane.stream;

import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.TlsConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Connections of streams as they are at their end, without a network. */
public final class StreamConnections {

    private StreamConnections() {}

    /** One of a stream of that name, from 127.0.0.1, that has just begun. */
    public static StreamConnection of(LoopContext loop, String stream, StreamObserver observer) {
        StreamTelemetry telemetry = new StreamTelemetry(new StreamCounts(1), observer);
        InetSocketAddress client = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711);
        return new StreamConnection(stream, "tcp", client, telemetry, loop);
    }

    /** The same connection after it spoke TLS, asked a target, and passed bytes on. */
    public static StreamConnection served(
            StreamConnection connection, String serverName, String upstream, byte[] target, int received, int sent) {
        connection.opened(connection.client());
        connection.tls(serverName);
        connection.upstream(upstream);
        connection.asked(target);
        connection.connected();
        connection.received(received);
        connection.sent(sent);
        return connection;
    }

    /** The same connection, whose TLS ends at the gateway. */
    public static void secured(StreamConnection connection, TlsConnection tls) {
        connection.secured(tls);
    }

    /** The same connection, announced by a PROXY protocol header to come from elsewhere. */
    public static StreamConnection from(StreamConnection connection, InetSocketAddress client) {
        connection.opened(client);
        return connection;
    }
}
