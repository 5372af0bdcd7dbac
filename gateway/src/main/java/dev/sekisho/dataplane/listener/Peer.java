package dev.sekisho.dataplane.listener;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.listener.tls.TlsPeer;
import dev.sekisho.dataplane.proxyprotocol.Ends;
import io.netty.channel.Channel;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The other end of a client connection. Immutable.
 *
 * @param address IP address in network order, IPv4-mapped ones as IPv4
 * @param text the address as ASCII text, IPv6 without brackets
 * @param trusted whether its word on the client is taken
 * @param localPort port that it connected to, as ASCII text
 * @param ends both ends of its connection
 * @param tls what the TLS handshake has settled; null where the connection is in the clear
 */
public record Peer(
        byte[] address,
        byte[] text,
        boolean trusted,
        byte[] localPort,
        Ends ends,
        @Nullable TlsPeer tls) {

    /** The client of a connection, as the PROXY protocol has announced it where it did. */
    public static Peer of(Channel channel, ListenerSettings settings) {
        return of(Ends.of(channel), settings);
    }

    /** The peer of a connection. */
    public static Peer of(SocketAddress remote, SocketAddress local, ListenerSettings settings) {
        return of(Ends.between(remote, local), settings);
    }

    private static Peer of(Ends ends, ListenerSettings settings) {
        byte[] address = ends.clientAddress();
        String text = ends.client().getAddress().getHostAddress();
        int zone = text.indexOf('%');
        return new Peer(
                address,
                Ascii.bytes(zone < 0 ? text : text.substring(0, zone)),
                settings.trusts(address),
                Ascii.bytes(Integer.toString(ends.local().getPort())),
                ends,
                null);
    }

    /** The same, after a handshake; or without one. */
    public Peer with(@Nullable TlsPeer settled) {
        return settled == null ? this : new Peer(address, text, trusted, localPort, ends, settled);
    }
}
