package dev.sekisho.dialect.nginx.route;

import dev.sekisho.dialect.nginx.config.Location;
import dev.sekisho.dialect.nginx.directive.LocationName.Modifier;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.regex.Pcre;
import dev.sekisho.policy.steps.Step;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the groups of a location's expression took, for the texts of the location. */
final class Groups {

    private static final Pattern GROUP = Pattern.compile("\\((?!\\?(?!P?<[A-Za-z_]|'))");

    private static final Pattern NUMBER = Pattern.compile("\\$\\{?[1-9]");

    private Groups() {}

    /** A step that matches the expression once more; none where it has no groups, or nobody asks for them. */
    static List<Step> ofLocation(Place place) {
        Optional<Location> location =
                place.location().filter(each -> each.name().isRegex());
        if (location.isEmpty() || !isUsed(location.get())) {
            return List.of();
        }
        boolean caseless = location.get().name().modifier() == Modifier.CASELESS_REGEX;
        return Expressions.of(
                        place.in().report(),
                        place.at(),
                        place.route(),
                        location.get().name().path(),
                        caseless)
                .stream()
                .<Step>map(expression ->
                        new Step.WhenStep("{path}", Step.Test.MATCHES, Optional.of(expression), List.of()))
                .toList();
    }

    private static boolean isUsed(Location location) {
        boolean named = location.regex()
                .map(Pcre::names)
                .filter(names -> !names.isEmpty())
                .isPresent();
        boolean groups = GROUP.matcher(location.name().path()).find();
        return groups && (named || NUMBER.matcher(written(location)).find());
    }

    /** All that is written in the location. */
    private static String written(Location location) {
        StringBuilder text = new StringBuilder();
        location.settings().names().stream()
                .flatMap(name -> location.settings().all(name).stream())
                .forEach(directive ->
                        text.append(String.join(" ", directive.texts())).append(' '));
        location.steps().forEach(step -> text.append(written(step)));
        return text.toString();
    }

    private static String written(dev.sekisho.dialect.nginx.config.Step step) {
        StringBuilder text = new StringBuilder(String.join(" ", step.directive().texts()));
        step.directive().inside().forEach(inner -> text.append(' ').append(String.join(" ", inner.texts())));
        return text.append(' ').toString();
    }
}
