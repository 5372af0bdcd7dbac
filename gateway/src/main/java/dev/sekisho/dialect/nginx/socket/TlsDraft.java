package dev.sekisho.dialect.nginx.socket;

import dev.sekisho.dialect.nginx.config.Server;
import dev.sekisho.dialect.nginx.config.Settings;
import dev.sekisho.dialect.nginx.directive.Values;
import dev.sekisho.dialect.nginx.draft.Translation;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.model.ListenerTls;
import dev.sekisho.model.TlsCertificate;
import dev.sekisho.model.TlsVersion;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The TLS of servers that listen on one address. As with nginx, versions and sessions are those of the default server, while
 * certificates, ciphers and what is asked of clients are those of the server whose name is asked for. Belongs to one translation.
 */
public final class TlsDraft {

    private static final Set<String> WEAK = Set.of("SSLv2", "SSLv3", "TLSv1", "TLSv1.1");
    private static final int SESSIONS_PER_MEBIBYTE = 4_000; // nginx.org, ssl_session_cache
    private static final int BUILTIN_SESSIONS = 20_480; // nginx.org, ssl_session_cache
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MAX_SESSIONS = 10_000_000;

    private final Notes notes;
    private final Certificates certificates;

    /** For a translation. */
    public TlsDraft(Translation in, Notes notes) {
        this.notes = notes;
        this.certificates = new Certificates(in, notes);
    }

    /**
     * The TLS of servers, in the order in which they are written.
     *
     * @param first the default server
     * @param handshake directive that says how long a handshake may take
     * @return nothing where there is no certificate to show, which is reported
     */
    public Optional<ListenerTls> of(List<Server> servers, Server first, String handshake) {
        Settings settings = first.settings();
        List<TlsCertificate> all = certificates.of(servers, first);
        servers.forEach(server -> TlsNotes.check(server.settings(), notes));
        boolean three = speaks(settings, "TLSv1.3");
        boolean two = speaks(settings, "TLSv1.2");
        versions(settings, two || three);
        if (all.isEmpty()) {
            withoutCertificate(first);
            return Optional.empty();
        }
        return Optional.of(new ListenerTls(
                all,
                two || !three ? TlsVersion.TLS_1_2 : TlsVersion.TLS_1_3,
                three || !two ? TlsVersion.TLS_1_3 : TlsVersion.TLS_1_2,
                ciphers(settings),
                sessionTimeout(settings),
                sessions(settings),
                settings.isOn("ssl_session_tickets"),
                Optional.empty(),
                Optional.empty(),
                Amounts.time(settings, handshake, Duration.ofMillis(100), Duration.ofMinutes(5), MINUTE),
                Certificates.rejectsUnknown(first),
                false));
    }

    private void withoutCertificate(Server first) {
        notes.notHonoured(
                first.settings().one("ssl_reject_handshake").orElse(first.directive()),
                "TLS without any certificate is not listened for",
                "give one of the servers of this address a certificate");
    }

    private static boolean speaks(Settings settings, String version) {
        return settings.orDefault("ssl_protocols")
                .filter(each -> each.texts().contains(version))
                .isPresent();
    }

    private void versions(Settings settings, boolean any) {
        if (!any) {
            settings.one("ssl_protocols")
                    .ifPresent(each -> notes.notHonoured(
                            each,
                            "TLS 1.2 and 1.3 alone are spoken (RFC 8996)",
                            "write ssl_protocols TLSv1.2 TLSv1.3"));
        }
        settings.one("ssl_protocols")
                .filter(each -> each.texts().stream().anyMatch(WEAK::contains))
                .ifPresent(each -> notes.differs(
                        each, "versions below TLS 1.2 are not spoken (RFC 8996)", "write TLSv1.2 and TLSv1.3 alone"));
    }

    /** A list of the system's, which other programs of some distributions share, is none that the gateway could read. */
    private Optional<String> ciphers(Settings settings) {
        String text = settings.text("ssl_ciphers");
        if (!text.startsWith("PROFILE=")) {
            return Optional.of(text);
        }
        settings.one("ssl_ciphers")
                .ifPresent(each -> notes.differs(
                        each,
                        "suites with forward secrecy and authenticated encryption are used",
                        "write the suites themselves"));
        return Optional.empty();
    }

    private static Duration sessionTimeout(Settings settings) {
        long seconds = Values.seconds(settings.text("ssl_session_timeout")).orElse(300);
        return Duration.ofSeconds(Math.clamp(seconds, 0, 86_400));
    }

    /** Sessions that are kept here; {@code off} and {@code none} keep none. */
    private static int sessions(Settings settings) {
        long most = 0;
        for (String text :
                settings.orDefault("ssl_session_cache").map(Directive::texts).orElse(List.of())) {
            String size = text.substring(text.lastIndexOf(':') + 1);
            if (text.startsWith("shared:")) {
                long bytes = Values.size(size).orElse(0);
                most = Math.max(most, bytes * SESSIONS_PER_MEBIBYTE >> 20);
            } else if (text.startsWith("builtin")) {
                most = Math.max(most, Amounts.number(size, 0, MAX_SESSIONS, BUILTIN_SESSIONS));
            }
        }
        return (int) Math.min(most, MAX_SESSIONS);
    }
}
