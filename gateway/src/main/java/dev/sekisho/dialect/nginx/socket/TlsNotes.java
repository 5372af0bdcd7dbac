package dev.sekisho.dialect.nginx.socket;

import dev.sekisho.dialect.nginx.config.Settings;
import dev.sekisho.dialect.nginx.syntax.Directive;
import java.util.Map;
import java.util.Set;

/** What becomes of directives about TLS that are not, or not to the letter, honoured. */
final class TlsNotes {

    /** Commands that settle which connections are made at all. */
    private static final Set<String> BINDING = Set.of(
            "Ciphersuites", "CipherString", "MinProtocol", "MaxProtocol", "Protocol", "VerifyMode", "Groups", "Curves");

    private static final Map<String, String> NO_EFFECT = Map.of(
            "ssl_dhparam", "no suite with finite-field Diffie-Hellman is offered",
            "ssl_buffer_size", "records are as long as what is there to be sent",
            "ssl_stapling_verify", "responses are verified before they are shown",
            "ssl_ocsp_cache", "responders are not asked about certificates of clients",
            "ssl_certificate_cache",
                    "certificates are read when the configuration is, and again when their files change",
            "ssl_certificate_compression", "certificates are sent as they are");

    private TlsNotes() {}

    static void check(Settings settings, Notes notes) {
        NO_EFFECT.forEach((name, why) -> settings.one(name).ifPresent(each -> notes.noEffect(each, why)));
        settings.one("ssl_early_data")
                .filter(each -> settings.isOn("ssl_early_data"))
                .ifPresent(
                        each -> notes.noEffect(each, "no early data is taken, so clients send it after the handshake"));
        settings.one("ssl_prefer_server_ciphers")
                .filter(each -> !settings.isOn("ssl_prefer_server_ciphers"))
                .ifPresent(each -> notes.noEffect(each, "the order of the suites is that of the server"));
        settings.one("ssl_ecdh_curve")
                .filter(each -> !each.arg(0).equals("auto"))
                .ifPresent(each -> notes.differs(each, "the curves are those that the TLS library offers", ""));
        settings.one("ssl_session_ticket_key")
                .ifPresent(each -> notes.differs(
                        each, "tickets have keys of this process, so that other ones cannot resume its sessions", ""));
        settings.one("ssl_key_log")
                .ifPresent(each -> notes.notHonoured(each, "secrets of sessions are told nobody", ""));
        settings.one("ssl_encrypted_hello_key")
                .ifPresent(each -> notes.notHonoured(each, "Encrypted Client Hello is not taken", ""));
        settings.all("ssl_conf_command").forEach(each -> command(each, notes));
    }

    private static void command(Directive directive, Notes notes) {
        if (BINDING.contains(directive.arg(0))) {
            notes.notHonoured(
                    directive,
                    "commands of OpenSSL are not known",
                    "use ssl_protocols and ssl_ciphers, and remove the directive");
        } else {
            notes.differs(directive, "commands of OpenSSL are not known; the defaults hold", "");
        }
    }
}
