package dev.sekisho.dataplane.listener;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.listener.tls.TlsPeer;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The other end of a client connection. Immutable.
 *
 * @param address IP address in network order, IPv4-mapped ones as IPv4
 * @param text the address as ASCII text, IPv6 without brackets
 * @param trusted whether its word on the client is taken
 * @param localPort port that it connected to, as ASCII text
 * @param tls what the TLS handshake has settled; null where the connection is in the clear
 */
public record Peer(
        byte[] address,
        byte[] text,
        boolean trusted,
        byte[] localPort,
        @Nullable TlsPeer tls) {

    /** The peer of a connection. */
    public static Peer of(SocketAddress remote, SocketAddress local, ListenerSettings settings) {
        byte[] address = new byte[4];
        String text = "0.0.0.0";
        if (remote instanceof InetSocketAddress inet) {
            address = inet.getAddress().getAddress();
            text = inet.getAddress().getHostAddress();
            int zone = text.indexOf('%');
            text = zone < 0 ? text : text.substring(0, zone);
        }
        int port = local instanceof InetSocketAddress inet ? inet.getPort() : 0;
        return new Peer(
                address, Ascii.bytes(text), settings.trusts(address), Ascii.bytes(Integer.toString(port)), null);
    }

    /** The same, after a handshake; or without one. */
    public Peer with(@Nullable TlsPeer settled) {
        return settled == null ? this : new Peer(address, text, trusted, localPort, settled);
    }
}
