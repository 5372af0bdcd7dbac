package dev.sekisho.policy.hmac;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/** OpenSSL's HMAC with SHA-256, which shares no code with Java's. */
final class OpenSslHmac {

    private OpenSslHmac() {}

    static boolean isThere() throws InterruptedException {
        try {
            return new ProcessBuilder("openssl", "version")
                    .redirectErrorStream(true)
                    .start()
                    .waitFor(10, TimeUnit.SECONDS);
        } catch (IOException e) {
            return false;
        }
    }

    /** The signature in base64. */
    static String sign(String secret, String text) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("openssl", "dgst", "-sha256", "-hmac", secret, "-binary").start();
        try (var out = process.getOutputStream()) {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        }
        byte[] hash = process.getInputStream().readAllBytes();
        if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(
                    "openssl: " + new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
        }
        return Base64.getEncoder().encodeToString(hash);
    }
}
