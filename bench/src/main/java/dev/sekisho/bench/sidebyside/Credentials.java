package dev.sekisho.bench.sidebyside;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/**
 * What clients show, and the files by which proxies know that it is good.
 *
 * @param basic value of Authorization with user name and password
 * @param htpasswd file with the user and the password's hash
 * @param token signed with RS256 and a key of 2048 bits
 * @param jwks file with the public key as a JWK set
 * @param publicKey file with the public key in PEM
 * @param signature over {@code signed}, of that key
 * @param signed the token without its signature
 * @param key the public key
 */
record Credentials(
        String basic,
        Path htpasswd,
        String token,
        Path jwks,
        Path publicKey,
        byte[] signature,
        byte[] signed,
        PublicKey key) {

    /** Who issues the token. */
    static final String ISSUER = "https://issuer.bench.test";

    private static final String USER = "bench";
    private static final String PASSWORD = "not a secret";
    private static final int KEY_BITS = 2048;
    private static final long DAY_SECONDS = 86_400;
    private static final Base64.Encoder BASE64 = Base64.getEncoder();
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    /** Makes them, and writes their files. */
    static Credentials create(Path directory) throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS);
            return create(directory, generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IOException("no token could be made: " + e, e);
        }
    }

    private static Credentials create(Path directory, KeyPair keys) throws IOException, GeneralSecurityException {
        byte[] signed = unsignedToken();
        Signature signer = Signature.getInstance("SHA256withRSA");
        signer.initSign(keys.getPrivate());
        signer.update(signed);
        byte[] signature = signer.sign();
        byte[] hash = MessageDigest.getInstance("SHA-1").digest(bytes(PASSWORD));
        String user = USER + ":{SHA}" + BASE64.encodeToString(hash) + "\n";
        return new Credentials(
                "Basic " + BASE64.encodeToString(bytes(USER + ":" + PASSWORD)),
                Files.writeString(directory.resolve("htpasswd"), user),
                new String(signed, StandardCharsets.US_ASCII) + "." + BASE64URL.encodeToString(signature),
                Files.writeString(directory.resolve("jwks.json"), jwks((RSAPublicKey) keys.getPublic())),
                Files.writeString(directory.resolve("public.pem"), pem(keys.getPublic())),
                signature,
                signed,
                keys.getPublic());
    }

    private static byte[] unsignedToken() {
        String header = "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"bench\"}";
        String claims = """
                {"iss":"%s","sub":"user-1","aud":"bench","scope":"read write","email":"user-1@bench.test","exp":%d}""".formatted(ISSUER, Instant.now().getEpochSecond() + DAY_SECONDS);
        return bytes(BASE64URL.encodeToString(bytes(header)) + "." + BASE64URL.encodeToString(bytes(claims)));
    }

    private static String jwks(RSAPublicKey key) {
        return """
                {"keys":[{"kty":"RSA","use":"sig","alg":"RS256","kid":"bench","n":"%s","e":"%s"}]}""".formatted(unsigned(key.getModulus()), unsigned(key.getPublicExponent()));
    }

    /** RFC 7518 section 2: Base64urlUInt. */
    private static String unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int from = bytes[0] == 0 ? 1 : 0;
        return BASE64URL.encodeToString(Arrays.copyOfRange(bytes, from, bytes.length));
    }

    private static String pem(PublicKey key) {
        String text = Base64.getMimeEncoder(64, bytes("\n")).encodeToString(key.getEncoded());
        return "-----BEGIN PUBLIC KEY-----\n" + text + "\n-----END PUBLIC KEY-----\n";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
