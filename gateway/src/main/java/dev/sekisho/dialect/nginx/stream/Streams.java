package dev.sekisho.dialect.nginx.stream;

import dev.sekisho.dialect.nginx.config.Listen;
import dev.sekisho.dialect.nginx.config.Server;
import dev.sekisho.dialect.nginx.config.Settings;
import dev.sekisho.dialect.nginx.draft.Translation;
import dev.sekisho.dialect.nginx.socket.Amounts;
import dev.sekisho.dialect.nginx.socket.Connections;
import dev.sekisho.dialect.nginx.socket.Notes;
import dev.sekisho.dialect.nginx.socket.RealIp;
import dev.sekisho.dialect.nginx.socket.Site;
import dev.sekisho.dialect.nginx.socket.Sites;
import dev.sekisho.dialect.nginx.socket.TlsDraft;
import dev.sekisho.model.ListenerTls;
import dev.sekisho.model.ProxyProtocol;
import dev.sekisho.model.Size;
import dev.sekisho.model.StreamLimits;
import dev.sekisho.model.StreamListener;
import dev.sekisho.model.StreamProtocol;
import dev.sekisho.model.StreamTimeouts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The streams of {@code stream}: one for each address that its servers listen on. Belongs to one translation. */
public final class Streams {

    private static final Duration LEAST = Duration.ofMillis(10);
    private static final Duration MOST_HELLO = Duration.ofMinutes(5);
    private static final Duration HALF_MINUTE = Duration.ofSeconds(30);
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    private static final Size DATAGRAM = new Size(65_535);
    private static final int MOST_RESPONSES = 1_000_000;

    private final Translation in;
    private final Notes notes;
    private final TlsDraft tls;
    private final RealIp addresses;
    private final Destinations destinations;
    private final Access access;

    private Streams(Translation in) {
        this.in = in;
        this.notes = new Notes(in.report());
        this.tls = new TlsDraft(in, notes);
        this.addresses = new RealIp(notes);
        this.destinations = new Destinations(in, notes);
        this.access = new Access(notes);
    }

    /** Those of a translation, whose upstreams are added to its parts; what cannot be honoured is reported. */
    public static List<StreamListener> of(Translation in) {
        Streams streams = new Streams(in);
        List<Server> servers = in.config().stream().servers().servers();
        servers.forEach(server -> StreamNotes.check(server, streams.notes));
        List<StreamListener> all = new ArrayList<>();
        for (Site site : Sites.of(servers, listen -> !isUdp(listen), streams.notes)) {
            streams.listener(site, StreamProtocol.TCP).ifPresent(all::add);
        }
        for (Site site : Sites.of(servers, Streams::isUdp, streams.notes)) {
            streams.listener(site, StreamProtocol.UDP).ifPresent(all::add);
        }
        return List.copyOf(all);
    }

    private static boolean isUdp(Listen listen) {
        return listen.parameters().contains("udp");
    }

    /** Nothing where its server passes nothing on, which is reported. */
    private Optional<StreamListener> listener(Site site, StreamProtocol protocol) {
        Server server = site.first();
        boolean udp = protocol == StreamProtocol.UDP;
        boolean secure = !udp && site.isSecure();
        return destinations
                .of(server, udp, secure)
                .map(to -> new StreamListener(
                        udp ? site.name() + "/udp" : site.name(),
                        site.address(),
                        protocol,
                        to.others(),
                        to.names(),
                        secure ? secured(server) : Optional.empty(),
                        header(server.settings(), !udp && site.isProxied()),
                        access.of(server.settings()),
                        !to.names().isEmpty(),
                        limits(server.settings(), udp),
                        timeouts(server.settings()),
                        site.members().getFirst().listen().directive().at()));
    }

    private Optional<ListenerTls> secured(Server server) {
        return tls.of(List.of(server), server, "ssl_handshake_timeout");
    }

    /** The realip module of streams knows the PROXY protocol alone. */
    private Optional<ProxyProtocol> header(Settings settings, boolean asked) {
        Duration timeout = Amounts.time(settings, "proxy_protocol_timeout", LEAST, MOST_HELLO, HALF_MINUTE);
        return asked ? Optional.of(RealIp.header(addresses.networks(settings), timeout)) : Optional.empty();
    }

    private StreamLimits limits(Settings settings, boolean udp) {
        Optional<Integer> responses = udp
                ? settings.one("proxy_responses").map(each -> Amounts.number(each.arg(0), 0, MOST_RESPONSES, 0))
                : Optional.empty();
        return new StreamLimits(Connections.of(in, notes), DATAGRAM, responses);
    }

    private static StreamTimeouts timeouts(Settings settings) {
        return new StreamTimeouts(
                Amounts.time(settings, "proxy_timeout", LEAST, Duration.ofDays(7), TEN_MINUTES),
                Amounts.time(settings, "proxy_timeout", LEAST, Duration.ofHours(24), TEN_MINUTES),
                Amounts.time(settings, "preread_timeout", LEAST, MOST_HELLO, HALF_MINUTE));
    }
}
