package dev.sekisho.bench.sidebyside;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;

/**
 * The self-signed certificate (ECDSA, P-256) that every proxy shows, as the files that they read.
 *
 * @param chain PEM file with the certificate
 * @param key PEM file with its key
 * @param both PEM file with certificate and key, as HAProxy wants it
 * @param opensslConf configuration that lets any program with OpenSSL speak TLS 1.3 with {@link Wire#SUITE} only
 * @param bundle the same for programs in Java
 */
record Certificate(Path chain, Path key, Path both, Path opensslConf, X509Bundle bundle) {

    /** The host that it names. */
    static final String HOST = "bench.test";

    /** Programs have no options for it; all of OpenSSL's settings that clients do not make come from here. */
    private static final String OPENSSL = """
            openssl_conf = bench
            [bench]
            ssl_conf = ssl
            [ssl]
            system_default = tls
            [tls]
            MinProtocol = TLSv1.3
            Ciphersuites = %s
            """;

    /** Makes one, and writes its files into a directory that only this user can read. */
    static Certificate create(Path directory) throws IOException {
        try {
            X509Bundle bundle = new CertificateBuilder()
                    .ecp256()
                    .subject("CN=" + HOST)
                    .addSanDnsName(HOST)
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned();
            String chain = bundle.getCertificatePEM();
            String key = bundle.getPrivateKeyPEM();
            return new Certificate(
                    Files.writeString(directory.resolve("cert.pem"), chain),
                    Files.writeString(directory.resolve("key.pem"), key),
                    Files.writeString(directory.resolve("both.pem"), chain + "\n" + key),
                    Files.writeString(directory.resolve("openssl.cnf"), OPENSSL.formatted(Wire.SUITE)),
                    bundle);
        } catch (Exception e) { // the builder declares this type
            throw new IOException("no certificate could be made: " + e, e);
        }
    }

    /** What clients of the JDK need, with a store of sessions of its own. */
    SSLContext clientContext() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(null, bundle.toTrustManagerFactory().getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("the JDK has no TLS 1.3: " + e, e);
        }
    }
}
