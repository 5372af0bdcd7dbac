package dev.sekisho.dataplane.listener.tls;

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
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;

/**
 * Who a client is by its certificate. Immutable, thread-safe.
 *
 * @param subject distinguished name, RFC 2253
 * @param dnsNames host names of its subjectAltName
 * @param uris URIs of it, a SPIFFE ID among them
 * @param fingerprint SHA-256 of the certificate, hexadecimal
 */
public record ClientIdentity(String subject, List<String> dnsNames, List<String> uris, String fingerprint) {

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
            ClientIdentity identity = new ClientIdentity(
                    certificate.getSubjectX500Principal().getName(X500Principal.RFC2253),
                    names(certificate, DNS),
                    names(certificate, URI),
                    HexFormat.of().formatHex(hash));
            identity.check();
            return identity;
        } catch (CertificateParsingException | CertificateEncodingException | NoSuchAlgorithmException e) {
            throw new IllegalArgumentException("certificate: " + e.getMessage(), e);
        }
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
        Stream.concat(Stream.of(subject), Stream.concat(dnsNames.stream(), uris.stream()))
                .filter(name -> name.chars().anyMatch(c -> c < ' ' || c == 0x7f))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException("certificate: a control character in a name (expected: none)");
                });
    }

    /** As Envoy writes it in X-Forwarded-Client-Cert. */
    public String forwarded() {
        StringBuilder text = new StringBuilder("Hash=").append(fingerprint);
        text.append(";Subject=").append(quoted(subject));
        uris.forEach(uri -> text.append(";URI=").append(value(uri)));
        dnsNames.forEach(dns -> text.append(";DNS=").append(value(dns)));
        return ascii(text);
    }

    /** Other characters as RFC 4514 section 2.4 escapes their bytes, since a field value is ASCII. */
    private static String ascii(CharSequence text) {
        StringBuilder out = new StringBuilder(text.length());
        for (byte b : text.toString().getBytes(StandardCharsets.UTF_8)) {
            if (b < 0) {
                out.append('\\').append(HexFormat.of().toHexDigits(b));
            } else {
                out.append((char) b);
            }
        }
        return out.toString();
    }

    private static String value(String text) {
        return text.matches("[A-Za-z0-9:/._~*-]+") ? text : quoted(text);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
