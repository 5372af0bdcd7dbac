package dev.sekisho.blackbox;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens with a shared secret (RFC 7515 appendix A.1). */
final class Hs256 {

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private Hs256() {}

    /** A token with these claims. */
    static String token(String secret, String claims) {
        try {
            String signed = part("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + part(claims);
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HMAC"));
            return signed + "." + BASE64.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A token of an issuer that ends so many seconds from now. */
    static String token(String secret, String issuer, long seconds) {
        long end = System.currentTimeMillis() / 1000 + seconds;
        return token(secret, "{\"iss\":\"" + issuer + "\",\"exp\":" + end + "}");
    }

    private static String part(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
