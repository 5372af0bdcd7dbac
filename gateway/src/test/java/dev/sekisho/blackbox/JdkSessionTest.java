package dev.sekisho.blackbox;

import dev.sekisho.dataplane.transport.TlsProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The same where the library of BoringSSL does not load: Java's own TLS. */
class JdkSessionTest extends SessionTest {

    @BeforeAll
    static void force() {
        System.setProperty(TlsProvider.PROPERTY, "jdk");
    }

    @AfterAll
    static void free() {
        System.clearProperty(TlsProvider.PROPERTY);
    }

    /** Java keeps sessions of TLS 1.3 itself and gives clients a ticket that only names them. */
    @Override
    boolean resumesTls13WithoutTickets() {
        return true;
    }
}
