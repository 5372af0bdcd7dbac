package dev.sekisho.model;

import java.util.Optional;

/** Which certificates clients may show, or must. */
public record ClientCertificates(
        @Property(value = "Whether a client without a certificate is let in.", defaultValue = "false")
        boolean optional,

        @Property("PEM file with the authorities whose certificates are good.")
        String ca,

        @Property("PEM or DER file with lists of revoked certificates; left out, none is checked.")
        Optional<String> crl,

        @Property(
                value =
                        "Whether the upstream is told of the certificate, in X-Forwarded-Client-Cert as Envoy writes it.",
                defaultValue = "false")
        boolean forward) {}
