package dev.sekisho.policy.introspection;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a private key in PEM (RFC 7468 section 10). Messages hold nothing of it. */
final class PrivatePem {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]*)-----END PRIVATE KEY-----");
    private static final List<String> KINDS = List.of("RSA", "EC");

    private PrivatePem() {}

    /**
     * The key.
     *
     * @throws IllegalArgumentException where the text holds none
     */
    static PrivateKey parse(String text) {
        Matcher block = BLOCK.matcher(text);
        if (!block.find()) {
            throw new IllegalArgumentException(
                    "client.key: no PEM of a private key (expected: PKCS #8, -----BEGIN PRIVATE KEY-----)");
        }
        for (String kind : KINDS) {
            try {
                byte[] bytes = Base64.getMimeDecoder().decode(block.group(1).getBytes(StandardCharsets.US_ASCII));
                return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(bytes));
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                continue; // of another kind, or none; the cause might repeat parts of it
            }
        }
        throw new IllegalArgumentException("client.key: a key that cannot be read (expected: RSA or EC)");
    }
}
