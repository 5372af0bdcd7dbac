package dev.sekisho.policy.mtls;

import dev.sekisho.dataplane.identity.ClientIdentity;
import dev.sekisho.model.ConsumerCertificate;
import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** What certificates must be like. Immutable, thread-safe. */
final class Pattern {

    private static final String SPIFFE = "spiffe://";

    private final List<Part> parts = new ArrayList<>();

    /** A glob, and what it is compared with; one of several fits. */
    private record Part(Glob glob, Function<ClientIdentity, List<String>> names) {}

    private Pattern() {}

    /**
     * That of an entry of {@code allow}.
     *
     * @throws IllegalArgumentException where it describes nothing, or nothing that a certificate could have
     */
    static Pattern of(MtlsConfig.Allowed config) {
        Pattern pattern = new Pattern();
        pattern.add("spiffe", config.spiffe().map(Pattern::spiffe), who -> given(who.spiffe()));
        pattern.add("uri", config.uri(), ClientIdentity::uris);
        pattern.add("dns", config.dns().map(Pattern::host), Names::hosts);
        pattern.add("commonName", config.commonName(), who -> given(who.commonName()));
        pattern.add("subject", config.subject(), who -> given(who.subject()));
        pattern.add("fingerprint", config.fingerprint().map(Pattern::fingerprint), who -> List.of(who.fingerprint()));
        if (pattern.parts.isEmpty()) {
            throw new IllegalArgumentException("allow: an entry without names (expected: one of spiffe, uri, dns,"
                    + " commonName, subject and fingerprint)");
        }
        return pattern;
    }

    private void add(String name, Optional<String> text, Function<ClientIdentity, List<String>> names) {
        text.ifPresent(given -> parts.add(new Part(Glob.of("allow." + name, given), names)));
    }

    /** No name, or that one. */
    private static List<String> given(String name) {
        return name.isEmpty() ? List.of() : List.of(name);
    }

    private static String spiffe(String text) {
        if (!text.startsWith(SPIFFE) && !text.startsWith("*")) {
            throw wrong("spiffe", text, "spiffe:// at its beginning");
        }
        return text;
    }

    private static String host(String text) {
        if (text.chars().anyMatch(c -> c <= ' ' || c >= 0x7F)) {
            throw wrong("dns", text, "ASCII, as certificates have it: xn--… for other letters");
        }
        return text.toLowerCase(Locale.ROOT);
    }

    private static String fingerprint(String text) {
        if (!ConsumerCertificate.isFingerprint(text)) {
            throw wrong("fingerprint", text, "64 hexadecimal digits, SHA-256");
        }
        return ConsumerCertificate.fingerprint(text);
    }

    private static IllegalArgumentException wrong(String name, String text, String expected) {
        return new IllegalArgumentException(
                "allow." + name + ": " + FieldNames.printable(text) + " (expected: " + expected + ")");
    }

    /** Whether a certificate is like that. */
    boolean describes(ClientIdentity certificate) {
        return parts.stream()
                .allMatch(part -> part.names().apply(certificate).stream()
                        .anyMatch(name -> part.glob().matches(name)));
    }
}
