package dev.sekisho.dialect.nginx.route;

import dev.sekisho.dialect.nginx.config.Location;
import dev.sekisho.dialect.nginx.config.LocationTree;
import dev.sekisho.dialect.nginx.directive.LocationName.Modifier;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.text.Texts;
import dev.sekisho.policy.steps.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The locations within one that has an expression. No pattern of a route holds where two expressions do, so the choice among them is
 * made by steps of the outer one.
 */
record Nested(Place place, Function<Location, String> routes) {

    /** The steps; none where there are no locations, or routes choose among them. */
    List<Step> steps() {
        return place.location()
                .filter(location -> location.name().isRegex())
                .map(location -> in(location.nested()))
                .orElse(List.of());
    }

    private List<Step> in(LocationTree tree) {
        List<Step> steps = new ArrayList<>();
        for (Location location : tree.locations()) {
            if (location.name().modifier() == Modifier.EXACT) {
                steps.add(when(
                        Step.Test.EQUALS,
                        Texts.plain(PathText.normal(location.name().path())),
                        to(location)));
            }
        }
        List<Step> regexes = tree.locations().stream()
                .filter(location -> location.name().isRegex())
                .flatMap(location -> regex(location).stream())
                .toList();
        tree.locations().stream()
                .filter(Arrangement::isPrefix)
                .sorted(Comparator.comparing(
                        (Location each) -> -each.name().path().length()))
                .forEach(prefix -> steps.add(when(
                        Step.Test.MATCHES,
                        "^" + Prefixes.quoted(PathText.normal(prefix.name().path())),
                        inPrefix(prefix, regexes))));
        steps.addAll(regexes);
        return steps;
    }

    private List<Step> inPrefix(Location prefix, List<Step> regexes) {
        List<Step> steps = new ArrayList<>(in(prefix.nested()));
        if (prefix.name().modifier() != Modifier.PREFIX_ONLY) {
            steps.addAll(regexes);
        }
        steps.addAll(to(prefix));
        return steps;
    }

    private Optional<Step> regex(Location location) {
        boolean caseless = location.name().modifier() == Modifier.CASELESS_REGEX;
        return Expressions.of(
                        place.in().report(),
                        location.directive().at(),
                        location.toString(),
                        location.name().path(),
                        caseless)
                .map(expression -> when(Step.Test.MATCHES, expression, to(location)));
    }

    private List<Step> to(Location location) {
        return List.of(new Step.GotoStep(routes.apply(location)));
    }

    private static Step when(Step.Test test, String with, List<Step> then) {
        return new Step.WhenStep("{path}", test, Optional.of(with), then);
    }
}
