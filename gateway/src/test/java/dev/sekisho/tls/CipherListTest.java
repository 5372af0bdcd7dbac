package dev.sekisho.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.ssl.OpenSsl;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of cipher suites as nginx configurations have them. */
class CipherListTest {

    private static List<String> names(String text) throws IOException {
        return CipherList.names(text);
    }

    @Test
    void theUsualListsMeanWhatTheyMeanToNginx() throws IOException {
        assertThat(names("ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384"))
                .containsExactly("ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384");
        assertThat(names("HIGH:!aNULL:!MD5")).hasSize(14).startsWith("ECDHE-ECDSA-AES128-GCM-SHA256");
        assertThat(names("EECDH+AESGCM:EDH+AESGCM:AES256+EECDH:AES256+EDH"))
                .contains("ECDHE-RSA-AES256-GCM-SHA384", "ECDHE-RSA-AES256-SHA")
                .noneMatch(name -> name.startsWith("AES"));
        assertThat(names("ECDHE-RSA-AES128-GCM-SHA256:DHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-SHA256"))
                .containsExactly("ECDHE-RSA-AES128-GCM-SHA256");
    }

    @Test
    void signsBanRemoveAndMove() throws IOException {
        assertThat(names("ALL:!kRSA:-SHA:ECDHE-RSA-AES128-SHA:AES128-SHA"))
                .endsWith("ECDHE-RSA-AES128-SHA")
                .doesNotContain("AES128-SHA", "ECDHE-RSA-AES256-SHA");
        assertThat(names("ECDHE+AESGCM:+ECDSA"))
                .containsExactly(
                        "ECDHE-RSA-AES128-GCM-SHA256",
                        "ECDHE-RSA-AES256-GCM-SHA384",
                        "ECDHE-ECDSA-AES128-GCM-SHA256",
                        "ECDHE-ECDSA-AES256-GCM-SHA384");
    }

    @Test
    void theDefaultHasForwardSecrecyAndIsOnOffer() throws IOException {
        assertThat(names(CipherList.DEFAULT)).hasSize(6).allMatch(name -> name.startsWith("ECDHE"));
        if (OpenSsl.isAvailable()) {
            assertThat(OpenSsl.availableOpenSslCipherSuites()).containsAll(names("ALL"));
            assertThat(OpenSsl.availableJavaCipherSuites()).containsAll(CipherList.javaNames("ALL"));
        }
    }

    @Test
    void namesOfJavaAreThoseOfItsRegistry() throws IOException {
        assertThat(CipherList.javaNames("ECDHE-RSA-CHACHA20-POLY1305:AES128-GCM-SHA256:ECDHE-ECDSA-AES256-SHA"))
                .containsExactly(
                        "TLS_AES_128_GCM_SHA256",
                        "TLS_AES_256_GCM_SHA384",
                        "TLS_CHACHA20_POLY1305_SHA256",
                        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
                        "TLS_RSA_WITH_AES_128_GCM_SHA256",
                        "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "RC5",
                "@WHAT:ALL",
                "AES128-SHA@SECLEVEL=3",
                "ECDHE+WHAT",
                "RC4-MD5",
                "!ALL",
                "HIGH:!ALL",
                "A\r\nB"
            })
    void whatIsUnknownOrLeavesNothingIsRefused(String text) {
        assertThatThrownBy(() -> CipherList.names(text))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ciphers: ");
    }
}
