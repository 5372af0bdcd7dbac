package dev.sekisho.dialect.nginx.doctor;

import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.nginx.config.Location;
import dev.sekisho.dialect.nginx.config.LocationTree;
import dev.sekisho.dialect.nginx.config.Step;
import dev.sekisho.dialect.nginx.directive.LocationName.Modifier;
import dev.sekisho.dialect.nginx.regex.Pcre;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Locations with an expression that only return under a condition, and so keep requests from prefix locations. */
public final class ShadowingRegexes {

    private static final Set<String> SERVES_FILES =
            Set.of("root", "alias", "try_files", "index", "autoindex", "internal");

    private ShadowingRegexes() {}

    static List<Diagnostic> examine(LocationTree tree) {
        List<Diagnostic> found = new ArrayList<>();
        for (Location location : tree.locations()) {
            found.addAll(examine(location.nested()));
            if (isLetThrough(tree, location)) {
                found.add(shadows(location, shadowed(tree, location.regex().orElseThrow())));
            }
        }
        return found;
    }

    /** Whether a location takes requests of prefix locations and only returns under conditions. */
    public static boolean isLetThrough(LocationTree tree, Location location) {
        return location.regex().isPresent()
                && onlyReturnsUnderConditions(location)
                && !shadowed(tree, location.regex().get()).isEmpty();
    }

    /** Whether it has conditions that return, and no other answer of its own. */
    private static boolean onlyReturnsUnderConditions(Location location) {
        boolean conditions = !location.steps().isEmpty()
                && location.steps().stream().allMatch(ShadowingRegexes::isConditionalReturn);
        boolean files = SERVES_FILES.stream().anyMatch(location.settings()::isOwn);
        return conditions
                && !files
                && location.settings().handler().isEmpty()
                && location.nested().locations().isEmpty();
    }

    private static boolean isConditionalReturn(Step step) {
        return step instanceof Step.If condition
                && condition.steps().stream()
                        .anyMatch(each -> each.directive().name().equals("return"));
    }

    /** The prefix locations that are found for paths which the expression takes. */
    private static List<Location> shadowed(LocationTree tree, Pcre regex) {
        return tree.locations().stream()
                .filter(each -> each.name().modifier() == Modifier.PREFIX)
                .filter(each ->
                        each.settings().handler().isPresent() || !each.steps().isEmpty())
                .filter(each -> regex.find(each.name().path()))
                .toList();
    }

    private static Diagnostic shadows(Location location, List<Location> shadowed) {
        String names = shadowed.stream()
                .map(each -> each.name() + " (line " + each.directive().at().line() + ")")
                .collect(Collectors.joining(", "));
        return Doctor.diagnostic(
                NginxKinds.SHADOWING_REGEX,
                location.directive().at(),
                location + ": takes the requests of location " + names + ", and answers them from files unless its "
                        + "condition holds");
    }
}
