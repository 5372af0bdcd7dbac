package dev.sekisho.tls.ocsp;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;

/**
 * A question for the state of one certificate (RFC 6960 section 4.1), as RFC 5019 section 2.1 has it: SHA-1 names the issuer,
 * no nonce, not signed. SHA-1 protects nothing here.
 */
final class OcspRequest {

    private static final byte[] SHA1 = {0x06, 0x05, 0x2b, 0x0e, 0x03, 0x02, 0x1a}; // 1.3.14.3.2.26
    private static final byte[] NULL = {0x05, 0x00};
    private static final String ACCESS = "1.3.6.1.5.5.7.1.1"; // RFC 5280 section 4.2.2.1
    private static final byte[] OCSP = {0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x01}; // 1.3.6.1.5.5.7.48.1
    private static final int URI_NAME = 0x86;

    private OcspRequest() {}

    /** The question about a certificate of an issuer, in DER. */
    static byte[] about(X509Certificate certificate, X509Certificate issuer) throws IOException {
        byte[] name = sha1(certificate.getIssuerX500Principal().getEncoded());
        byte[] id = Der.of(
                Der.SEQUENCE,
                Der.of(Der.SEQUENCE, SHA1, NULL),
                Der.of(Der.OCTET_STRING, name),
                Der.of(Der.OCTET_STRING, sha1(key(issuer))),
                Der.of(Der.INTEGER, certificate.getSerialNumber().toByteArray()));
        byte[] requests = Der.of(Der.SEQUENCE, Der.of(Der.SEQUENCE, id));
        return Der.of(Der.SEQUENCE, Der.of(Der.SEQUENCE, requests));
    }

    /** The bits of the public key without their wrapping. */
    private static byte[] key(X509Certificate certificate) throws IOException {
        Der info = new Der(certificate.getPublicKey().getEncoded()).enter(Der.SEQUENCE);
        info.enter(Der.SEQUENCE);
        byte[] bits = info.enter(Der.BIT_STRING).rest();
        if (bits.length == 0) {
            throw new IOException("public key: empty (expected: bits)");
        }
        return Arrays.copyOfRange(bits, 1, bits.length);
    }

    private static byte[] sha1(byte[] bytes) throws IOException {
        try {
            return MessageDigest.getInstance("SHA-1").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** Where to ask, as the certificate says (Authority Information Access); empty where it says nothing. */
    static Optional<URI> responder(X509Certificate certificate) throws IOException {
        byte[] extension = certificate.getExtensionValue(ACCESS);
        return extension == null ? Optional.empty() : responder(extension);
    }

    /** The same of the value of the extension, an OCTET STRING. */
    static Optional<URI> responder(byte[] extension) throws IOException {
        Der all = new Der(new Der(extension).enter(Der.OCTET_STRING).rest()).enter(Der.SEQUENCE);
        while (all.hasMore()) {
            Der one = all.enter(Der.SEQUENCE);
            boolean ocsp = Arrays.equals(one.enter(Der.OID).rest(), OCSP);
            if (ocsp && one.isNext(URI_NAME)) {
                String text = new String(one.enter(URI_NAME).rest(), StandardCharsets.US_ASCII);
                try {
                    return Optional.of(URI.create(text));
                } catch (IllegalArgumentException e) {
                    throw new IOException("OCSP responder: no URL (expected: http:// or https://)", e);
                }
            }
        }
        return Optional.empty();
    }
}
