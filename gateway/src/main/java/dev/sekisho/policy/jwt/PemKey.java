package dev.sekisho.policy.jwt;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a public key in PEM (RFC 7468): as such, or in a certificate. */
final class PemKey {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN (PUBLIC KEY|CERTIFICATE)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

    private static final List<String> KINDS = List.of("RSA", "EC", "EdDSA");

    private PemKey() {}

    /**
     * The key.
     *
     * @throws IllegalArgumentException where the text holds none
     */
    static PublicKey parse(String text) {
        Matcher block = BLOCK.matcher(text);
        if (!block.find()) {
            throw new IllegalArgumentException("no PEM (expected: -----BEGIN PUBLIC KEY----- or a certificate)");
        }
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(block.group(2).getBytes(StandardCharsets.US_ASCII));
            return block.group(1).equals("CERTIFICATE") ? certified(bytes) : key(bytes);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("PEM without a key that can be read (expected: RSA, EC or EdDSA)", e);
        }
    }

    private static PublicKey certified(byte[] bytes) throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(bytes))
                .getPublicKey();
    }

    private static PublicKey key(byte[] bytes) throws GeneralSecurityException {
        GeneralSecurityException last = new GeneralSecurityException("kind of key");
        for (String kind : KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(bytes));
            } catch (GeneralSecurityException e) {
                last = e;
            }
        }
        throw last;
    }
}
