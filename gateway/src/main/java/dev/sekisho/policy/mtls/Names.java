package dev.sekisho.policy.mtls;

import dev.sekisho.dataplane.identity.ClientIdentity;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Names of certificates, in the form in which they are compared. */
final class Names {

    private Names() {}

    /** The first of these names that the certificate has; empty where it has none. */
    static Optional<String> first(ClientIdentity certificate, List<MtlsConfig.Name> wanted) {
        return wanted.stream()
                .map(name -> of(certificate, name))
                .filter(name -> !name.isEmpty())
                .findFirst();
    }

    private static String of(ClientIdentity certificate, MtlsConfig.Name name) {
        return switch (name) {
            case SPIFFE -> certificate.spiffe();
            case URI -> certificate.uris().isEmpty() ? "" : certificate.uris().getFirst();
            case DNS -> hosts(certificate).stream().findFirst().orElse("");
            case COMMON_NAME -> certificate.commonName();
            case SUBJECT -> certificate.subject();
            case FINGERPRINT -> certificate.fingerprint();
        };
    }

    /**
     * Its host names in lower case, since of these case has no meaning (RFC 5280 section 7.2). One with a star stands for many
     * hosts and names no client, so it is left out.
     */
    static List<String> hosts(ClientIdentity certificate) {
        return certificate.dnsNames().stream()
                .filter(name -> name.indexOf('*') < 0)
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
    }
}
