package dev.sekisho.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How a listener speaks TLS. */
public record ListenerTls(
        @Property("Certificates; a client that asks for no host, or for another one, is shown the first.")
        List<TlsCertificate> certificates,

        @Property(value = "Lowest version.", defaultValue = "1.2")
        TlsVersion minVersion,

        @Property(value = "Highest version.", defaultValue = "1.3")
        TlsVersion maxVersion,

        @Property(
                "Cipher suites of TLS 1.2 as OpenSSL and nginx write them, such as ECDHE+AESGCM:ECDHE+CHACHA20; left out, those "
                        + "with forward secrecy and authenticated encryption.")
        Optional<String> ciphers,

        @Property(value = "How long a session can be resumed.", defaultValue = "5m", min = "0", max = "24h")
        Duration sessionTimeout,

        @Property(
                value = "Sessions that are kept for it, for each certificate; 0 for none.",
                defaultValue = "20000",
                min = "0",
                max = "10000000")
        int sessions,

        @Property(
                value =
                        "Whether sessions are given to clients to keep (RFC 5077, and TLS 1.3), which weakens forward secrecy.",
                defaultValue = "false")
        boolean tickets,

        @Property("Certificates of clients; left out, none are asked for.")
        Optional<ClientCertificates> clients,

        @Property("Tells browsers to come over TLS only; left out, they are not told.")
        Optional<Hsts> hsts,

        @Property(value = "How long a handshake may take.", defaultValue = "10s", min = "100ms", max = "5m")
        Duration handshakeTimeout,

        @Property(
                value = "Whether a client that asks for no host, or for one that no certificate is for, is refused "
                        + "(unrecognized_name, RFC 6066 section 3), in place of being shown the first certificate.",
                defaultValue = "false")
        boolean rejectUnknown,

        @Property(
                value =
                        "Whether a request must be for the host of its handshake; 421 otherwise. Where not, only requests for a host "
                                + "with certificates of clients of its own must, as with nginx.",
                defaultValue = "true")
        boolean sameHost) {

    /** Checks that it can work at all. */
    public ListenerTls {
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("certificates: none (expected: at least one)");
        }
        if (minVersion.compareTo(maxVersion) > 0) {
            throw new IllegalArgumentException(
                    "minVersion: " + minVersion + " (expected: no higher than maxVersion, " + maxVersion + ")");
        }
    }

    /** One that shows its first certificate to clients of unknown hosts, and serves each host on its own connections. */
    public ListenerTls(
            List<TlsCertificate> certificates,
            TlsVersion minVersion,
            TlsVersion maxVersion,
            Optional<String> ciphers,
            Duration sessionTimeout,
            int sessions,
            boolean tickets,
            Optional<ClientCertificates> clients,
            Optional<Hsts> hsts,
            Duration handshakeTimeout) {
        this(
                certificates,
                minVersion,
                maxVersion,
                ciphers,
                sessionTimeout,
                sessions,
                tickets,
                clients,
                hsts,
                handshakeTimeout,
                false,
                true);
    }
}
