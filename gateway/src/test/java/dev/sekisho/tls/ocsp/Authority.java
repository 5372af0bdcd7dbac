package dev.sekisho.tls.ocsp;

import dev.sekisho.dataplane.listener.tls.Staple.Question;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.cert.ocsp.jcajce.JcaBasicOCSPRespBuilder;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** An authority that signs certificates and, by Bouncy Castle, answers questions about them. */
final class Authority {

    private final X509Bundle root;
    private long serial = 4096;

    Authority() throws Exception {
        root = new CertificateBuilder()
                .ecp256()
                .subject("CN=authority")
                .setIsCertificateAuthority(true)
                .setKeyUsage(
                        true, CertificateBuilder.KeyUsage.keyCertSign, CertificateBuilder.KeyUsage.digitalSignature)
                .buildSelfSigned();
    }

    /** A certificate that names a responder; none where that is empty. */
    Question issue(String responder) throws Exception {
        KeyPair keys = KeyPairGenerator.getInstance("EC").generateKeyPair();
        Instant now = Instant.now();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                root.getCertificate(),
                BigInteger.valueOf(++serial),
                Date.from(now.minusSeconds(3_600)),
                Date.from(now.plusSeconds(86_400)),
                new X500Principal("CN=a.test"),
                keys.getPublic());
        if (!responder.isEmpty()) {
            builder.addExtension(
                    Extension.authorityInfoAccess, false, new AuthorityInformationAccess(new AccessDescription[] {
                        new AccessDescription(
                                AccessDescription.id_ad_caIssuers,
                                new GeneralName(GeneralName.uniformResourceIdentifier, "http://ca.test/ca.crt")),
                        new AccessDescription(
                                AccessDescription.id_ad_ocsp,
                                new GeneralName(GeneralName.uniformResourceIdentifier, responder))
                    }));
        }
        X509Certificate certificate = new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                        .build(root.getKeyPair().getPrivate())));
        return new Question(certificate, root.getCertificate());
    }

    private static DigestCalculator sha1() throws Exception {
        return new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1);
    }

    /** The name of a certificate in questions, as Bouncy Castle makes it. */
    CertificateID id(Question question) throws Exception {
        return new CertificateID(
                sha1(),
                new JcaX509CertificateHolder(question.issuer()),
                question.certificate().getSerialNumber());
    }

    /** An answer, signed by the root. */
    byte[] answer(CertificateID id, CertificateStatus state, Instant since, Duration goodFor) throws Exception {
        BasicOCSPRespBuilder builder =
                new JcaBasicOCSPRespBuilder(root.getCertificate().getPublicKey(), sha1());
        Date next = goodFor.isZero() ? null : Date.from(since.plus(goodFor));
        builder.addResponse(id, state, Date.from(since), next, null);
        return new OCSPRespBuilder()
                .build(
                        OCSPRespBuilder.SUCCESSFUL,
                        builder.build(
                                new JcaContentSignerBuilder("SHA256withECDSA")
                                        .build(root.getKeyPair().getPrivate()),
                                null,
                                Date.from(since)))
                .getEncoded();
    }

    byte[] good(Question question, Instant since, Duration goodFor) throws Exception {
        return answer(id(question), CertificateStatus.GOOD, since, goodFor);
    }

    byte[] revoked(Question question) throws Exception {
        Instant now = Instant.now();
        return answer(id(question), new RevokedStatus(Date.from(now), 1), now, Duration.ofHours(1));
    }

    byte[] unknown(Question question) throws Exception {
        return answer(id(question), new UnknownStatus(), Instant.now(), Duration.ofHours(1));
    }

    /** What a question asks for. */
    static CertificateID asked(byte[] request) throws Exception {
        return new OCSPReq(request).getRequestList()[0].getCertID();
    }
}
