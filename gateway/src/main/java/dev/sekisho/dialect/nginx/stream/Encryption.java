package dev.sekisho.dialect.nginx.stream;

import dev.sekisho.dialect.nginx.config.Settings;
import dev.sekisho.dialect.nginx.draft.Translation;
import dev.sekisho.dialect.nginx.socket.Notes;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.model.Secret;
import dev.sekisho.model.UpstreamTls;
import java.util.List;
import java.util.Optional;

/** TLS towards services of streams, {@code proxy_ssl_*}. Belongs to one translation. */
final class Encryption {

    private final Translation in;
    private final Notes notes;

    Encryption(Translation in, Notes notes) {
        this.in = in;
        this.notes = notes;
    }

    /** How connections to a group or address are encrypted. */
    UpstreamTls of(Settings settings, String text) {
        boolean verify = settings.isOn("proxy_ssl_verify");
        boolean asks = settings.isOn("proxy_ssl_server_name");
        check(settings);
        if (verify && !asks) {
            settings.one("proxy_ssl_verify")
                    .ifPresent(
                            each -> notes.differs(each, "the name is asked for too (SNI), since it is verified", ""));
        }
        Optional<String> certificate = file(settings, "proxy_ssl_certificate");
        Optional<String> key = file(settings, "proxy_ssl_certificate_key");
        boolean shown = certificate.isPresent() && key.isPresent();
        return new UpstreamTls(
                verify,
                verify ? file(settings, "proxy_ssl_trusted_certificate") : Optional.empty(),
                verify || asks ? name(settings, text) : Optional.empty(),
                shown ? certificate : Optional.empty(),
                shown ? key : Optional.empty(),
                Optional.empty(),
                shown ? password(settings) : Optional.empty(),
                verify || asks);
    }

    /** By default the group's name, or the host without its port. */
    private Optional<String> name(Settings settings, String text) {
        String name = settings.text("proxy_ssl_name");
        if (name.equals("$proxy_host") || name.equals("${proxy_host}")) {
            int colon = text.lastIndexOf(':');
            String host = colon > text.lastIndexOf(']') ? text.substring(0, colon) : text;
            return Optional.of(host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
        }
        if (name.contains("$")) {
            settings.one("proxy_ssl_name")
                    .ifPresent(each -> notes.notHonoured(
                            each, "a name that is known only when a connection comes", "write the name itself"));
            return Optional.empty();
        }
        return Optional.of(name);
    }

    private Optional<String> file(Settings settings, String name) {
        Optional<Directive> directive =
                settings.one(name).filter(each -> !each.arg(0).isEmpty());
        if (directive.isEmpty()) {
            return Optional.empty();
        }
        String value = directive.get().arg(0);
        if (value.contains("$") || value.matches("(data|engine|store):.*")) {
            notes.notHonoured(directive.get(), "only a file whose name is fixed is read", "name a file in PEM");
            return Optional.empty();
        }
        return Optional.of(in.file(value));
    }

    private Optional<Secret> password(Settings settings) {
        Optional<Directive> file = settings.one("proxy_ssl_password_file");
        if (file.isEmpty()) {
            return Optional.empty();
        }
        List<String> lines = in.lines(file.get().arg(0), file.get().at());
        if (lines.size() > 1) {
            notes.differs(file.get(), "its first line alone is tried", "");
        }
        return lines.stream().findFirst().map(line -> new Secret(line, ""));
    }

    private void check(Settings settings) {
        settings.one("proxy_ssl_protocols")
                .filter(each ->
                        !each.texts().contains("TLSv1.2") || !each.texts().contains("TLSv1.3"))
                .ifPresent(each -> notes.differs(each, "TLS 1.2 and 1.3 are offered", ""));
        settings.one("proxy_ssl_ciphers")
                .filter(each -> !each.arg(0).equals("DEFAULT"))
                .ifPresent(each -> notes.differs(each, "the TLS library's own suites are offered", ""));
        settings.one("proxy_ssl_verify_depth")
                .ifPresent(each -> notes.differs(each, "chains of certificates may be as long as they have to be", ""));
        settings.one("proxy_ssl_crl")
                .ifPresent(each -> notes.notHonoured(
                        each, "lists of revoked certificates are not read for services", "remove it"));
        settings.all("proxy_ssl_conf_command")
                .forEach(each -> notes.notHonoured(each, "commands of OpenSSL are not known", "remove it"));
    }
}
