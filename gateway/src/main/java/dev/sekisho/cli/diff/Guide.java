package dev.sekisho.cli.diff;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.ServedRoute;
import dev.sekisho.dataplane.http1.RequestParser;
import dev.sekisho.dataplane.listener.Forwarding;
import dev.sekisho.dataplane.listener.ListenerSettings;
import dev.sekisho.dataplane.listener.Peer;
import dev.sekisho.model.Backend;
import dev.sekisho.model.Listener;
import dev.sekisho.model.Route;
import dev.sekisho.policy.Policies;
import dev.sekisho.snapshot.PolicyChains;
import dev.sekisho.snapshot.Rewriters;
import dev.sekisho.snapshot.Snapshot;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the way of requests through one configuration, by the parser, router and rewrites that serve it. For one thread. */
public final class Guide {

    private final Snapshot snapshot;
    private final LoopContext loop;
    private final Map<String, Entry> entries = new HashMap<>(); // by name of the listener
    private final Entry first;
    private final Map<Integer, List<String>> policies = new HashMap<>(); // by number of the route

    /**
     * A guide through a configuration.
     *
     * @param loop of the thread that asks
     * @throws IllegalArgumentException where the configuration has no listener
     */
    public Guide(Snapshot snapshot, LoopContext loop) {
        if (snapshot.model().listeners().isEmpty()) {
            throw new IllegalArgumentException("listeners: none (expected: at least one, for requests)");
        }
        this.snapshot = snapshot;
        this.loop = loop;
        for (Listener listener : snapshot.model().listeners()) {
            entries.put(listener.name(), new Entry(listener, ListenerSettings.of(listener)));
        }
        Listener head = snapshot.model().listeners().getFirst();
        first = new Entry(head, ListenerSettings.of(head));
    }

    /** A listener as requests come in by it. */
    private record Entry(Listener listener, ListenerSettings settings) {}

    private Entry entry(String listener) {
        Entry named = entries.get(listener);
        return named == null ? first : named;
    }

    Snapshot snapshot() {
        return snapshot;
    }

    /** The way of a request that arrives at its listener; at the first one where there is none of that name. */
    Way way(Sample sample) {
        Exchange x = loop.acquire();
        try {
            return way(sample, x);
        } finally {
            loop.release(x);
        }
    }

    private Way way(Sample sample, Exchange x) {
        ListenerSettings settings = entry(sample.listener()).settings();
        byte[] head = sample.head().getBytes(StandardCharsets.ISO_8859_1);
        RequestParser parser = new RequestParser(settings.heads());
        if (!parser.parse(x.request(), Unpooled.wrappedBuffer(head))) {
            return refused(Reason.HEAD_MALFORMED);
        }
        if (parser.refused() != Reason.NONE) {
            return refused(parser.refused());
        }
        InetSocketAddress client = new InetSocketAddress(InetAddress.ofLiteral(sample.client()), 0);
        InetSocketAddress local = new InetSocketAddress(
                entry(sample.listener()).listener().address().port());
        Forwarding.apply(x, Peer.of(client, local, settings), settings);
        ServedRoute served = snapshot.route(x);
        if (served.id() == 0) {
            return refused(Reason.NO_ROUTE);
        }
        if (x.request().hasEncodedSeparators() && !served.encodedSeparators()) {
            return refused(Reason.PATH_SEPARATOR);
        }
        x.route(served);
        Route route = snapshot.model().routes().get(served.id() - 1);
        return new Way("route " + route.name(), policies(served, route), backend(route), sentAs(x, served, route));
    }

    private static Way refused(Reason reason) {
        return new Way("none (" + reason.status() + " " + reason.code() + ")", List.of(), "", "");
    }

    private List<String> policies(ServedRoute served, Route route) {
        return policies.computeIfAbsent(served.id(), _ -> policies(route, snapshot));
    }

    /** The policies of a route, a line each. */
    static List<String> policies(Route route, Snapshot snapshot) {
        return PolicyChains.specs(route, snapshot.model()).stream()
                .map(spec -> spec.type() + ": " + Policies.describe(spec))
                .toList();
    }

    /** What serves a route. */
    static String backend(Route route) {
        return switch (route.to()) {
            case Backend.ToUpstream to ->
                "upstream " + to.upstream() + (to.labels().isEmpty() ? "" : " " + to.labels());
            case Backend.Split split ->
                "split"
                        + String.join(
                                ",",
                                split.split().stream()
                                        .map(share -> " " + share.upstream() + " " + share.weight())
                                        .toList());
            case Backend.Redirect redirect -> "redirect " + redirect.status();
            case Backend.Respond respond -> "response " + respond.status();
            case Backend.Files files -> "files of " + files.root();
        };
    }

    private static String sentAs(Exchange x, ServedRoute served, Route route) {
        boolean called = route.to() instanceof Backend.ToUpstream || route.to() instanceof Backend.Split;
        if (!called || !route.match().connect().isEmpty()) {
            return "";
        }
        Reason refused = Rewriters.of(route, served.variables()).apply(x);
        if (refused != Reason.NONE) {
            return refused.status() + " " + refused.code();
        }
        RequestHead head = x.request();
        String path = Ascii.string(head.headers().bytes(), head.forwardStart(), head.forwardEnd());
        String query = head.queryText().map(text -> "?" + text).orElse("");
        String host = head.headers().get(HeaderName.HOST).orElse("the target's address");
        return head.methodText() + " " + path + query + ", Host: " + host;
    }
}
