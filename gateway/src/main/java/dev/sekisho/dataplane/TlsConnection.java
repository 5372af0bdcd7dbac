package dev.sekisho.dataplane;

import dev.sekisho.dataplane.identity.ClientIdentity;
import java.util.Optional;

/**
 * What is told of a client's TLS connection, in logs. Immutable, thread-safe.
 *
 * @param version of TLS, such as TLSv1.3
 * @param cipher suite
 * @param serverName host that the client asked for (SNI); empty where it asked for none
 * @param clientSubject distinguished name of the client's certificate (RFC 2253); empty where it has shown none
 * @param clientFingerprint SHA-256 of that certificate, hexadecimal; empty for none
 * @param clientUri its SPIFFE ID; empty where it has none
 */
public record TlsConnection(
        String version,
        String cipher,
        String serverName,
        String clientSubject,
        String clientFingerprint,
        String clientUri) {

    /** Of a connection whose handshake is done, with the client's certificate where it has shown a good one. */
    public static TlsConnection of(String version, String cipher, String serverName, Optional<ClientIdentity> client) {
        return new TlsConnection(
                version,
                cipher,
                serverName,
                client.map(ClientIdentity::subject).orElse(""),
                client.map(ClientIdentity::fingerprint).orElse(""),
                client.map(ClientIdentity::spiffe).orElse(""));
    }

    /** Whether the client has shown a certificate. */
    public boolean hasClient() {
        return !clientFingerprint.isEmpty();
    }
}
