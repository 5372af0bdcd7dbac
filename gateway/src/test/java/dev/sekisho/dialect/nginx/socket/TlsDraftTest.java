package dev.sekisho.dialect.nginx.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.nginx.draft.Translation;
import dev.sekisho.model.Listener;
import dev.sekisho.model.ListenerTls;
import dev.sekisho.model.TlsCertificate;
import dev.sekisho.model.TlsVersion;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsDraftTest {

    private static final String PAIR = "ssl_certificate a.pem; ssl_certificate_key /keys/a.key; ";
    private static final String LISTEN = "listen 127.0.0.1:443 ssl; ";
    private static final String ONE = "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n";

    private static Translation in(String http) {
        return Drafts.of(
                "events {} http {\n" + http + "\n}",
                Map.of(
                        "a.pem", ONE + ONE,
                        "alone.pem", ONE,
                        "plain.key", "-----BEGIN PRIVATE KEY-----\n",
                        "locked.key", "-----BEGIN ENCRYPTED PRIVATE KEY-----\n",
                        "pass.txt", "secret\n",
                        "two.txt", "one\ntwo\n"));
    }

    private static ListenerTls tls(String http) {
        return Sockets.of(in(http)).listeners().getFirst().tls().orElseThrow();
    }

    private static List<String> found(String http) {
        Translation in = in(http);
        Sockets.of(in);
        return Drafts.found(in);
    }

    private static List<String> names(TlsCertificate certificate) {
        return certificate.names().stream().map(Object::toString).toList();
    }

    @Test
    void aServerIsShownByItsNames() {
        ListenerTls tls =
                tls("server { " + LISTEN + PAIR + "server_name a.example.com .b.example.com *.c.example.com; }");
        TlsCertificate certificate = tls.certificates().getFirst();
        assertThat(names(certificate))
                .containsExactly("a.example.com", "b.example.com", "*.b.example.com", "*.c.example.com");
        assertThat(certificate.certificate()).isEqualTo("/conf/a.pem");
        assertThat(certificate.key()).hasValue("/keys/a.key");
        assertThat(tls.sameHost()).isFalse();
        assertThat(tls.rejectUnknown()).isFalse();
        assertThat(tls.handshakeTimeout()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void theDefaultServerComesFirstAndANameBelongsToTheFirstServer() {
        ListenerTls tls = tls("server { " + LISTEN + PAIR + "server_name a.test b.test; }"
                + "server { listen 127.0.0.1:443 ssl default_server; ssl_certificate d.pem; ssl_certificate_key d.key;"
                + " server_name b.test; }");
        assertThat(tls.certificates())
                .extracting(TlsCertificate::certificate)
                .containsExactly("/conf/d.pem", "/conf/a.pem");
        assertThat(names(tls.certificates().getFirst()))
                .as("stands for no name")
                .containsExactly("_");
        assertThat(names(tls.certificates().getLast())).containsExactly("a.test", "b.test");
    }

    @Test
    void expressionsGoByTheNamesOfTheCertificate() {
        String http = PAIR + "server { " + LISTEN + "server_name a.test; }" + "server { " + LISTEN
                + "ssl_certificate b.pem; ssl_certificate_key b.key; server_name ~^b\\d c.*; }";
        assertThat(tls(http).certificates().getLast().names()).isEmpty();
        assertThat(found(http))
                .singleElement()
                .asString()
                .startsWith("nginx.differs ssl_certificate b.pem: for names such as ^b\\d it is shown where");
        assertThat(found(PAIR + "server { " + LISTEN + " } server { " + LISTEN + "server_name ~^b; }"))
                .as("the same certificate")
                .isEmpty();
    }

    @Test
    void unknownNamesAreRefusedWhereTheDefaultServerRefuses() {
        ListenerTls tls = tls("server { listen 127.0.0.1:443 ssl default_server; ssl_reject_handshake on; }"
                + "server { " + LISTEN + PAIR + "server_name a.test; }");
        assertThat(tls.rejectUnknown()).isTrue();
        assertThat(tls.certificates()).hasSize(1);
        assertThat(found("server { " + LISTEN + PAIR + "} server { " + LISTEN
                        + "server_name b; ssl_reject_handshake on; }"))
                .singleElement()
                .asString()
                .startsWith("nginx.not-honoured ssl_reject_handshake on: handshakes for the names of this server");
        assertThat(found("server { " + LISTEN + "ssl_reject_handshake on; }"))
                .singleElement()
                .asString()
                .startsWith("nginx.not-honoured ssl_reject_handshake on: TLS without any certificate");
    }

    @ParameterizedTest
    @CsvSource({
        "TLSv1.2 TLSv1.3, 1.2, 1.3, 0",
        "TLSv1.3, 1.3, 1.3, 0",
        "TLSv1.2, 1.2, 1.2, 0",
        "TLSv1 TLSv1.1 TLSv1.2, 1.2, 1.2, 1",
        "TLSv1.1, 1.2, 1.3, 2",
    })
    void versionsBelow12AreTold(String protocols, String least, String most, int found) {
        String http = "server { " + LISTEN + PAIR + "ssl_protocols " + protocols + "; }";
        assertThat(tls(http).minVersion()).isEqualTo(TlsVersion.parse(least));
        assertThat(tls(http).maxVersion()).isEqualTo(TlsVersion.parse(most));
        assertThat(found(http)).hasSize(found);
    }

    @Test
    void ciphersAreThoseOfTheServerThatIsAskedFor() {
        ListenerTls tls = tls(PAIR + "server { " + LISTEN + "} server { " + LISTEN
                + "server_name b.test; ssl_ciphers ECDHE-RSA-AES256-GCM-SHA384; }");
        assertThat(tls.ciphers()).hasValue("HIGH:!aNULL:!MD5");
        assertThat(tls.certificates().getFirst().ciphers()).isEmpty();
        assertThat(tls.certificates().getLast().ciphers()).hasValue("ECDHE-RSA-AES256-GCM-SHA384");
        String system = "server { " + LISTEN + PAIR + "ssl_ciphers PROFILE=SYSTEM; }";
        assertThat(tls(system).ciphers()).isEmpty();
        assertThat(found(system)).singleElement().asString().startsWith("nginx.differs ssl_ciphers PROFILE=SYSTEM");
    }

    @ParameterizedTest
    @CsvSource({
        "none, 0",
        "off, 0",
        "builtin, 20480",
        "builtin:99, 99",
        "shared:a:10m, 40000",
        "builtin:9 shared:a:1m, 4000"
    })
    void sessionsAreKeptAsManyAsTheCacheHolds(String cache, int sessions) {
        ListenerTls tls =
                tls("server { " + LISTEN + PAIR + "ssl_session_timeout 1d; ssl_session_cache " + cache + "; }");
        assertThat(tls.sessions()).isEqualTo(sessions);
        assertThat(tls.sessionTimeout()).isEqualTo(Duration.ofDays(1));
        assertThat(tls.tickets()).isTrue();
    }

    @Test
    void clientsAreAskedForCertificatesByTheServerOfTheirName() {
        ListenerTls tls = tls(PAIR + "server { " + LISTEN + "} server { " + LISTEN
                + "server_name b.test; ssl_verify_client optional; ssl_client_certificate ca.pem; ssl_crl crl.pem; }");
        assertThat(tls.certificates().getFirst().clients()).isEmpty();
        assertThat(tls.certificates().getLast().clients()).hasValueSatisfying(clients -> {
            assertThat(clients.optional()).isTrue();
            assertThat(clients.ca()).isEqualTo("/conf/ca.pem");
            assertThat(clients.crl()).hasValue("/conf/crl.pem");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ssl_verify_client on; ssl_client_certificate c | nginx.differs ssl_verify_client on",
                "ssl_verify_client optional_no_ca | nginx.not-honoured ssl_verify_client optional_no_ca",
                "ssl_early_data on | nginx.no-effect ssl_early_data on",
                "ssl_dhparam dh.pem | nginx.no-effect ssl_dhparam",
                "ssl_ecdh_curve secp384r1 | nginx.differs ssl_ecdh_curve",
                "ssl_conf_command MinProtocol TLSv1.2 | nginx.not-honoured ssl_conf_command",
                "ssl_conf_command Options PrioritizeChaCha | nginx.differs ssl_conf_command",
                "ssl_session_ticket_key t.key | nginx.differs ssl_session_ticket_key",
                "error_page 497 https://$host$request_uri | nginx.not-honoured error_page 497",
                "ssl_certificate_key b.key; ssl_certificate b.pem | nginx.differs ssl_certificate b.pem",
            })
    void whatIsNotHonouredToTheLetterIsTold(String directive, String start) {
        assertThat(found("server { " + LISTEN + PAIR + directive + "; }"))
                .singleElement()
                .asString()
                .startsWith(start);
    }

    @Test
    void certificatesWithVariablesAreRefused() {
        assertThat(found("server { " + LISTEN + "ssl_certificate $ssl_server_name.pem; ssl_certificate_key a.key; }"))
                .anyMatch(line ->
                        line.startsWith("nginx.not-honoured ssl_certificate $ssl_server_name.pem: certificates"));
    }

    @Test
    void aPasswordIsThatOfAKeyThatHasOne() {
        String file = "ssl_certificate a.pem; ssl_password_file pass.txt; ";
        assertThat(tls("server { " + LISTEN + file + "ssl_certificate_key locked.key; }")
                        .certificates()
                        .getFirst()
                        .password())
                .hasValueSatisfying(secret -> assertThat(secret.reveal()).isEqualTo("secret"));
        assertThat(tls("server { " + LISTEN + file + "ssl_certificate_key plain.key; }")
                        .certificates()
                        .getFirst()
                        .password())
                .isEmpty();
        assertThat(found("server { " + LISTEN
                        + "ssl_certificate a.pem; ssl_certificate_key locked.key; ssl_password_file two.txt; }"))
                .singleElement()
                .asString()
                .startsWith("nginx.not-honoured ssl_password_file two.txt: 2 passwords")
                .doesNotContain("one,");
        assertThat(found("server { " + LISTEN
                        + "ssl_certificate a.pem; ssl_certificate_key locked.key; ssl_password_file gone.txt; }"))
                .singleElement()
                .asString()
                .startsWith("nginx.file /conf/gone.txt: ");
    }

    @Test
    void aResponseIsStapledWhereTheIssuerIsKnown() {
        String on = "server { " + LISTEN + "ssl_certificate_key a.key; ssl_stapling on; ";
        assertThat(tls(on + "ssl_certificate a.pem; }")
                        .certificates()
                        .getFirst()
                        .ocsp())
                .hasValue("fetch");
        assertThat(tls(on + "ssl_certificate a.pem; ssl_stapling_file o.der; }")
                        .certificates()
                        .getFirst()
                        .ocsp())
                .hasValue("/conf/o.der");
        assertThat(tls(on + "ssl_certificate alone.pem; }")
                        .certificates()
                        .getFirst()
                        .ocsp())
                .isEmpty();
        assertThat(found(on + "ssl_certificate alone.pem; }"))
                .singleElement()
                .asString()
                .startsWith("nginx.differs ssl_stapling on: no response is asked for, since /conf/alone.pem");
    }

    @Test
    void oneThatSaysSslSaysItForAll() {
        List<Listener> listeners = Sockets.of(in(PAIR + "server { listen 127.0.0.1:443; }"
                        + "server { listen 127.0.0.1:443 ssl http2; server_name b.test; }"))
                .listeners();
        assertThat(listeners).singleElement().satisfies(listener -> {
            assertThat(listener.tls()).isPresent();
            assertThat(listener.http2().enabled()).isTrue();
            assertThat(listener.http2().cleartext()).isFalse();
        });
    }
}
