package dev.sekisho.dialect.nginx.route;

import dev.sekisho.dialect.nginx.config.Location;
import dev.sekisho.dialect.nginx.config.LocationTree;
import dev.sekisho.dialect.nginx.draft.DraftKinds;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.upstream.Pass;
import dev.sekisho.model.StatusPattern;
import dev.sekisho.policy.onstatus.Instead;
import dev.sekisho.policy.onstatus.OnStatusConfig;
import dev.sekisho.policy.onstatus.OnStatusRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code error_page}: what comes in place of errors (nginx's module core). */
final class ErrorRules {

    private final Place place;
    private final Jumps jumps;

    ErrorRules(Place place, Jumps jumps) {
        this.place = place;
        this.jumps = jumps;
    }

    /** The rules of a place, behind those of its content; nothing where there are none. */
    Optional<OnStatusConfig> of(Content content) {
        List<OnStatusRule> rules = new ArrayList<>(content.rules());
        place.settings().all("error_page").forEach(directive -> rule(directive).ifPresent(rules::add));
        return rules.isEmpty()
                ? Optional.empty()
                : Optional.of(new OnStatusConfig(rules, place.settings().isOn("recursive_error_pages")));
    }

    private Optional<OnStatusRule> rule(Directive directive) {
        List<String> texts = directive.texts();
        String target = texts.getLast();
        Optional<String> change =
                texts.stream().filter(text -> text.startsWith("=")).findFirst();
        List<StatusPattern> statuses = new ArrayList<>();
        for (String text : texts.subList(0, texts.size() - 1)) {
            int status = text.matches("[0-9]{3}") ? Integer.parseInt(text) : 0;
            if (status >= 300 && status < 600 && (status < 494 || status > 499)) {
                statuses.add(new StatusPattern(status, status));
            } else if (status != 0) {
                unused(directive, status);
            }
        }
        if (statuses.stream().anyMatch(each -> each.from() < 400)
                && !place.settings().isOn("proxy_intercept_errors")) {
            differs(directive, "redirects that return, rewrite and files make stay as they are");
        }
        String status =
                change.map(text -> text.equals("=") ? "own" : text.substring(1)).orElse("keep");
        Optional<String> route = Optional.empty();
        if (status.equals("204")) { // has no body, so what comes in its place is asked for nothing
            differs(directive, "the page is not asked for, so that its fields are not in the answer");
            route = Optional.of(jumps.steps(place, "=204", List.of(Answer.status(204))));
            status = "own";
        }
        if (route.isEmpty()) {
            bodies(directive, target);
        }
        boolean upstream = place.settings().isOn("proxy_intercept_errors");
        return statuses.isEmpty()
                ? Optional.empty()
                : Optional.of(new OnStatusRule(
                        statuses,
                        route.<Instead>map(Instead.RouteInstead::new).orElseGet(() -> instead(directive, target)),
                        status,
                        upstream));
    }

    /** Tells where a service would get a body that nginx keeps for it. */
    private void bodies(Directive directive, String target) {
        LocationTree locations = place.server().locations();
        if (target.startsWith("@") && Pass.of(place.settings()).isPresent()) {
            if (locations.named(target).filter(ErrorRules::passes).isPresent()) {
                differs(directive, "where a service has had some of the body of a request, the error stays");
            }
        } else if (target.startsWith("/") && target.indexOf('$') < 0) {
            if (locations.find(target).location().filter(ErrorRules::passes).isPresent()) {
                differs(directive, "the service of the page gets no body of the request");
            }
        }
    }

    private static boolean passes(Location location) {
        return Pass.of(location.settings()).isPresent();
    }

    private void differs(Directive directive, String what) {
        String message = directive + ": " + what;
        boolean told = place.in().report().found().stream()
                .anyMatch(each ->
                        each.at().equals(directive.at()) && each.message().equals(message));
        if (!told) { // by another place that has inherited it
            place.in().report().add(DraftKinds.DIFFERS, directive.at(), message, "");
        }
    }

    private void unused(Directive directive, int status) {
        differs(
                directive,
                status + " is a status of nginx's own; such requests are answered 400 before a server is chosen");
    }

    private Instead instead(Directive directive, String target) {
        if (target.startsWith("@")) {
            return new Instead.RouteInstead(jumps.named(target));
        }
        String text = place.text(target, directive.args().getLast().at());
        return target.startsWith("/") ? new Instead.PathInstead(text) : new Instead.LocationInstead(text);
    }
}
