package dev.sekisho.dataplane.proxyprotocol;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Both ends of a client connection. Immutable, thread-safe.
 *
 * @param client where the client is
 * @param local what it connected to
 */
public record Ends(InetSocketAddress client, InetSocketAddress local) {

    private static final AttributeKey<Ends> ANNOUNCED = AttributeKey.valueOf(Ends.class, "announced");
    private static final InetSocketAddress NOWHERE = new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 0);

    /** Those of a connection: what a believed header has announced, else what the socket says. */
    public static Ends of(Channel channel) {
        Ends announced = channel.attr(ANNOUNCED).get();
        return announced != null ? announced : between(channel.remoteAddress(), channel.localAddress());
    }

    /** Of two sockets; what is no IP address is 0.0.0.0. */
    public static Ends between(SocketAddress client, SocketAddress local) {
        return new Ends(inet(client), inet(local));
    }

    /** The same where the client is another one, as a trusted proxy says, of whose port nothing is known. */
    public Ends client(byte[] address) {
        try {
            return Arrays.equals(address, clientAddress())
                    ? this
                    : new Ends(new InetSocketAddress(InetAddress.getByAddress(address), 0), local);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("address: " + address.length + " bytes (expected: 4 or 16)", e);
        }
    }

    /** A header that is believed has announced these. */
    public void announce(Channel channel) {
        channel.attr(ANNOUNCED).set(this);
    }

    /** The client's address in network order, an IPv4-mapped one as IPv4. */
    public byte[] clientAddress() {
        return client.getAddress().getAddress();
    }

    private static InetSocketAddress inet(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? inet : NOWHERE;
    }
}
