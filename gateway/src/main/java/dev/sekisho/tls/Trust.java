package dev.sekisho.tls;

import dev.sekisho.model.ClientCertificates;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Whom to believe: authorities of a file, but for the certificates that a list revokes (RFC 5280 section 6). */
final class Trust {

    private Trust() {}

    static TrustManager of(ClientCertificates clients) throws IOException, GeneralSecurityException {
        TrustManagerFactory factory = of(Pem.certificates("ca", clients.ca()), clients.crl());
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager trust) {
                return new PlainNames(trust);
            }
        }
        throw new GeneralSecurityException("PKIX: " + factory.getProvider() + " (expected: one for X.509)");
    }

    private static TrustManagerFactory of(List<X509Certificate> authorities, Optional<String> crl)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry("ca" + i, authorities.get(i));
        }
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(store, new X509CertSelector());
        parameters.setRevocationEnabled(crl.isPresent());
        if (crl.isPresent()) {
            parameters.addCertStore(
                    CertStore.getInstance("Collection", new CollectionCertStoreParameters(Pem.revoked(crl.get()))));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(new CertPathTrustManagerParameters(parameters));
        return factory;
    }
}
