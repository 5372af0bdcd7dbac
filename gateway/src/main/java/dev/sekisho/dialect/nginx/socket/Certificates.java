package dev.sekisho.dialect.nginx.socket;

import dev.sekisho.dialect.nginx.config.Server;
import dev.sekisho.dialect.nginx.config.Settings;
import dev.sekisho.dialect.nginx.draft.DraftKinds;
import dev.sekisho.dialect.nginx.draft.Translation;
import dev.sekisho.dialect.nginx.syntax.ConfigFiles;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.model.HostPattern;
import dev.sekisho.model.Secret;
import dev.sekisho.model.TlsCertificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The certificates of servers that listen on one address. Belongs to one translation. */
final class Certificates {

    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";

    /** A name that stands for none, so that a certificate is not shown for those that it names itself. */
    private static final HostPattern NOBODY = HostPattern.exact("_");

    private final Translation in;
    private final Notes notes;
    private final Verification verification;

    Certificates(Translation in, Notes notes) {
        this.in = in;
        this.notes = notes;
        this.verification = new Verification(in, notes);
    }

    /** Whether clients are refused that ask for none of the names: the default server refuses handshakes. */
    static boolean rejectsUnknown(Server first) {
        Settings settings = first.settings();
        return settings.isOn("ssl_reject_handshake")
                || settings.all("ssl_certificate").isEmpty();
    }

    /** The certificates of servers in the order in which they are written, that of the default server first. */
    List<TlsCertificate> of(List<Server> servers, Server first) {
        ShownNames names = new ShownNames(servers);
        List<TlsCertificate> all = new ArrayList<>();
        List<TlsCertificate> byOwnNames = new ArrayList<>();
        boolean rejects = rejectsUnknown(first);
        if (!rejects) {
            List<HostPattern> own = names.of(first);
            certificate(first, own.isEmpty() ? List.of(NOBODY) : own, first).ifPresent(all::add);
        }
        for (Server server : servers) {
            if (server == first) {
                continue;
            }
            if (rejectsUnknown(server)) {
                refused(server, rejects);
                continue;
            }
            List<HostPattern> own = names.of(server);
            if (!own.isEmpty()) {
                certificate(server, own, first).ifPresent(all::add);
            }
            others(server, first).ifPresent(byOwnNames::add);
        }
        all.addAll(byOwnNames);
        return List.copyOf(all);
    }

    private void refused(Server server, boolean allAre) {
        if (!allAre) {
            Directive at = server.settings().one("ssl_reject_handshake").orElse(server.directive());
            notes.notHonoured(
                    at,
                    "handshakes for the names of this server are shown the certificate of the default server",
                    "write ssl_reject_handshake on in the default server, or give this one a certificate");
        }
    }

    /** For names that no handshake can be told by: the certificate is shown for those that stand in it. */
    private Optional<TlsCertificate> others(Server server, Server first) {
        boolean shownAnyway = !rejectsUnknown(first) && sameAs(server, first);
        if (ShownNames.others(server).isEmpty() || shownAnyway) {
            return Optional.empty();
        }
        Directive at = server.settings().one("ssl_certificate").orElse(server.directive());
        String how = "for names such as " + ShownNames.others(server).getFirst().text()
                + " it is shown where the name that is asked for stands in the certificate itself";
        notes.tell(DraftKinds.DIFFERS, at.at(), Notes.shown(at) + ": " + how, "write these names out in server_name");
        return certificate(server, List.of(), first);
    }

    private static boolean sameAs(Server server, Server first) {
        return List.of("ssl_certificate", "ssl_certificate_key", "ssl_verify_client", "ssl_client_certificate").stream()
                .allMatch(name -> Amounts.of(server.settings(), name).equals(Amounts.of(first.settings(), name)));
    }

    private Optional<TlsCertificate> certificate(Server server, List<HostPattern> names, Server first) {
        Settings settings = server.settings();
        List<Directive> chains = settings.all("ssl_certificate");
        List<Directive> keys = settings.all("ssl_certificate_key");
        if (keys.isEmpty() || !isFile(chains.getFirst()) || !isFile(keys.getFirst())) {
            return Optional.empty();
        }
        chains.stream().skip(1).forEach(this::more);
        String ciphers = settings.text("ssl_ciphers");
        boolean own = !ciphers.equals(first.settings().text("ssl_ciphers")) && !ciphers.startsWith("PROFILE=");
        String key = in.file(keys.getFirst().arg(0));
        return Optional.of(new TlsCertificate(
                names,
                in.file(chains.getFirst().arg(0)),
                Optional.of(key),
                Optional.empty(),
                password(settings, key),
                ocsp(settings, in.file(chains.getFirst().arg(0))),
                verification.of(settings),
                own ? Optional.of(ciphers) : Optional.empty()));
    }

    private void more(Directive directive) {
        notes.differs(
                directive,
                "not shown; of several certificates of a server the first is shown to all clients",
                "put the one first that all clients take, or remove the others");
    }

    private boolean isFile(Directive directive) {
        String value = directive.arg(0);
        boolean file = !value.contains("$") && !value.matches("(data|engine|store):.*");
        if (!file) {
            notes.notHonoured(
                    directive,
                    "certificates and keys come from files whose names are fixed",
                    "name a file, and a server for each certificate");
        }
        return file;
    }

    /** The password of a key that has one; nginx tries each line of the file. */
    private Optional<Secret> password(Settings settings, String key) {
        Optional<Directive> file = settings.one("ssl_password_file");
        if (file.isEmpty() || !isEncrypted(key)) {
            return Optional.empty();
        }
        List<String> lines = in.lines(file.get().arg(0), file.get().at()).stream()
                .filter(line -> !line.isEmpty())
                .toList();
        if (lines.size() > 1) {
            notes.notHonoured(
                    file.get(),
                    lines.size() + " passwords, of which the first alone is tried (expected: one)",
                    "write a file with one password for each server");
        }
        return lines.stream().findFirst().map(text -> new Secret(text, ""));
    }

    private boolean isEncrypted(String key) {
        return !(in.files().read(key) instanceof ConfigFiles.Content content)
                || content.text().contains("ENCRYPTED");
    }

    private Optional<String> ocsp(Settings settings, String chain) {
        Optional<Directive> on = settings.one("ssl_stapling").filter(each -> settings.isOn("ssl_stapling"));
        if (on.isEmpty()) {
            return Optional.empty();
        }
        Optional<Directive> file = settings.one("ssl_stapling_file");
        if (file.isPresent()) {
            return file.map(each -> in.file(each.arg(0)));
        }
        settings.one("ssl_stapling_responder")
                .ifPresent(each -> notes.differs(each, "the responder that the certificate names is asked", ""));
        if (in.files().read(chain) instanceof ConfigFiles.Content content && count(content.text()) < 2) {
            notes.differs(
                    on.get(),
                    "no response is asked for, since " + chain + " holds no certificate of its issuer",
                    "put the issuer's certificate behind the server's");
            return Optional.empty();
        }
        return Optional.of("fetch");
    }

    private static long count(String text) {
        return Pattern.compile(BEGIN, Pattern.LITERAL).matcher(text).results().count();
    }
}
