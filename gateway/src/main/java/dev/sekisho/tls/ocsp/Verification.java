package dev.sekisho.tls.ocsp;

import dev.sekisho.dataplane.listener.tls.Staple.Question;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.PKIXRevocationChecker.Option;
import java.security.cert.TrustAnchor;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether a response is signed by the issuer or somebody whom it names, is of now, and says that the certificate is good. */
final class Verification {

    private Verification() {}

    /**
     * Checks by the rules of the Java runtime, which asks nobody, since it is given the response.
     *
     * @throws IOException where it is no good; the message says why
     */
    static void check(Question question, byte[] response) throws IOException {
        try {
            CertPathValidator validator = CertPathValidator.getInstance("PKIX");
            PKIXRevocationChecker checker = (PKIXRevocationChecker) validator.getRevocationChecker();
            checker.setOptions(EnumSet.of(Option.ONLY_END_ENTITY, Option.NO_FALLBACK));
            checker.setOcspResponses(Map.of(question.certificate(), response));
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(question.issuer(), null)));
            parameters.addCertPathChecker(checker);
            validator.validate(
                    CertificateFactory.getInstance("X.509").generateCertPath(List.of(question.certificate())),
                    parameters);
        } catch (GeneralSecurityException e) {
            throw new IOException("OCSP: " + e.getMessage(), e);
        }
    }
}
