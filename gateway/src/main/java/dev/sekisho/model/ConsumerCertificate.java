package dev.sekisho.model;

import java.util.Locale;
import java.util.Optional;

/** A certificate of a consumer, by one of its names; the listener has verified who signed it. */
public record ConsumerCertificate(
        @Property(
                value =
                        "Distinguished name of its subject (RFC 2253), the last part first, as openssl -nameopt RFC2253 prints it.",
                example = "CN=till,O=Shop")
        Optional<String> subject,

        @Property(
                value = "Host name or URI of its subjectAltName, unique among consumers.",
                example = "spiffe://example.com/till")
        Optional<String> san,

        @Property("SHA-256 of the certificate itself, hexadecimal, with or without colons.")
        Optional<String> fingerprint) {

    /** Whether that is a SHA-256 in hexadecimal digits, with a colon behind each pair or without any. */
    public static boolean isFingerprint(String text) {
        return text.matches("[0-9a-fA-F]{64}|[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){31}");
    }

    /** A fingerprint without colons, in lower case. */
    public static String fingerprint(String text) {
        return text.replace(":", "").toLowerCase(Locale.ROOT);
    }

    /** The name that is given, in the form that is compared: host names and hashes in lower case. */
    public String normal() {
        return fingerprint
                .map(ConsumerCertificate::fingerprint)
                .or(() -> san.map(ConsumerCertificate::alternative))
                .or(() -> subject)
                .orElse("");
    }

    /** Only of host names case has no meaning (RFC 5280 section 7.2). */
    private static String alternative(String name) {
        return name.indexOf(':') < 0 ? name.toLowerCase(Locale.ROOT) : name;
    }
}
