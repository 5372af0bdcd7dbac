package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

/** Certificates that stand in a file of Kong's: shown to clients by the name they ask for, and routes by that name. */
class KongTlsTest {

    @Test
    void certificatesOfTheFileAreShownByName() throws Exception {
        X509Bundle shop = bundle("shop.example.com");
        X509Bundle till = bundle("till.example.com");
        try (RawUpstream upstream = RawUpstream.echo();
                KongGateway gateway = KongGateway.start(
                        """
                        _format_version: "3.0"
                        services:
                        - name: service
                          url: http://127.0.0.1:%d
                          routes:
                          - { name: by-name, paths: [ / ], protocols: [ https ], snis: [ shop.example.com ] }
                        certificates:
                        - { cert: %s, key: %s, snis: [ { name: shop.example.com } ] }
                        - { cert: %s, key: %s, snis: [ { name: till.example.com } ] }
                        """.formatted(
                                        upstream.port(),
                                        quoted(shop.getCertificatePEM()),
                                        quoted(shop.getPrivateKeyPEM()),
                                        quoted(till.getCertificatePEM()),
                                        quoted(till.getPrivateKeyPEM())),
                        true)) {
            InetSocketAddress address = gateway.gateway().addresses().stream()
                    .filter(gateway.gateway()::isEncrypted)
                    .findFirst()
                    .orElseThrow();
            assertThat(status(address, shop, "shop.example.com")).isEqualTo("HTTP/1.1 200 OK");
            assertThat(status(address, till, "till.example.com"))
                    .as("another name")
                    .startsWith("HTTP/1.1 404");
            assertThat(upstream.requests()).hasSize(1);
            assertThat(gateway.gateway().snapshot().model().toString())
                    .doesNotContain(
                            shop.getPrivateKeyPEM().lines().skip(1).findFirst().orElseThrow());
        }
    }

    private static X509Bundle bundle(String name) throws Exception {
        return new CertificateBuilder()
                .ecp256()
                .subject("CN=" + name)
                .addSanDnsName(name)
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
    }

    private static String quoted(String pem) {
        return "\"" + pem.replace("\r", "").replace("\n", "\\n") + "\"";
    }

    /** The status line of an answer, from a server whose certificate is that one. */
    private static String status(InetSocketAddress address, X509Bundle expected, String name) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        X509Certificate certificate = expected.getCertificate();
        store.setCertificateEntry("expected", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        try (Socket plain = new Socket(address.getAddress(), address.getPort());
                SSLSocket socket =
                        (SSLSocket) context.getSocketFactory().createSocket(plain, name, address.getPort(), true)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(name)));
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET / HTTP/1.1\r\nHost: " + name + "\r\nConnection: close\r\n\r\n").getBytes("US-ASCII"));
            byte[] answer = socket.getInputStream().readAllBytes();
            return new String(answer, "ISO-8859-1").lines().findFirst().orElse("");
        }
    }
}
