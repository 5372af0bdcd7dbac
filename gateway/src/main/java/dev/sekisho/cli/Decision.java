package dev.sekisho.cli;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.Response;
import dev.sekisho.dataplane.Routing;
import dev.sekisho.dataplane.ServedRoute;
import dev.sekisho.dataplane.TlsConnection;
import dev.sekisho.dataplane.http1.RequestParser;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.dataplane.listener.Forwarding;
import dev.sekisho.dataplane.listener.ListenerSettings;
import dev.sekisho.dataplane.listener.Peer;
import dev.sekisho.dataplane.router.Explanation;
import dev.sekisho.model.Backend;
import dev.sekisho.model.Balance;
import dev.sekisho.model.Listener;
import dev.sekisho.model.PolicySpec;
import dev.sekisho.model.Route;
import dev.sekisho.model.Target;
import dev.sekisho.model.Upstream;
import dev.sekisho.policy.Policies;
import dev.sekisho.snapshot.ChainPlace;
import dev.sekisho.snapshot.PolicyIndex;
import dev.sekisho.snapshot.Rewriters;
import dev.sekisho.snapshot.Snapshot;
import io.netty.buffer.Unpooled;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Walks a request through the same parser, router, policies and rewrites that serve it, and prints each step. The request
 * arrives at the listener that it names, else at the first that speaks the scheme of its URL, else at the first of all.
 */
final class Decision {

    private static final int MOST_ROUTES = 10; // as when it serves
    private static final Outcome STOPPED = new Outcome.Reply(Response.of(Reason.PATH_SEPARATOR.status()));

    private final Snapshot snapshot;
    private final LoopContext loop;
    private final PrintWriter out;

    Decision(Snapshot snapshot, LoopContext loop, PrintWriter out) {
        this.snapshot = snapshot;
        this.loop = loop;
        this.out = out;
    }

    void explain(CurlRequest request, int others) {
        if (snapshot.model().listeners().isEmpty()) {
            throw new IllegalArgumentException(
                    "listeners: none (expected: at least one, for requests; tls://NAME:PORT, "
                            + "tcp://:PORT or udp://:PORT ask for streams)");
        }
        Listener listener = listener(request);
        ListenerSettings settings = ListenerSettings.of(listener);
        Exchange x = loop.acquire();
        x.shownBy(snapshot);
        RequestParser parser = new RequestParser(settings.heads());
        if (!parser.parse(x.request(), Unpooled.wrappedBuffer(request.bytes()))) {
            throw new IllegalArgumentException("the request is not whole (expected: no line breaks in its parts)");
        }
        if (parser.refused() != Reason.NONE) {
            refused(parser.refused());
            return;
        }
        InetSocketAddress local = new InetSocketAddress(listener.address().port());
        Forwarding.apply(x, Peer.of(new InetSocketAddress(request.from(), 0), local, settings), settings);
        if (listener.tls().isPresent()) {
            secured(x);
        }
        if (settings.maxBody() > 0 && x.request().contentLength() > settings.maxBody()) {
            refused(Reason.BODY_TOO_LARGE);
            return;
        }
        Explanation explanation = snapshot.router().explain(x, others);
        out.print(explanation.text());
        out.println();
        if (explanation.winner().isEmpty()) {
            refused(x.request().method() == Method.CONNECT ? Reason.CONNECT : Reason.NO_ROUTE);
            return;
        }
        x.route(explanation.answer());
        serve(x, snapshot.model().routes().get(x.route().id() - 1));
    }

    private Listener listener(CurlRequest request) {
        List<Listener> all = snapshot.model().listeners();
        if (request.listener().isPresent()) {
            String name = request.listener().get();
            return all.stream()
                    .filter(listener -> listener.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("--listener: " + name + " (expected: one of "
                            + all.stream().map(Listener::name).collect(Collectors.joining(", ")) + ")"));
        }
        return all.stream()
                .filter(listener -> request.scheme().equals(listener.tls().isPresent() ? "https" : "http"))
                .findFirst()
                .orElseGet(all::getFirst);
    }

    /** As after a handshake in which the client has asked for the host of the request. */
    private static void secured(Exchange x) {
        x.caller().tls(new TlsConnection("", "", x.request().hostText(), "", "", ""));
        x.request().headers().set(HeaderName.X_FORWARDED_PROTO, "https");
    }

    private void refused(Reason reason) {
        out.println("answered " + reason.status() + ", reason " + reason.code() + ": " + reason.message());
    }

    private void serve(Exchange x, Route first) {
        Route route = first;
        Outcome outcome = policies(x, first);
        for (int i = 0; i < MOST_ROUTES && outcome instanceof Outcome.Reroute to; i++) {
            Optional<Route> next = elsewhere(x, to);
            if (next.isEmpty()) {
                return;
            }
            route = next.get();
            outcome = policies(x, route);
        }
        if (outcome instanceof Outcome.Reroute) {
            refused(Reason.ROUTE_CYCLE);
        } else if (outcome instanceof Outcome.Continue) {
            backend(x, route);
        }
    }

    /** The route that a policy has sent the request to; empty where that comes to nothing, which is told. */
    private Optional<Route> elsewhere(Exchange x, Outcome.Reroute to) {
        Optional<ServedRoute> next = Routing.find(x, to);
        if (next.isEmpty() || next.get().id() == 0) {
            refused(Reason.NO_ROUTE);
            return Optional.empty();
        }
        x.route(next.get());
        String query = x.request().queryText().map(text -> "?" + text).orElse("");
        out.println();
        out.println("goes to route " + next.get().name() + ", as " + x.request().pathText() + query);
        return Optional.of(snapshot.model().routes().get(next.get().id() - 1));
    }

    private Outcome policies(Exchange x, Route route) {
        if (x.request().hasEncodedSeparators() && !x.route().encodedSeparators()) {
            refused(Reason.PATH_SEPARATOR);
            return STOPPED;
        }
        return policies(x, PolicyIndex.of(snapshot.model()).places(route));
    }

    /** What becomes of the request: it goes on, to another route, or is answered. */
    private Outcome policies(Exchange x, List<ChainPlace> places) {
        List<Policy> chain = x.route().policies();
        out.println(places.isEmpty() ? "policies: none" : "policies:");
        for (int i = 0; i < places.size(); i++) {
            boolean known = x.principal().isKnown();
            tell(places.get(i), x.principal());
            Outcome outcome = told(x, chain.get(i), known);
            if (outcome instanceof Outcome.Reply || outcome instanceof Outcome.Reroute) {
                return outcome;
            }
        }
        return Outcome.CONTINUE;
    }

    /** What a policy decides, told. */
    private Outcome told(Exchange x, Policy policy, boolean known) {
        Outcome outcome = policy.onRequest(x);
        if (outcome instanceof Outcome.Reply reply) {
            Reason why = reply.response().reason();
            out.println("    answers " + reply.response().status() + reason(why, x.detail())
                    + "; nothing behind it sees the request");
        }
        if (!known && x.principal().isKnown()) {
            out.println("    knows " + who(x.principal()));
        }
        if (outcome instanceof Outcome.Await) {
            out.println("    asks elsewhere, which is not done here; what follows is what happens if it agrees");
        }
        return outcome;
    }

    /** The policy at a place, or all its variants and which of them serves. */
    private void tell(ChainPlace place, Principal client) {
        if (place.isForEverybody()) {
            out.println("  " + policy(place.specs().getFirst()));
            return;
        }
        Optional<ChainPlace.Variant> serving = place.of(client);
        out.println("  " + place.type() + ", by who the client is:");
        for (ChainPlace.Variant variant : place.variants()) {
            String does = variant.spec().map(Decision::policy).orElse("nothing");
            boolean serves = serving.filter(chosen -> chosen == variant).isPresent();
            out.println("  " + (serves ? "> " : "  ") + "for " + variant.audience() + ": " + does);
        }
        if (serving.isEmpty()) {
            out.println("    for none of these, so it does nothing");
        }
    }

    private static String policy(PolicySpec spec) {
        return spec.type() + " (" + spec.origin() + "): " + Policies.describe(spec);
    }

    private static String reason(Reason why, String detail) {
        boolean tells = why.side() != Reason.Side.NONE;
        return (tells ? ", reason " + why.code() : "") + (detail.isEmpty() ? "" : ": " + detail);
    }

    private static String who(Principal principal) {
        int claims = principal.claims().size();
        return "the client by " + principal.method() + ": " + principal.subject()
                + more("consumer", List.of(principal.consumerName()))
                + more("plan", List.of(principal.plan()))
                + more("groups", principal.groups())
                + more("scopes", principal.scopes())
                + (claims == 0 ? "" : ", " + claims + (claims == 1 ? " claim" : " claims"));
    }

    private static String more(String what, Collection<String> names) {
        String text = names.stream().sorted().collect(Collectors.joining(" "));
        return text.isEmpty() ? "" : ", " + what + " " + text;
    }

    private void backend(Exchange x, Route route) {
        switch (route.to()) {
            case Backend.ToUpstream to when !route.match().connect().isEmpty() -> tunnel(share(to));
            case Backend.ToUpstream to -> upstream(x, route, List.of(share(to)));
            case Backend.Split split -> upstream(x, route, split.split());
            case Backend.Redirect redirect -> out.println("answered " + redirect.status() + ", a redirect");
            case Backend.Files files -> out.println("answered from the files of " + files.root());
            case Backend.Respond respond -> out.println("answered " + respond.status() + ", a fixed response");
        }
    }

    private static Backend.Share share(Backend.ToUpstream to) {
        return new Backend.Share(to.upstream(), 1, to.labels(), Map.of(), Map.of());
    }

    private void tunnel(Backend.Share share) {
        out.println("answered 200 once a target takes the connection; then bytes pass both ways as they are");
        to(share, "");
    }

    private void to(Backend.Share share, String part) {
        String by = balance(share.upstream()).name().toLowerCase(Locale.ROOT).replace('_', '-');
        out.println("to upstream " + share.upstream() + part + ", by " + by + ":");
        targets(share);
    }

    private void upstream(Exchange x, Route route, List<Backend.Share> shares) {
        Reason refused = Rewriters.of(route, x.route().variables()).apply(x);
        if (refused != Reason.NONE) {
            refused(refused);
            return;
        }
        RequestHead head = x.request();
        String query = head.queryText().map(text -> "?" + text).orElse("");
        String path = Ascii.string(head.headers().bytes(), head.forwardStart(), head.forwardEnd());
        String host = head.headers().get(HeaderName.HOST).orElse("the address of the target");
        out.println("sent on as: " + head.methodText() + " " + path + query + ", Host: " + host);
        int whole = shares.stream().mapToInt(Backend.Share::weight).sum();
        for (Backend.Share share : shares) {
            String part = shares.size() == 1 ? "" : " (" + share.weight() + " of " + whole + ")";
            to(share, part);
        }
    }

    private Balance.Algorithm balance(String upstream) {
        return snapshot.model().upstreams().stream()
                .filter(u -> u.name().equals(upstream))
                .map(u -> u.balance().algorithm())
                .findFirst()
                .orElseThrow();
    }

    /** The targets that a share may use, and why each is picked or skipped by what the configuration says. */
    private void targets(Backend.Share share) {
        Upstream upstream = snapshot.model().upstreams().stream()
                .filter(u -> u.name().equals(share.upstream()))
                .findFirst()
                .orElseThrow();
        boolean primary = upstream.targets().stream().anyMatch(t -> isPrimary(t, share));
        for (Target target : upstream.targets()) {
            out.println("  " + target.address() + (target.weight() == 1 ? "" : " (weight " + target.weight() + ")")
                    + ": " + standing(target, share, primary));
        }
        upstream.targetsFile().ifPresent(file -> out.println("  and those of " + file));
    }

    private static boolean isPrimary(Target target, Backend.Share share) {
        return target.weight() > 0
                && !target.drain()
                && !target.backup()
                && target.labels().entrySet().containsAll(share.labels().entrySet());
    }

    private static String standing(Target target, Backend.Share share, boolean primary) {
        if (!target.labels().entrySet().containsAll(share.labels().entrySet())) {
            return "skipped, its labels are " + target.labels() + " (wanted: " + share.labels() + ")";
        }
        if (target.weight() == 0) {
            return "skipped, its weight is 0";
        }
        if (target.drain()) {
            return "skipped, it drains: only clients that stick to it are served";
        }
        if (target.backup()) {
            return primary ? "a backup, asked while no other can serve" : "a backup, asked since there is no other";
        }
        return "may be picked";
    }
}
