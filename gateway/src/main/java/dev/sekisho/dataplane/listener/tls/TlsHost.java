package dev.sekisho.dataplane.listener.tls;

import dev.sekisho.model.HostPattern;
import io.netty.handler.ssl.SslContext;
import java.util.List;

/**
 * Some hosts with one certificate and one set of rules. Sessions are kept in its context, so that none can be resumed for a
 * host with other rules. Immutable, thread-safe.
 *
 * @param names hosts that it is for
 * @param context certificate, rules and sessions
 * @param uris URIs that the certificate names, which X-Forwarded-Client-Cert tells
 * @param staple what an authority says of the certificate
 * @param tickets whether sessions are given to clients to keep
 * @param asksClients whether clients are asked for a certificate
 * @param needsClients whether they must show one
 * @param forwards whether the upstream is told of it
 */
public record TlsHost(
        List<HostPattern> names,
        SslContext context,
        List<String> uris,
        Staple staple,
        boolean tickets,
        boolean asksClients,
        boolean needsClients,
        boolean forwards) {

    /** Whether what a client has shown for the other one is enough for this one. */
    public boolean hasRulesOf(TlsHost other) {
        return names.equals(other.names) || !asksClients && !other.asksClients;
    }
}
