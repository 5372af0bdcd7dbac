package dev.sekisho.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a private key is that of a certificate: while files are replaced, one may be new and the other old, and not every
 * provider of TLS looks. Keys with a password are not looked at.
 */
final class KeyMatch {

    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private KeyMatch() {}

    static void check(X509Certificate certificate, String file, byte[] pem) throws IOException {
        Matcher found = PKCS8.matcher(new String(pem, StandardCharsets.US_ASCII));
        if (found.find() && !fits(certificate.getPublicKey(), found.group(1))) {
            throw new IOException("key: " + file + " (expected: the private key of the certificate of "
                    + certificate.getSubjectX500Principal().getName() + ", serial "
                    + certificate.getSerialNumber().toString(16) + ")");
        }
    }

    private static boolean fits(PublicKey known, String text) {
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(text);
            PrivateKey key =
                    KeyFactory.getInstance(known.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            Signature signature = Signature.getInstance(algorithm(known.getAlgorithm()));
            byte[] message = "sekisho".getBytes(StandardCharsets.US_ASCII);
            signature.initSign(key);
            signature.update(message);
            byte[] signed = signature.sign();
            signature.initVerify(known);
            signature.update(message);
            return signature.verify(signed);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false; // of another kind, or broken
        }
    }

    private static String algorithm(String key) {
        return switch (key) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key; // EdDSA
        };
    }
}
