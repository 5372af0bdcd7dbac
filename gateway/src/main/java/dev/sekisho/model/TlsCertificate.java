package dev.sekisho.model;

import java.util.List;
import java.util.Optional;

/** A certificate with its key, and the names of hosts (SNI) that it is shown for. */
public record TlsCertificate(
        @Property("Hosts that it is shown for, exact or as *.example.com; left out, those that the certificate names.")
        List<HostPattern> names,

        @Property("PEM file with the certificate, and behind it those that it was signed with; or their text itself.")
        String certificate,

        @Property("PEM file with its private key; either this or keyPem.")
        Optional<String> key,

        @Property("Its private key itself, in PEM, such as ${env:TLS_KEY}.")
        Optional<Secret> keyPem,

        @Property("Password of the private key; left out, it has none.")
        Optional<Secret> password,

        @Property(
                value =
                        "OCSP response to staple (RFC 6066 section 8): a DER file, or fetch, to ask the responder that the certificate names; left out, none is.",
                example = "fetch")
        Optional<String> ocsp,

        @Property("Certificates of clients of these hosts; left out, as the listener says.")
        Optional<ClientCertificates> clients,

        @Property("Cipher suites of TLS 1.2 for these hosts; left out, as the listener says.")
        Optional<String> ciphers) {

    private static final String FETCH = "fetch";

    /** Checks the forms of the names, and that there is one key. */
    public TlsCertificate {
        HostPattern.checkServerNames("names", names);
        if (key.isPresent() == keyPem.isPresent()) {
            throw new IllegalArgumentException(
                    "key: " + (key.isPresent() ? "given twice" : "none") + " (expected: one of key and keyPem)");
        }
    }

    /** One with the cipher suites of the listener. */
    public TlsCertificate(
            List<HostPattern> names,
            String certificate,
            Optional<String> key,
            Optional<Secret> keyPem,
            Optional<Secret> password,
            Optional<String> ocsp,
            Optional<ClientCertificates> clients) {
        this(names, certificate, key, keyPem, password, ocsp, clients, Optional.empty());
    }

    /** The file with the private key, or the key itself in PEM; must not be shown. */
    public String privateKey() {
        return key.or(() -> keyPem.map(Secret::reveal)).orElseThrow();
    }

    /** Whether a response is fetched from the responder that the certificate names. */
    public boolean fetchesOcsp() {
        return ocsp.filter(FETCH::equals).isPresent();
    }

    /** The file with a response to staple; empty where there is none. */
    public Optional<String> ocspFile() {
        return ocsp.filter(file -> !file.equals(FETCH));
    }
}
