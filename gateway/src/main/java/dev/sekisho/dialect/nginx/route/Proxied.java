package dev.sekisho.dialect.nginx.route;

import dev.sekisho.dialect.DiagnosticKind;
import dev.sekisho.dialect.nginx.config.Step;
import dev.sekisho.dialect.nginx.directive.LocationName.Modifier;
import dev.sekisho.dialect.nginx.draft.DraftKinds;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.text.Texts;
import dev.sekisho.dialect.nginx.upstream.Pass;
import dev.sekisho.dialect.nginx.upstream.Upstreams;
import dev.sekisho.model.Backend;
import dev.sekisho.model.Rewrite;
import dev.sekisho.policy.steps.Step.Flag;
import dev.sekisho.policy.steps.Step.GotoStep;
import dev.sekisho.policy.steps.Step.RewriteStep;
import dev.sekisho.policy.steps.Step.Test;
import dev.sekisho.policy.steps.Step.WhenStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Requests that {@code proxy_pass} and {@code grpc_pass} pass on, and the path that they get (nginx's module proxy). */
final class Proxied {

    private static final String QUERY = "$is_args$args";
    private static final String ASKED = "$request_uri";

    private final Place place;
    private final Upstreams upstreams;
    private final Jumps jumps;
    private final boolean located;

    /**
     * Of a place.
     *
     * @param located whether its route has the path of the location
     */
    Proxied(Place place, Upstreams upstreams, Jumps jumps, boolean located) {
        this.place = place;
        this.upstreams = upstreams;
        this.jumps = jumps;
        this.located = located;
    }

    /** What answers there. */
    Content content(Pass pass) {
        return pass.host().indexOf('$') < 0 ? fixed(pass) : chosen(pass);
    }

    private Content fixed(Pass pass) {
        Optional<String> upstream = upstreams.named(place, pass);
        if (upstream.isEmpty()) {
            return Content.afterAnswer(List.of(Answer.status(502)));
        }
        Backend backend = new Backend.ToUpstream(upstream.get(), Map.of());
        Optional<String> uri = pass.uri();
        if (uri.isEmpty() || isAsAsked(uri.get())) {
            return Content.of(backend);
        }
        if (pass.hasVariables()) {
            return new Content(backend, Rewrite.NONE, List.of(replaced(pass, uri.get())), List.of());
        }
        return new Content(backend, prefix(pass, uri.get()), List.of(), List.of());
    }

    /** Whether the URI is the client's own, as it is passed on without any. */
    private boolean isAsAsked(String uri) {
        boolean whole = uri.equals(ASKED) && !isRewritten();
        return whole || uri.equals("$uri" + QUERY) || uri.equals("$document_uri" + QUERY);
    }

    private boolean isRewritten() {
        return place.location().stream()
                .flatMap(location -> location.steps().stream())
                .anyMatch(step -> step.directive().name().equals("rewrite"));
    }

    /** Where variables are in the address, its URI takes the place of all that the client has asked for. */
    private RewriteStep replaced(Pass pass, String whole) {
        boolean asked = whole.endsWith(ASKED) && !isRewritten();
        String uri = asked ? whole.substring(0, whole.length() - ASKED.length()) + "$uri" + QUERY : whole;
        boolean query = uri.endsWith(QUERY);
        String text = query ? uri.substring(0, uri.length() - QUERY.length()) : uri;
        encoded(pass, text);
        String to = place.requestText(
                text.startsWith("/") || text.startsWith("$") ? text : "/" + text,
                pass.directive().at());
        return new RewriteStep("", query ? to : to + "?", Flag.BREAK);
    }

    /** Says how values of variables get into a path. */
    private void encoded(Pass pass, String path) {
        if (Targets.mayHoldQuery(place, path)) {
            refuse(
                    pass,
                    "a variable in its path may bring a query (expected: $is_args$args at its end, or a question mark before"
                            + " the variable)");
        } else if (path.indexOf('$') >= 0) {
            report(
                    DraftKinds.DIFFERS,
                    pass,
                    "what variables bring into its path is percent-encoded where a path has to be; nginx sends it as it is");
        }
    }

    /** A URI without variables takes the place of the location's own path. */
    private Rewrite prefix(Pass pass, String uri) {
        int mark = uri.indexOf('?');
        if (mark >= 0) {
            refuse(pass, "a query in its URI (expected: none, or a rewrite that adds it)");
        }
        String path = mark < 0 ? uri : uri.substring(0, mark);
        if ((path + "/").contains("/../") || (path + "/").contains("/./")) {
            refuse(pass, "dots that lead elsewhere in its path (expected: the path that is meant)");
        }
        boolean slashes = path.endsWith("/")
                && place.location()
                        .map(each -> each.name())
                        .filter(name -> name.modifier() != Modifier.EXACT
                                && !name.path().endsWith("/"))
                        .isPresent();
        if (slashes) {
            report(
                    DraftKinds.DIFFERS,
                    pass,
                    "where a slash is next in what the client asked for, one slash is sent; nginx sends two");
        }
        return Prefixes.replaced(place, located, PathText.normal(path));
    }

    private void refuse(Pass pass, String why) {
        report(DraftKinds.NOT_HONOURED, pass, why);
    }

    private void report(DiagnosticKind kind, Pass pass, String why) {
        place.in()
                .report()
                .add(kind, pass.directive().at(), pass.directive() + " in " + place.route() + ": " + why, "");
    }

    /** An upstream that variables choose: a route for each that they may name. */
    private Content chosen(Pass pass) {
        Optional<Set<String>> hosts = Targets.of(place, pass.host());
        if (hosts.isEmpty()) {
            refuse(
                    pass,
                    "its upstream may be any (expected: variables that set, map or split_clients give a fixed text)");
            return Content.afterAnswer(List.of(Answer.status(502)));
        }
        String value = place.requestText(pass.host(), pass.directive().at());
        List<dev.sekisho.policy.steps.Step> steps = new ArrayList<>();
        for (String host : new TreeSet<>(hosts.get())) {
            Optional<Pass> known = host.isEmpty() ? Optional.empty() : pass.to(host);
            if (known.isPresent()) {
                String route = jumps.content(place, host, named(known.get(), fixed(known.get())));
                steps.add(
                        new WhenStep(value, Test.EQUALS, Optional.of(Texts.plain(host)), List.of(new GotoStep(route))));
            }
        }
        steps.add(Answer.status(500));
        return Content.afterAnswer(steps);
    }

    /** Where nothing else is said, Host is what the variables have become, without what stands behind it. */
    private Content named(Pass known, Content content) {
        String header = known.isGrpc() ? "grpc_set_header" : "proxy_set_header";
        boolean said = place.settings().all(header).stream()
                .anyMatch(each -> each.arg(0).equalsIgnoreCase("host"));
        if (said || known.host().startsWith("unix:")) {
            return content;
        }
        String usual = known.isSecure() ? ":443" : ":80";
        String host = known.host();
        String name = host.endsWith(usual) ? host.substring(0, host.length() - usual.length()) : host;
        Rewrite rewrite = content.rewrite();
        return new Content(
                content.backend(),
                new Rewrite(rewrite.stripPrefix(), rewrite.prefix(), rewrite.path(), rewrite.regex(), name),
                content.steps(),
                content.rules());
    }

    /**
     * Whether the place's URI counts only while no rewrite has changed the path, which then goes on as it is
     * (nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_pass).
     */
    static boolean dependsOnRewrite(Place place, Pass pass, List<Step> steps) {
        boolean uri = pass.uri().isPresent() && !pass.hasVariables();
        boolean prefix = place.location()
                .filter(each -> each.name().modifier() != Modifier.NAMED)
                .isPresent();
        return uri
                && prefix
                && steps.stream().anyMatch(step -> step.directive().name().equals("rewrite"));
    }
}
