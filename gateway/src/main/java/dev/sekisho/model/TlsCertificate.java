package dev.sekisho.model;

import java.util.List;
import java.util.Optional;

/** A certificate with its key, and the names of hosts (SNI) that it is shown for. */
public record TlsCertificate(
        @Property("Hosts that it is shown for, exact or as *.example.com; left out, those that the certificate names.")
        List<HostPattern> names,

        @Property("PEM file with the certificate, and behind it those that it was signed with.")
        String certificate,

        @Property("PEM file with its private key.") String key,

        @Property("Password of the private key; left out, it has none.")
        Optional<Secret> password,

        @Property("DER file with an OCSP response to staple (RFC 6066 section 8); left out, none is.")
        Optional<String> ocsp,

        @Property("Certificates of clients of these hosts; left out, as the listener says.")
        Optional<ClientCertificates> clients) {}
