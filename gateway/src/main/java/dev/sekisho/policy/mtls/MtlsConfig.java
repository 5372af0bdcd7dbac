package dev.sekisho.policy.mtls;

import dev.sekisho.model.Property;
import java.util.List;
import java.util.Optional;

/** Settings of the {@code mtls} policy. */
public record MtlsConfig(
        @Property(
                value =
                        "Which name of the certificate says who the client is, the first of these that it has. None given: spiffe, dns, commonName.",
                example = "[spiffe, dns]")
        List<Name> identity,

        @Property(
                "Certificates that may ask: one of these must describe the certificate. None given: every one that the listener lets in.")
        List<Allowed> allow,

        @Property(
                value =
                        "Whether the certificate must be that of a consumer: by consumers.certificates, or else by a consumer of the same name.",
                defaultValue = "false")
        boolean consumers,

        @Property(
                value =
                        "Name of the consumer as whom requests without a certificate pass. None given: they are refused. A wrong certificate is refused in any case.",
                example = "guest")
        Optional<String> anonymous,

        @Property(value = "Realm of the challenge in refusals.", defaultValue = "api", example = "shop")
        String realm) {

    /** Takes copies. */
    public MtlsConfig {
        identity = List.copyOf(identity);
        allow = List.copyOf(allow);
    }

    /** A name of a certificate. */
    public enum Name {
        /** Its SPIFFE ID. */
        SPIFFE("spiffe"),
        /** The first URI of its subjectAltName. */
        URI("uri"),
        /** The first host name of its subjectAltName, in lower case. */
        DNS("dns"),
        /** CN of its subject. */
        COMMON_NAME("commonName"),
        /** Its subject. */
        SUBJECT("subject"),
        /** Its SHA-256. */
        FINGERPRINT("fingerprint");

        private final String text;

        Name(String text) {
            this.text = text;
        }

        /** As it is written in configurations. */
        @Override
        public String toString() {
            return text;
        }
    }

    /** What a certificate must be like; all that is given must hold. */
    public record Allowed(
            @Property(
                    value =
                            "Its SPIFFE ID: exact, or with one * at the beginning or the end, as in the others but fingerprint.",
                    example = "spiffe://example.com/ns/shop/*")
            Optional<String> spiffe,

            @Property("A URI of its subjectAltName.") Optional<String> uri,

            @Property(value = "A host name of its subjectAltName.", example = "\"*.shop.example.com\"")
            Optional<String> dns,

            @Property("CN of its subject.") Optional<String> commonName,

            @Property(value = "Its subject (RFC 2253).", example = "\"*,O=Shop\"")
            Optional<String> subject,

            @Property("Its SHA-256, 64 hexadecimal digits.") Optional<String> fingerprint) {}
}
