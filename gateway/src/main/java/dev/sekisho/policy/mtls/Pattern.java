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
import java.util.regex.Matcher;

/** What certificates must be like. Immutable, thread-safe. */
final class Pattern {

    private static final String SPIFFE = "spiffe://";
    private static final java.util.regex.Pattern ESCAPED = java.util.regex.Pattern.compile("\\\\([^0-9A-Fa-f])");

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
        pattern.add("subject", config.subject().map(Pattern::subject), who -> given(unambiguous(who.subject())));
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
        boolean open = text.endsWith("*") && text.length() > SPIFFE.length() + 1;
        if (open && text.startsWith(SPIFFE) && text.indexOf('/', SPIFFE.length()) < 0) {
            throw wrong("spiffe", text, "a slash behind the trust domain, or longer ones fit too");
        }
        return text;
    }

    private static String subject(String text) {
        if (text.length() > 1 && text.startsWith("*") && text.charAt(1) != ',') {
            throw wrong("subject", text, "a comma behind the * at its beginning, or the end of any value fits too");
        }
        return unambiguous(text);
    }

    /**
     * With hexadecimal pairs (RFC 2253 section 2.4) for characters behind a backslash: a comma within a value, which the
     * owner of a certificate may have chosen, is then none that could begin the next part of the name.
     */
    private static String unambiguous(String subject) {
        return ESCAPED.matcher(subject)
                .replaceAll(found -> Matcher.quoteReplacement(String.format(
                        Locale.ROOT, "\\%02X", (int) found.group(1).charAt(0))));
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
