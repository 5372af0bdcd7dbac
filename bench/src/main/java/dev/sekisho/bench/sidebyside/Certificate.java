package dev.sekisho.bench.sidebyside;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;

/**
 * The self-signed certificate (ECDSA, P-256) that every proxy shows, as the files that they read.
 *
 * @param chain PEM file with the certificate
 * @param key PEM file with its key
 * @param both PEM file with certificate and key, as HAProxy wants it
 * @param opensslClient OpenSSL's settings for clients: TLS 1.3 with {@link Wire#SUITE} only
 * @param opensslNoTickets OpenSSL's settings for servers that give no tickets
 * @param bundle the same for programs in Java
 * @param clientCa PEM file with the authority whose certificates clients show where they are asked to
 * @param client a certificate of it, for programs in Java
 */
record Certificate(
        Path chain,
        Path key,
        Path both,
        Path opensslClient,
        Path opensslNoTickets,
        X509Bundle bundle,
        Path clientCa,
        X509Bundle client) {

    /** The host that it names. */
    static final String HOST = "bench.test";

    /** What OpenSSL takes from the file that the environment names, for settings that a program has no options for. */
    private static final String OPENSSL = """
            openssl_conf = bench
            [bench]
            ssl_conf = ssl
            [ssl]
            system_default = tls
            [tls]
            %s
            """;

    private static final String CLIENT = "MinProtocol = TLSv1.3\nCiphersuites = " + Wire.SUITE;

    /** Without it OpenSSL gives tickets that it would not take back. */
    private static final String NO_TICKETS = "NumTickets = 0";

    /** Makes one, and writes its files into a directory that only this user can read. */
    static Certificate create(Path directory) throws IOException {
        try {
            X509Bundle bundle = new CertificateBuilder()
                    .ecp256()
                    .subject("CN=" + HOST)
                    .addSanDnsName(HOST)
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned();
            X509Bundle authority = new CertificateBuilder()
                    .ecp256()
                    .subject("CN=clients")
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned();
            X509Bundle client = new CertificateBuilder()
                    .ecp256()
                    .subject("CN=client")
                    .addSanDnsName("client." + HOST)
                    .buildIssuedBy(authority);
            String chain = bundle.getCertificatePEM();
            String key = bundle.getPrivateKeyPEM();
            return new Certificate(
                    Files.writeString(directory.resolve("cert.pem"), chain),
                    Files.writeString(directory.resolve("key.pem"), key),
                    Files.writeString(directory.resolve("both.pem"), chain + "\n" + key),
                    Files.writeString(directory.resolve("client.cnf"), OPENSSL.formatted(CLIENT)),
                    Files.writeString(directory.resolve("no-tickets.cnf"), OPENSSL.formatted(NO_TICKETS)),
                    bundle,
                    Files.writeString(directory.resolve("client-ca.pem"), authority.getCertificatePEM()),
                    client);
        } catch (Exception e) { // the builder declares this type
            throw new IOException("no certificate could be made: " + e, e);
        }
    }

    /** What clients of the JDK need, with a store of sessions of its own; shows a certificate where it is asked to. */
    SSLContext clientContext() throws IOException {
        try {
            KeyManager[] keys = client.toKeyManagerFactory().getKeyManagers();
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(keys, bundle.toTrustManagerFactory().getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("the JDK has no TLS 1.3: " + e, e);
        }
    }
}
