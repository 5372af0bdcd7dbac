package dev.sekisho.dialect.nginx.socket;

import dev.sekisho.dialect.nginx.config.Settings;
import dev.sekisho.dialect.nginx.directive.Values;
import dev.sekisho.dialect.nginx.draft.Translation;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.model.ClientLimits;
import dev.sekisho.model.ClientTimeouts;
import dev.sekisho.model.ListenerHttp2;
import dev.sekisho.model.Size;
import java.time.Duration;

/** What clients of a listener may send and how long they may take, by the settings of its default server. Belongs to one translation. */
final class ClientRules {

    private static final Duration LEAST = Duration.ofMillis(10);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int MOST_CONNECTIONS = 10_000_000;
    private static final int MOST_FIELDS = 1_000;

    private final Translation in;
    private final Notes notes;

    ClientRules(Translation in, Notes notes) {
        this.in = in;
        this.notes = notes;
    }

    ClientTimeouts timeouts(Settings settings) {
        boolean closes = closesAtOnce(settings);
        return new ClientTimeouts(
                Amounts.time(settings, "client_header_timeout", LEAST, HOUR, MINUTE),
                Amounts.time(settings, "client_body_timeout", LEAST, HOUR, MINUTE),
                Amounts.time(settings, "send_timeout", LEAST, HOUR, MINUTE),
                closes
                        ? Amounts.time(settings, "client_header_timeout", LEAST, HOUR, MINUTE)
                        : Amounts.time(settings, "keepalive_timeout", LEAST, Duration.ofHours(24), MINUTE),
                Amounts.time(settings, "keepalive_time", Duration.ZERO, Duration.ofDays(30), HOUR));
    }

    /** {@code keepalive_timeout 0}: a connection serves one request. */
    private static boolean closesAtOnce(Settings settings) {
        return settings.milliseconds("keepalive_timeout").orElse(1) == 0;
    }

    ClientLimits limits(Settings settings) {
        Directive buffers = settings.orDefault("large_client_header_buffers").orElseThrow();
        long size = Math.min(Values.size(buffers.arg(1)).orElse(0), 1 << 20);
        long count = Math.min(Values.number(buffers.arg(0)).orElse(0), 1 << 20);
        int requests = Amounts.number(settings.text("keepalive_requests"), 1, MOST_CONNECTIONS, 1_000);
        Size head = Amounts.size(size * count, 1 << 10, 1 << 20);
        Size target = Amounts.size(size, 256, 64 << 10);
        settings.one("large_client_header_buffers")
                .ifPresent(each -> notes.differs(
                        each,
                        "a head beyond " + head + " is answered 431, where nginx answers 400; a target beyond " + target
                                + " 414",
                        ""));
        settings.one("keepalive_timeout")
                .filter(each -> each.args().size() > 1)
                .ifPresent(each -> notes.differs(each, "no Keep-Alive field tells clients how long", ""));
        return new ClientLimits(
                head,
                Amounts.number(settings.text("max_headers"), 10, MOST_FIELDS, MOST_FIELDS),
                target,
                new Size(0),
                Connections.of(in, notes),
                closesAtOnce(settings) ? 1 : requests);
    }

    ListenerHttp2 http2(Site site) {
        Settings settings = site.first().settings();
        boolean on = site.isHttp2();
        return new ListenerHttp2(
                on && site.isSecure(),
                on && !site.isSecure(),
                Amounts.number(settings.text("http2_max_concurrent_streams"), 1, 10_000, 128),
                new Size(64 << 10),
                200);
    }
}
