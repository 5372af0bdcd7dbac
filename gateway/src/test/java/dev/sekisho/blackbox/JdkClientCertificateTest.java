package dev.sekisho.blackbox;

import dev.sekisho.dataplane.transport.TlsProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The same where the library of BoringSSL does not load: Java's own TLS. */
class JdkClientCertificateTest extends ClientCertificateTest {

    @BeforeAll
    static void force() {
        System.setProperty(TlsProvider.PROPERTY, "jdk");
    }

    @AfterAll
    static void free() {
        System.clearProperty(TlsProvider.PROPERTY);
    }
}
