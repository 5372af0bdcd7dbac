package dev.sekisho.model;

import java.util.Optional;

/** How connections to targets are encrypted. */
public record UpstreamTls(
        @Property(value = "Whether the certificate must be good, and name the server.", defaultValue = "true")
        boolean verify,

        @Property(
                "PEM file with the authorities that are trusted, or their text itself; left out, those of the Java runtime.")
        Optional<String> ca,

        @Property("Name that is asked for (SNI) and must stand in the certificate; left out, the host of the target.")
        Optional<String> serverName,

        @Property("PEM file with a certificate to show to the server, or its text itself; left out, none is shown.")
        Optional<String> certificate,

        @Property("PEM file with the key of that certificate; either this or keyPem.")
        Optional<String> key,

        @Property("The key of that certificate itself, in PEM, such as ${env:CLIENT_KEY}.")
        Optional<Secret> keyPem,

        @Property("Password of the key; left out, it has none.")
        Optional<Secret> password,

        @Property(
                value = "Whether the server is told which name is asked for (SNI); false needs verify: false.",
                defaultValue = "true")
        boolean sni) {

    /** Checks that they go together. */
    public UpstreamTls {
        boolean keyed = key.isPresent() || keyPem.isPresent();
        if (certificate.isPresent() != keyed) {
            throw new IllegalArgumentException(
                    "tls: " + (keyed ? "key" : "certificate") + " alone (expected: certificate and key)");
        }
        if (key.isPresent() && keyPem.isPresent()) {
            throw new IllegalArgumentException("tls: key and keyPem (expected: one of them)");
        }
        if (verify && !sni) {
            throw new IllegalArgumentException(
                    "tls: sni: false (expected: only with verify: false; a certificate is verified for the name that was asked for)");
        }
    }

    /** With the name told to the server. */
    public UpstreamTls(
            boolean verify,
            Optional<String> ca,
            Optional<String> serverName,
            Optional<String> certificate,
            Optional<String> key,
            Optional<Secret> keyPem,
            Optional<Secret> password) {
        this(verify, ca, serverName, certificate, key, keyPem, password, true);
    }

    /** With the key in a file, where there is one. */
    public UpstreamTls(
            boolean verify,
            Optional<String> ca,
            Optional<String> serverName,
            Optional<String> certificate,
            Optional<String> key,
            Optional<Secret> password) {
        this(verify, ca, serverName, certificate, key, Optional.empty(), password, true);
    }

    /** The file with the private key, or the key itself in PEM, where there is a certificate; must not be shown. */
    public Optional<String> privateKey() {
        return key.or(() -> keyPem.map(Secret::reveal));
    }
}
