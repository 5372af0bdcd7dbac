package dev.sekisho.dataplane.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/**
 * Who a client is by its certificate, which was verified. Immutable, thread-safe.
 *
 * @param subject distinguished name, RFC 2253
 * @param commonName CN of the subject; empty where it has none
 * @param dnsNames host names of the subjectAltName
 * @param uris URIs of it, a SPIFFE ID among them
 * @param fingerprint SHA-256 of the certificate, hexadecimal
 */
public record ClientIdentity(
        String subject, String commonName, List<String> dnsNames, List<String> uris, String fingerprint) {

    private static final int DNS = 2; // RFC 5280 section 4.2.1.6
    private static final int URI = 6;

    /**
     * Of a certificate.
     *
     * @throws IllegalArgumentException where it cannot be read, or holds a control character in a name
     */
    public static ClientIdentity of(X509Certificate certificate) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            String subject = certificate.getSubjectX500Principal().getName(X500Principal.RFC2253);
            ClientIdentity identity = new ClientIdentity(
                    subject,
                    commonName(subject),
                    names(certificate, DNS),
                    names(certificate, URI),
                    HexFormat.of().formatHex(hash));
            identity.check();
            return identity;
        } catch (CertificateParsingException
                | CertificateEncodingException
                | NoSuchAlgorithmException
                | InvalidNameException e) {
            throw new IllegalArgumentException("certificate: " + e.getMessage(), e);
        }
    }

    private static String commonName(String subject) throws InvalidNameException {
        List<Rdn> parts = new LdapName(subject).getRdns(); // the last one is written first
        for (int i = parts.size() - 1; i >= 0; i--) {
            if (parts.get(i).getType().equalsIgnoreCase("CN") && parts.get(i).getValue() instanceof String name) {
                return name;
            }
        }
        return "";
    }

    private static List<String> names(X509Certificate certificate, int type) throws CertificateParsingException {
        Collection<List<?>> all = certificate.getSubjectAlternativeNames();
        List<String> found = new ArrayList<>();
        for (List<?> name : all == null ? List.<List<?>>of() : all) {
            if (name.get(0).equals(type) && name.get(1) instanceof String text) {
                found.add(text);
            }
        }
        return List.copyOf(found);
    }

    /** A NUL in a name once made servers take one for another; no such name is any good. */
    private void check() {
        Stream.concat(Stream.of(subject, commonName), Stream.concat(dnsNames.stream(), uris.stream()))
                .filter(name -> name.chars().anyMatch(c -> c < ' ' || c == 0x7f))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException("certificate: a control character in a name (expected: none)");
                });
    }

    /** The SPIFFE ID: the only URI of the certificate (X.509-SVID section 2); empty where it has none. */
    public String spiffe() {
        boolean one =
                uris.size() == 1 && uris.getFirst().toLowerCase(Locale.ROOT).startsWith("spiffe://");
        return one ? uris.getFirst() : "";
    }

    /**
     * As an element of X-Forwarded-Client-Cert (Envoy, "HTTP header manipulation"). What that grammar escapes only in part,
     * quotation mark and backslash, stands as RFC 4514 section 2.4 or RFC 3986 section 2.1 write their bytes, so that no
     * value ends early for any reader.
     *
     * @param by URIs of the certificate that the gateway has shown
     */
    public String forwarded(List<String> by) {
        StringBuilder text = new StringBuilder();
        by.forEach(uri -> text.append("By=").append(value(uri)).append(';'));
        text.append("Hash=").append(fingerprint);
        text.append(";Subject=\"")
                .append(ascii(subject).replace("\\\\", "\\5c").replace("\\\"", "\\22"))
                .append('"');
        uris.forEach(uri -> text.append(";URI=").append(value(uri)));
        dnsNames.forEach(dns -> text.append(";DNS=").append(value(dns)));
        return text.toString();
    }

    /** Other characters as RFC 4514 section 2.4 escapes their bytes, since a field value is ASCII. */
    public static String ascii(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b < 0) {
                out.append('\\').append(HexFormat.of().toHexDigits(b));
            } else {
                out.append((char) b);
            }
        }
        return out.toString();
    }

    private static String value(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b <= ' ' || b == '"' || b == '\\') { // negative beyond ASCII
                out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            } else {
                out.append((char) b);
            }
        }
        return out.chars().anyMatch(c -> c == ',' || c == ';' || c == '=')
                ? '"' + out.toString() + '"'
                : out.toString();
    }
}
