package dev.sekisho.blackbox;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** An authority of this test, and what it signs, as files and as Java's TLS takes it. */
final class Pki {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path folder;
    private final X509Bundle authority;
    private int serial = 1;

    Pki(Path folder) throws Exception {
        this.folder = folder;
        this.authority = new CertificateBuilder()
                .ecp256()
                .subject("CN=authority")
                .setIsCertificateAuthority(true)
                .setKeyUsage(true, CertificateBuilder.KeyUsage.keyCertSign, CertificateBuilder.KeyUsage.cRLSign)
                .buildSelfSigned();
        Files.writeString(folder.resolve("ca.pem"), authority.getCertificatePEM());
    }

    X509Bundle authority() {
        return authority;
    }

    /** The file with the authority's certificate. */
    Path ca() {
        return folder.resolve("ca.pem");
    }

    /** Signs a certificate for these hosts. */
    X509Bundle issue(String subject, String... hosts) throws Exception {
        CertificateBuilder builder =
                new CertificateBuilder().ecp256().subject("CN=" + subject).serial(BigInteger.valueOf(++serial));
        for (String host : hosts) {
            if (host.contains("://")) {
                builder.addSanUriName(host);
            } else {
                builder.addSanDnsName(host);
            }
        }
        return builder.buildIssuedBy(authority);
    }

    /** Writes it as YAML names it. */
    String files(String name, X509Bundle bundle) throws IOException {
        Path chain = folder.resolve(name + ".pem");
        Path key = folder.resolve(name + ".key");
        Files.writeString(key, bundle.getPrivateKeyPEM());
        Files.writeString(chain, bundle.getCertificatePathPEM());
        return "certificate: \"" + chain + "\", key: \"" + key + "\"";
    }

    /** Trusts the authority, and shows a certificate to servers. */
    SSLContext context(X509Bundle... own) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", authority.getCertificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(own.length == 0 ? null : own[0].toKeyStore(PASSWORD), PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), new SecureRandom());
        return context;
    }

    /** A connection to that host whose handshake is still to come. */
    static SSLSocket unconnected(SSLContext context, InetSocketAddress address, String host, String... versions)
            throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket();
        socket.connect(address);
        socket.setSoTimeout(10_000);
        SSLParameters parameters = socket.getSSLParameters();
        if (!host.isEmpty()) {
            parameters.setServerNames(List.of(new SNIHostName(host)));
        }
        if (versions.length > 0) {
            parameters.setProtocols(versions);
        }
        socket.setSSLParameters(parameters);
        return socket;
    }

    /** A connection to that host, its handshake done. */
    static SSLSocket connect(SSLContext context, InetSocketAddress address, String host, String... versions)
            throws IOException {
        SSLSocket socket = unconnected(context, address, host, versions);
        try {
            socket.startHandshake();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return socket;
    }
}
