package dev.sekisho.dataplane.listener.tls;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.TlsConnection;
import dev.sekisho.dataplane.identity.ClientIdentity;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * What a handshake has settled. Immutable, thread-safe.
 *
 * @param host whose certificate was shown
 * @param name host that the client asked for, ASCII in lower case; empty where it asked for none; not to be changed
 * @param client who the client is, where it has shown a good certificate
 * @param connection version, cipher and the like, for logs
 * @param forwarded value of X-Forwarded-Client-Cert; empty for none; not to be changed
 */
public record TlsPeer(
        TlsHost host, byte[] name, Optional<ClientIdentity> client, TlsConnection connection, byte[] forwarded) {

    private static final byte[] NONE = new byte[0];

    /**
     * Of a connection whose handshake is done.
     *
     * @throws IllegalArgumentException where the client's certificate cannot be read
     */
    public static TlsPeer of(Channel channel) {
        TlsFront.Chosen chosen = channel.attr(TlsFront.CHOSEN).get();
        SslHandler handler = channel.pipeline().get(SslHandler.class);
        if (chosen == null || handler == null) {
            throw new IllegalStateException("handshake: none (expected: done)");
        }
        SSLSession session = handler.engine().getSession();
        String name = chosen.name();
        TlsHost host = chosen.host();
        Optional<ClientIdentity> client = host.asksClients() ? client(session) : Optional.empty();
        return new TlsPeer(
                host,
                name == null ? NONE : Ascii.bytes(name),
                client,
                TlsConnection.of(session.getProtocol(), session.getCipherSuite(), name == null ? "" : name, client),
                client.filter(who -> host.forwards())
                        .map(who -> Ascii.bytes(who.forwarded(host.uris())))
                        .orElse(NONE));
    }

    private static Optional<ClientIdentity> client(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate first
                    ? Optional.of(ClientIdentity.of(first))
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }
}
