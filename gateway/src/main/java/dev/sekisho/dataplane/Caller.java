package dev.sekisho.dataplane;

import dev.sekisho.dataplane.identity.ClientIdentity;
import dev.sekisho.dataplane.proxyprotocol.Ends;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a request comes from: the client's address, its connection, and the listener that it came in by. Kept with the exchange and used
 * again. On its loop; not thread-safe.
 */
public final class Caller {

    private static final byte[] NO_ADDRESS = new byte[0];
    private static final InetSocketAddress NOWHERE = new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 0);

    private byte[] address = NO_ADDRESS;
    private byte[] addressText = NO_ADDRESS;
    private @Nullable Ends ends;
    private String listener = "";
    private boolean plainFields;
    private Optional<ClientIdentity> certificate = Optional.empty();
    private @Nullable TlsConnection tls;

    Caller() {}

    void clear() {
        address = addressText = NO_ADDRESS;
        ends = null;
        listener = "";
        plainFields = false;
        certificate = Optional.empty();
        tls = null;
    }

    /** The client's address in network order, seen through trusted proxies; not to be changed. */
    public byte[] address() {
        return address;
    }

    /** The client's address as ASCII text; not to be changed. */
    public byte[] addressText() {
        return addressText;
    }

    /** Sets the client's address. */
    public void address(byte[] bytes, byte[] text) {
        address = bytes;
        addressText = text;
    }

    /** Both ends of the client's connection; null where there is none. */
    public @Nullable Ends ends() {
        return ends;
    }

    /** Sets the ends of the client's connection. */
    public void ends(@Nullable Ends connection) {
        ends = connection;
    }

    /** Name of the listener that the request came in by; empty where there is none. */
    public String listener() {
        return listener;
    }

    /** Sets the name of the listener. */
    public void listener(String name) {
        listener = name;
    }

    /** Whether X-Forwarded-* are fields like others, which the listener has neither judged nor set. */
    public boolean hasPlainFields() {
        return plainFields;
    }

    /** Sets that X-Forwarded-* are fields like others. */
    public void plainFields(boolean plain) {
        plainFields = plain;
    }

    /** The address that the client connected to; 0.0.0.0, port 0, where there is no connection. */
    public InetSocketAddress localAddress() {
        return ends == null ? NOWHERE : ends.local();
    }

    /** The address at the other end of the connection; 0.0.0.0, port 0, where there is no connection. */
    public InetSocketAddress peerAddress() {
        return ends == null ? NOWHERE : ends.client();
    }

    /** The client's port; 0 where it is not known, as behind a proxy that does not tell. */
    public int port() {
        Ends connection = ends;
        return connection == null ? 0 : connection.client().getPort();
    }

    /** Who the client is by the certificate that it has shown and the gateway has verified; empty for none. */
    public Optional<ClientIdentity> certificate() {
        return certificate;
    }

    /** Sets who the client is by its certificate. */
    public void certificate(Optional<ClientIdentity> verified) {
        certificate = verified;
    }

    /** The client's TLS connection; null where it is in the clear. */
    public @Nullable TlsConnection tls() {
        return tls;
    }

    /** Sets what the client's TLS connection is. */
    public void tls(@Nullable TlsConnection connection) {
        tls = connection;
    }
}
