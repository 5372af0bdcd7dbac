package dev.sekisho.dialect.nginx.guard;

import dev.sekisho.dialect.nginx.config.Settings;
import dev.sekisho.dialect.nginx.directive.LocationName.Modifier;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.model.Size;
import dev.sekisho.policy.forwardauth.ForwardAuthConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code auth_request} and {@code auth_request_set}: a service is asked about each request. */
final class AuthRequests {

    private static final Size LARGEST_ANSWER = new Size(64 << 10);
    private static final int UNASKED = 500; // what nginx answers where the service does not

    private final Guards guards;
    private final Subrequests subrequests;

    AuthRequests(Guards guards) {
        this.guards = guards;
        this.subrequests = new Subrequests(guards);
    }

    /** The policy; nothing where nobody is asked. */
    Optional<Way> of(Place place) {
        Optional<Directive> use = Asking.one(place.settings(), "auth_request");
        return use.flatMap(
                directive -> subrequests.find(place, directive).flatMap(target -> way(place, directive, target)));
    }

    private Optional<Way> way(Place place, Directive use, Subrequests.Target target) {
        Optional<String> path = path(use, target);
        Optional<String> method = method(target.place().settings());
        Map<String, String> variables = new AnswerNames(guards.notes()).of(place.settings());
        tell(use, target.place().settings());
        Optional<String> upstream = guards.naming().named(target.place(), target.pass());
        if (path.isEmpty() || method.isEmpty() || upstream.isEmpty()) {
            return Optional.empty();
        }
        ForwardAuthConfig config = new ForwardAuthConfig(
                upstream.get(),
                path.get(),
                method.get(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                false,
                ForwardAuthConfig.Refused.STATUS,
                LARGEST_ANSWER,
                Optional.empty(),
                UNASKED,
                new QuestionFields(guards).of(target),
                false,
                variables);
        return Optional.of(new Way("forward-auth", config, use.at()));
    }

    /** As proxy_pass with a URI changes it: the part that the location names is replaced. */
    private Optional<String> path(Directive use, Subrequests.Target target) {
        Optional<String> uri = target.pass().uri();
        if (uri.isEmpty()) {
            return Optional.of(target.uri());
        }
        String named = target.location().name().path();
        boolean fixed = target.location().name().modifier() != Modifier.NAMED
                && target.uri().startsWith(named);
        if (!fixed || !uri.get().chars().allMatch(c -> c > ' ' && c < 0x7F && "#${}\\".indexOf(c) < 0)) {
            guards.notes()
                    .notHonoured(
                            use,
                            "leads to " + target.location() + ", whose proxy_pass has a URI with variables or unusual"
                                    + " characters",
                            "write a fixed URI, and tell the service more by proxy_set_header");
            return Optional.empty();
        }
        return Optional.of(uri.get() + target.uri().substring(named.length()));
    }

    private Optional<String> method(Settings settings) {
        Optional<Directive> given = settings.one("proxy_method");
        if (given.isPresent() && !given.get().arg(0).matches("[A-Z]{1,20}")) {
            guards.notes()
                    .notHonoured(given.get(), "names a method by a variable, or an unusual one", "write its name");
            return Optional.empty();
        }
        return Optional.of(given.map(each -> each.arg(0)).orElse("GET"));
    }

    private void tell(Directive use, Settings settings) {
        if (!settings.isOn("proxy_pass_request_headers")) {
            settings.one("proxy_pass_request_headers")
                    .ifPresent(each -> guards.notes()
                            .notHonoured(
                                    each,
                                    "is not honoured where auth_request leads: the service sees the client's fields",
                                    "clear fields one by one, by proxy_set_header NAME \"\""));
        }
        Asking.one(settings, "proxy_cache")
                .ifPresent(each -> guards.notes()
                        .differs(each, "keeps no answers to auth_request: each request is asked about", ""));
        guards.notes()
                .differs(
                        use,
                        "asks without the client's Range, its preconditions and its Content-Length",
                        "let the service decide without them");
    }
}
