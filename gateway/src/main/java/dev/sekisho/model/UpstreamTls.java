package dev.sekisho.model;

import java.util.Optional;

/** How connections to targets are encrypted. */
public record UpstreamTls(
        @Property(value = "Whether the certificate must be good, and name the server.", defaultValue = "true")
        boolean verify,

        @Property("PEM file with the authorities that are trusted; left out, those of the Java runtime.")
        Optional<String> ca,

        @Property("Name that is asked for (SNI) and must stand in the certificate; left out, the host of the target.")
        Optional<String> serverName,

        @Property("PEM file with a certificate to show to the server; left out, none is shown.")
        Optional<String> certificate,

        @Property("PEM file with the key of that certificate.")
        Optional<String> key,

        @Property("Password of the key; left out, it has none.")
        Optional<Secret> password) {

    /** Checks that they go together. */
    public UpstreamTls {
        if (certificate.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException(
                    "tls: " + (key.isPresent() ? "key" : "certificate") + " alone (expected: certificate and key)");
        }
    }
}
