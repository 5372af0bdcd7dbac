package dev.sekisho.dialect.nginx.field;

import dev.sekisho.dialect.nginx.draft.Aspect;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.draft.RouteDraft;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.upstream.Pass;
import dev.sekisho.policy.requestline.RequestLineConfig;
import java.util.Optional;
import java.util.Set;

/** {@code proxy_method}: the method that the upstream gets. */
final class UpstreamMethod implements Aspect {

    private static final Set<String> OTHERS =
            Set.of("HEAD", "CONNECT", "TRACE"); // whose answers are framed in their own way
    private static final String SAME = "$request_method";

    private final Findings findings;

    UpstreamMethod(Findings findings) {
        this.findings = findings;
    }

    @Override
    public void apply(Place place, RouteDraft route) {
        boolean passes =
                Pass.of(place.settings()).filter(pass -> !pass.isGrpc()).isPresent();
        Optional<Directive> given = place.settings()
                .one("proxy_method")
                .filter(each -> passes && !each.arg(0).equals(SAME));
        given.ifPresent(directive -> {
            String method = directive.arg(0);
            if (method.matches("[A-Z]{1,20}") && !OTHERS.contains(method)) {
                route.policy("request-line", RequestLineConfig.ofMethod(method), directive.at());
            } else {
                findings.notHonoured(
                        directive,
                        "is not honoured: it names a method by a variable, or one of " + OTHERS,
                        "write another method");
            }
        });
    }
}
