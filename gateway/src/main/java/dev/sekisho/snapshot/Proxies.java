package dev.sekisho.snapshot;

import dev.sekisho.dataplane.Handler;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.Response;
import dev.sekisho.dataplane.SubrequestService;
import dev.sekisho.dataplane.tunnel.TunnelHandler;
import dev.sekisho.dataplane.upstream.FallbackRule;
import dev.sekisho.dataplane.upstream.MirrorRule;
import dev.sekisho.dataplane.upstream.ProxyCalls;
import dev.sekisho.dataplane.upstream.ProxyHandler;
import dev.sekisho.dataplane.upstream.Rewriter;
import dev.sekisho.dataplane.upstream.RouteRules;
import dev.sekisho.dataplane.upstream.Subset;
import dev.sekisho.dataplane.upstream.UpstreamService;
import dev.sekisho.dataplane.upstream.UpstreamSubrequests;
import dev.sekisho.dataplane.upstream.retry.RetryBudget;
import dev.sekisho.dataplane.upstream.retry.RetryPolicy;
import dev.sekisho.dataplane.upstream.traffic.LastAnswers;
import dev.sekisho.dataplane.upstream.traffic.Shares;
import dev.sekisho.model.Backend;
import dev.sekisho.model.Fallback;
import dev.sekisho.model.Mirror;
import dev.sekisho.model.Route;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the handlers of proxied routes. */
final class Proxies {

    private static final Duration TUNNEL_IDLE = Duration.ofMinutes(10); // as for streams

    private final ProxyCalls calls;
    private final int loops;
    private final ObserverFactory observers;

    Proxies(int loops, ObserverFactory observers) {
        this.loops = loops;
        this.observers = observers;
        this.calls = new ProxyCalls(loops);
    }

    /** The upstreams as policies may ask them. */
    Map<String, SubrequestService> subrequests(Map<String, UpstreamService> upstreams) {
        Map<String, SubrequestService> asked = new HashMap<>();
        upstreams.forEach((name, service) -> asked.put(name, new UpstreamSubrequests(service, calls)));
        return asked;
    }

    Handler handler(
            Route route, Backend.ToUpstream to, List<String> variables, Map<String, UpstreamService> upstreams) {
        ProxyHandler.Share share = share(upstreams, to.upstream(), to.labels());
        return new ProxyHandler(List.of(share), null, Rewriters.of(route, variables), rules(route, upstreams), calls);
    }

    /** The handler of a route for CONNECT. */
    static Handler tunnel(Route route, Backend.ToUpstream to, Map<String, UpstreamService> upstreams) {
        ProxyHandler.Share share = share(upstreams, to.upstream(), to.labels());
        long idle = route.timeouts().tunnel().orElse(TUNNEL_IDLE).toNanos();
        return new TunnelHandler(share.service(), share.subset(), idle);
    }

    Handler handler(Route route, Backend.Split to, List<String> variables, Map<String, UpstreamService> upstreams) {
        List<ProxyHandler.Share> shares = to.split().stream()
                .map(share -> share(upstreams, share.upstream(), share.labels()))
                .toList();
        return new ProxyHandler(
                shares, new Shares(to, loops), Rewriters.of(route, variables), rules(route, upstreams), calls);
    }

    private static ProxyHandler.Share share(
            Map<String, UpstreamService> upstreams, String name, Map<String, String> labels) {
        return new ProxyHandler.Share(upstream(upstreams, name), labels.isEmpty() ? Subset.ALL : new Subset(labels));
    }

    private static UpstreamService upstream(Map<String, UpstreamService> upstreams, String name) {
        UpstreamService found = upstreams.get(name);
        if (found == null) {
            throw new IllegalArgumentException("upstream: " + name + " (expected: one of " + upstreams.keySet() + ")");
        }
        return found;
    }

    private RouteRules rules(Route route, Map<String, UpstreamService> upstreams) {
        return new RouteRules(
                route.retry().map(RetryPolicy::of).orElse(null),
                route.retry()
                        .map(retry -> new RetryBudget(retry.budget(), loops))
                        .orElse(null),
                route.timeout().map(Duration::toNanos).orElse(0L),
                route.timeouts().read().map(Duration::toNanos).orElse(0L),
                route.timeouts().eventStream().map(Duration::toNanos).orElse(-1L),
                route.fallback().map(fallback -> fallback(fallback, upstreams)).orElse(null),
                route.mirror().map(mirror -> mirror(route, mirror, upstreams)).orElse(null));
    }

    private MirrorRule mirror(Route route, Mirror mirror, Map<String, UpstreamService> upstreams) {
        return new MirrorRule(
                upstream(upstreams, mirror.upstream()),
                mirror,
                mirror.rewrite()
                        .map(rewrite -> Rewriters.of(route, rewrite, List.of()))
                        .orElse(Rewriter.NONE),
                mirror.compare()
                        .map(compare -> observers.shadow(route.name(), compare))
                        .orElse(null));
    }

    private static FallbackRule fallback(Fallback fallback, Map<String, UpstreamService> upstreams) {
        return new FallbackRule(
                fallback.statuses(),
                fallback.respond().map(Proxies::response).orElse(null),
                fallback.upstream().map(name -> upstream(upstreams, name)).orElse(null),
                fallback.lastGood().map(LastAnswers::new).orElse(null));
    }

    /** A response of the gateway's own, as configured. */
    static Response response(Backend.Respond respond) {
        Response response = Response.of(respond.status()).because(Reason.FIXED_RESPONSE);
        for (Map.Entry<String, String> field : respond.headers().entrySet()) {
            response = response.with(HeaderName.of(field.getKey()), field.getValue());
        }
        byte[] body = respond.body().orElse("").getBytes(StandardCharsets.UTF_8);
        return response.withBody(body);
    }
}
