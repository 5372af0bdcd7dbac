package dev.sekisho.dialect.nginx.upstream;

import dev.sekisho.dialect.DiagnosticKind;
import dev.sekisho.dialect.nginx.config.Settings;
import dev.sekisho.dialect.nginx.draft.DraftKinds;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.draft.Translation;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.model.Origin;
import dev.sekisho.model.Secret;
import dev.sekisho.model.UpstreamTls;
import java.util.List;
import java.util.Optional;

/** TLS towards services: {@code proxy_ssl_*} and {@code grpc_ssl_*}. Belongs to one translation. */
final class Encryption {

    private final Translation in;
    private final Once once;

    Encryption(Translation in, Once once) {
        this.in = in;
        this.once = once;
    }

    /** How connections for the pass of a place are encrypted. */
    UpstreamTls of(Place place, Pass pass) {
        Settings settings = place.settings();
        String prefix = prefix(pass);
        boolean verify = settings.isOn(prefix + "verify");
        boolean sni = settings.isOn(prefix + "server_name");
        check(settings, prefix);
        if (!verify && once.first(settings.one(prefix + "verify").orElse(pass.directive()))) {
            add(
                    UpstreamKinds.UNVERIFIED,
                    pass.directive(),
                    "the certificate of the service is not verified (expected: " + prefix + "verify on)",
                    "set " + prefix + "verify on and " + prefix + "trusted_certificate");
        }
        if (verify && !sni && once.first(settings.one(prefix + "verify").orElse(pass.directive()))) {
            differs(
                    pass.directive(),
                    "the name is sent (SNI), since it is verified, although " + prefix + "server_name is off");
        }
        Optional<String> certificate = file(settings, prefix + "certificate");
        Optional<String> key = file(settings, prefix + "certificate_key");
        boolean shown = certificate.isPresent() && key.isPresent();
        return new UpstreamTls(
                verify,
                verify ? file(settings, prefix + "trusted_certificate") : Optional.empty(),
                name(settings, pass, verify || sni),
                shown ? certificate : Optional.empty(),
                shown ? key : Optional.empty(),
                Optional.empty(),
                shown ? password(settings, prefix) : Optional.empty(),
                verify || sni);
    }

    private static String prefix(Pass pass) {
        return pass.isGrpc() ? "grpc_ssl_" : "proxy_ssl_";
    }

    /** The name that is asked for: by default that of the group or host, without its port. */
    private Optional<String> name(Settings settings, Pass pass, boolean matters) {
        String directive = prefix(pass) + "name";
        String text = settings.text(directive);
        if (!matters) {
            return Optional.empty();
        }
        boolean own = text.equals("$proxy_host") || text.equals("${proxy_host}");
        if (!own && text.indexOf('$') >= 0) {
            settings.one(directive)
                    .filter(once::first)
                    .ifPresent(each -> refused(
                            each, "a name that depends on the request is not honoured", "write the name itself"));
            return Optional.empty();
        }
        return Optional.of(withoutPort(own ? pass.host() : text));
    }

    static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        boolean bracketed = host.startsWith("[");
        String bare = colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
        return bracketed ? bare.substring(1, bare.length() - 1) : bare;
    }

    private Optional<String> file(Settings settings, String name) {
        Optional<Directive> directive = settings.one(name);
        if (directive.isEmpty() || directive.get().arg(0).isEmpty()) {
            return Optional.empty();
        }
        String text = directive.get().arg(0);
        if (text.indexOf('$') >= 0 || text.startsWith("engine:") || text.startsWith("data:")) {
            if (once.first(directive.get())) {
                refused(directive.get(), "only the name of a file is honoured", "name a file in PEM");
            }
            return Optional.empty();
        }
        return Optional.of(in.file(text));
    }

    /** nginx tries each line in turn; a key has one password. */
    private Optional<Secret> password(Settings settings, String prefix) {
        Optional<Directive> directive = settings.one(prefix + "password_file");
        if (directive.isEmpty()) {
            return Optional.empty();
        }
        Origin at = directive.get().at();
        List<String> lines = in.lines(directive.get().arg(0), at);
        if (lines.size() > 1 && once.first(directive.get())) {
            differs(directive.get(), "only its first line is tried");
        }
        return lines.stream().findFirst().map(line -> new Secret(line, ""));
    }

    private void check(Settings settings, String prefix) {
        settings.one(prefix + "protocols").filter(once::first).ifPresent(this::protocols);
        settings.one(prefix + "ciphers")
                .filter(each -> !each.arg(0).equals("DEFAULT"))
                .filter(once::first)
                .ifPresent(
                        each -> differs(each, "the ciphers of the TLS library are offered, which are the safe ones"));
        settings.one(prefix + "verify_depth")
                .filter(once::first)
                .ifPresent(each -> differs(each, "chains of certificates may be longer"));
        settings.one(prefix + "session_reuse")
                .filter(once::first)
                .ifPresent(each -> add(
                        DraftKinds.NO_EFFECT,
                        each,
                        each + " sessions are the TLS library's business (expected: nothing)",
                        ""));
        settings.one(prefix + "crl")
                .filter(once::first)
                .ifPresent(each -> refused(
                        each,
                        "lists of revoked certificates are not read",
                        "let the authority issue short-lived certificates, and remove it"));
        settings.all(prefix + "conf_command").stream()
                .filter(once::first)
                .forEach(each -> refused(each, "commands of OpenSSL are not understood", "remove it"));
    }

    private void protocols(Directive directive) {
        List<String> asked = directive.texts();
        boolean two = asked.contains("TLSv1.2");
        boolean three = asked.contains("TLSv1.3");
        if (!two && !three) {
            refused(directive, "only TLSv1.2 and TLSv1.3 are spoken", "add TLSv1.2");
        } else if (!two || !three) {
            differs(directive, (two ? "TLSv1.3" : "TLSv1.2") + " is offered too");
        }
    }

    private void differs(Directive directive, String how) {
        add(DraftKinds.DIFFERS, directive, directive + " " + how + ".", "");
    }

    private void refused(Directive directive, String why, String fix) {
        add(DraftKinds.NOT_HONOURED, directive, directive + " " + why + ".", fix);
    }

    private void add(DiagnosticKind kind, Directive directive, String message, String fix) {
        in.report().add(kind, directive.at(), message, fix);
    }
}
