package dev.sekisho.dialect.nginx.field;

import dev.sekisho.dialect.nginx.draft.Aspect;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.draft.RouteDraft;
import dev.sekisho.dialect.nginx.upstream.Pass;
import dev.sekisho.model.Size;
import dev.sekisho.policy.requestbody.RequestBodyConfig;
import java.util.Optional;

/** The body that the upstream gets: {@code proxy_set_body} and {@code proxy_pass_request_body}. */
final class UpstreamBody implements Aspect {

    private static final long LONGEST = 64L << 20;

    private final Findings findings;

    UpstreamBody(Findings findings) {
        this.findings = findings;
    }

    @Override
    public void apply(Place place, RouteDraft route) {
        if (Pass.of(place.settings()).filter(pass -> !pass.isGrpc()).isEmpty()) {
            return;
        }
        Optional<String> text = place.settings()
                .one("proxy_set_body")
                .map(each -> Arguments.requestText(place, each.args().getFirst(), each.arg(0)))
                .or(() -> place.settings()
                        .one("proxy_pass_request_body")
                        .filter(each -> each.arg(0).equalsIgnoreCase("off"))
                        .map(each -> ""));
        text.ifPresent(body -> {
            route.policy("request-body", RequestBodyConfig.ofText(body, longest(place)), place.at());
            findings.differsOnce(
                    "body",
                    place.at(),
                    place.settings()
                                    .one("proxy_set_body")
                                    .or(() -> place.settings().one("proxy_pass_request_body"))
                                    .map(Object::toString)
                                    .orElse("")
                            + " has the gateway wait for the body that it leaves out, of which it takes at most 64 MiB",
                    "");
        });
    }

    /** As much as the server takes, as far as it can be kept in memory. */
    private static Size longest(Place place) {
        long limit = place.settings().bytes("client_max_body_size").orElse(0);
        return new Size(limit == 0 ? LONGEST : Math.min(limit, LONGEST));
    }
}
