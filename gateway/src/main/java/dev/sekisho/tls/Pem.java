package dev.sekisho.tls;

import dev.sekisho.model.Secret;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CRL;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Reads files of certificates and lists of revoked ones. Errors say which file, what is wrong with it, and what would do. */
final class Pem {

    private static final int MAX = 4 << 20; // bytes of a file

    private static final String BEGIN = "-----BEGIN ";

    private Pem() {}

    /** Whether it is PEM itself, and no file that holds it. */
    static boolean isText(String source) {
        return source.startsWith(BEGIN);
    }

    /** What messages call it: a key that stands in the configuration must not be shown. */
    static String shown(String source) {
        return isText(source) ? "the text of the configuration" : source;
    }

    /** The bytes of a file, or of PEM that stands for itself. */
    static byte[] bytes(String what, String file) throws IOException {
        if (isText(file)) {
            return file.getBytes(StandardCharsets.US_ASCII);
        }
        Path path = Path.of(file);
        try {
            if (Files.size(path) > MAX) {
                throw new IOException(
                        what + ": " + file + " has " + Files.size(path) + " bytes (expected: at most " + MAX + ")");
            }
            return Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            throw new IOException(what + ": " + file + " (expected: a file that exists)", e);
        }
    }

    /** The certificates of a file, at least one. */
    static List<X509Certificate> certificates(String what, String file) throws IOException {
        try (InputStream in = new ByteArrayInputStream(bytes(what, file))) {
            Collection<? extends Certificate> all =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            List<X509Certificate> found = all.stream()
                    .filter(X509Certificate.class::isInstance)
                    .map(X509Certificate.class::cast)
                    .toList();
            if (found.isEmpty()) {
                throw new IOException(what + ": " + shown(file) + " (expected: certificates in PEM)");
            }
            return found;
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    what + ": " + shown(file) + ": " + e.getMessage() + " (expected: certificates in PEM)", e);
        }
    }

    static Collection<? extends CRL> revoked(String file) throws IOException {
        try (InputStream in = new ByteArrayInputStream(bytes("crl", file))) {
            Collection<? extends CRL> all =
                    CertificateFactory.getInstance("X.509").generateCRLs(in);
            if (all.isEmpty()) {
                throw new IOException("crl: " + file + " (expected: lists of revoked certificates)");
            }
            return all;
        } catch (GeneralSecurityException e) {
            throw new IOException("crl: " + file + ": " + e.getMessage(), e);
        }
    }

    /** A private key in the form that is read. */
    static byte[] key(String key) throws IOException {
        return KeyForms.pkcs8(bytes("key", key));
    }

    /** A builder for a server with that certificate. */
    static SslContextBuilder server(String certificate, String key, Optional<Secret> password) throws IOException {
        KeyMatch.check(certificates("certificate", certificate).getFirst(), shown(key), key(key));
        try (InputStream chain = new ByteArrayInputStream(bytes("certificate", certificate));
                InputStream secret = new ByteArrayInputStream(key(key))) {
            return SslContextBuilder.forServer(
                    chain, secret, password.map(Secret::reveal).orElse(null));
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "key: " + shown(key) + " (expected: the private key of " + shown(certificate) + " in PEM)", e);
        }
    }
}
