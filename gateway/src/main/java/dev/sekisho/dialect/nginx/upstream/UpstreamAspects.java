package dev.sekisho.dialect.nginx.upstream;

import dev.sekisho.dialect.nginx.draft.Aspect;
import dev.sekisho.dialect.nginx.draft.DraftKinds;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.draft.RouteDraft;
import dev.sekisho.dialect.nginx.draft.Translation;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.model.RouteTimeouts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How long services may take, and which calls are made again. */
public final class UpstreamAspects {

    private static final Duration DAY = Duration.ofHours(24);

    private UpstreamAspects() {}

    /** Those of a translation. */
    public static List<Aspect> of(Translation in, Upstreams upstreams) {
        return List.of((place, route) -> apply(in, upstreams, place, route));
    }

    private static void apply(Translation in, Upstreams upstreams, Place place, RouteDraft route) {
        upstreams.tune(place);
        Optional<Pass> pass = Pass.of(place.settings());
        if (pass.isEmpty()) {
            return;
        }
        fallbacks(upstreams, place);
        boolean grpc = pass.get().isGrpc();
        Duration read = Upstreams.time(place.settings(), grpc ? "grpc_read_timeout" : "proxy_read_timeout", DAY);
        route.timeouts(new RouteTimeouts(Optional.of(read), Optional.of(read), Optional.empty()));
        NextUpstream next = NextUpstream.of(place.settings(), grpc);
        route.retry(next.retry());
        String name = grpc ? "grpc_next_upstream" : "proxy_next_upstream";
        if (next.tellsConnectTimeouts()) {
            place.settings()
                    .one(name)
                    .filter(upstreams.once()::first)
                    .ifPresent(directive -> in.report()
                            .add(
                                    DraftKinds.DIFFERS,
                                    directive.at(),
                                    directive
                                            + " a connection that takes too long to open counts as error, not as timeout.",
                                    "name both, error and timeout"));
        }
    }

    /** nginx reads a body to its end first, and so has it for another service. */
    private static void fallbacks(Upstreams upstreams, Place place) {
        for (Directive page : place.settings().all("error_page")) {
            if (page.texts().getLast().startsWith("@") && upstreams.once().first(page)) {
                place.in()
                        .report()
                        .add(
                                DraftKinds.DIFFERS,
                                page.at(),
                                page + " where a service has had some of a request's body already, its error stays.",
                                "name services for it in an upstream, and proxy_next_upstream with non_idempotent where they bear it");
            }
        }
    }
}
