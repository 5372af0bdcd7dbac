package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.transport.TlsProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same where the library of BoringSSL does not load: Java's own TLS. */
class JdkTlsTest extends TlsTest {

    @BeforeAll
    static void force() {
        System.setProperty(TlsProvider.PROPERTY, "jdk");
    }

    @AfterAll
    static void free() {
        System.clearProperty(TlsProvider.PROPERTY);
    }

    @Test
    void javaDoesIt() {
        assertThat(TlsProvider.isNative()).isFalse();
    }
}
