package dev.sekisho.blackbox;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

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
        return named("CN=" + subject, hosts);
    }

    /** Signs a certificate of that distinguished name for these hosts and URIs. */
    X509Bundle named(String subject, String... hosts) throws Exception {
        CertificateBuilder builder = new CertificateBuilder()
                .ecp256()
                .subject(subject)
                .notAfter(Instant.now().plus(Duration.ofDays(90)))
                .setKeyUsage(true, CertificateBuilder.KeyUsage.digitalSignature)
                .serial(BigInteger.valueOf(++serial));
        for (String host : hosts) {
            if (host.contains("://")) {
                builder.addSanUriName(host);
            } else {
                builder.addSanDnsName(host);
            }
        }
        return builder.buildIssuedBy(authority);
    }

    /** Signs a certificate whose one DNS name may hold any character, as no honest authority would. */
    X509Bundle deceiving(String dnsName) throws Exception {
        return extended("deceiver", dnsName, Optional.empty());
    }

    /** Signs a certificate that names a responder of OCSP. */
    X509Bundle withResponder(String host, String url) throws Exception {
        GeneralName place = new GeneralName(GeneralName.uniformResourceIdentifier, url);
        return extended(host, host, Optional.of(new AuthorityInformationAccess(AccessDescription.id_ad_ocsp, place)));
    }

    private X509Bundle extended(String subject, String dnsName, Optional<AuthorityInformationAccess> access)
            throws Exception {
        KeyPair keys = KeyPairGenerator.getInstance("EC").generateKeyPair();
        Instant now = Instant.now();
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                authority.getCertificate(),
                BigInteger.valueOf(++serial),
                Date.from(now.minusSeconds(60)),
                Date.from(now.plusSeconds(86_400)),
                new X500Principal("CN=" + subject),
                keys.getPublic());
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.dNSName, dnsName)));
        if (access.isPresent()) {
            builder.addExtension(Extension.authorityInfoAccess, false, access.get());
        }
        X509Certificate certificate = new JcaX509CertificateConverter().getCertificate(builder.build(signer()));
        return X509Bundle.fromCertificatePath(
                new X509Certificate[] {certificate, authority.getCertificate()}, authority.getCertificate(), keys);
    }

    private ContentSigner signer() throws Exception {
        return new JcaContentSignerBuilder("SHA256withECDSA")
                .build(authority.getKeyPair().getPrivate());
    }

    /** Writes the authority's list of revoked certificates, good for that long. */
    Path revoke(Duration goodFor, X509Bundle... revoked) throws Exception {
        Instant now = Instant.now();
        X509v2CRLBuilder builder =
                new JcaX509v2CRLBuilder(authority.getCertificate(), Date.from(now.minus(Duration.ofHours(2))));
        builder.setNextUpdate(Date.from(now.plus(goodFor)));
        for (X509Bundle bundle : revoked) {
            builder.addCRLEntry(bundle.getCertificate().getSerialNumber(), Date.from(now.minusSeconds(30)), 1);
        }
        Path file = folder.resolve("crl.der");
        Path next = folder.resolve("crl.next");
        Files.write(next, builder.build(signer()).getEncoded());
        return Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
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
