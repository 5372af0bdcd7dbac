package dev.sekisho.dialect.nginx.socket;

import dev.sekisho.dialect.nginx.config.Settings;
import dev.sekisho.dialect.nginx.draft.Translation;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.model.ClientCertificates;
import java.util.Optional;

/** Which certificates clients may show to a server, or must. Belongs to one translation. */
final class Verification {

    private final Translation in;
    private final Notes notes;

    Verification(Translation in, Notes notes) {
        this.in = in;
        this.notes = notes;
    }

    /** What the settings of a server ask of clients; nothing where they ask for no certificate. */
    Optional<ClientCertificates> of(Settings settings) {
        Optional<Directive> verify = settings.one("ssl_verify_client");
        String mode = settings.text("ssl_verify_client");
        if (verify.isEmpty() || mode.equals("off")) {
            return Optional.empty();
        }
        if (mode.equals("optional_no_ca")) {
            notes.notHonoured(
                    verify.get(),
                    "certificates that no authority vouches for are not taken",
                    "write optional, with ssl_client_certificate");
            return Optional.empty();
        }
        String who = mode.equals("on") ? "without a good certificate" : "with a certificate that is not good";
        notes.differs(verify.get(), "a client " + who + " is refused in the handshake, and not answered 400", "");
        Optional<Directive> authorities =
                settings.one("ssl_client_certificate").or(() -> settings.one("ssl_trusted_certificate"));
        details(settings);
        return authorities.map(file -> new ClientCertificates(
                mode.equals("optional"),
                in.file(file.arg(0)),
                settings.one("ssl_crl").map(crl -> in.file(crl.arg(0))),
                false));
    }

    private void details(Settings settings) {
        settings.one("ssl_client_certificate")
                .flatMap(ours -> settings.one("ssl_trusted_certificate")
                        .filter(more -> !more.arg(0).equals(ours.arg(0))))
                .ifPresent(more -> notes.notHonoured(
                        more,
                        "certificates of clients are judged by ssl_client_certificate alone",
                        "put all authorities into that file"));
        settings.one("ssl_verify_depth")
                .ifPresent(
                        depth -> notes.differs(depth, "chains of certificates may be as long as they have to be", ""));
        settings.one("ssl_ocsp")
                .filter(ocsp -> !ocsp.arg(0).equals("off"))
                .ifPresent(ocsp -> notes.notHonoured(
                        ocsp,
                        "responders are not asked about the certificates of clients",
                        "use ssl_crl, and remove the directive"));
    }
}
