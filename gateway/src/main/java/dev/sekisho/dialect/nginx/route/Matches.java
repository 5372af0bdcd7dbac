package dev.sekisho.dialect.nginx.route;

import dev.sekisho.dialect.nginx.config.Location;
import dev.sekisho.dialect.nginx.directive.LocationName.Modifier;
import dev.sekisho.dialect.nginx.draft.Translation;
import dev.sekisho.model.Match;
import dev.sekisho.model.PathPattern;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Matches of routes. */
final class Matches {

    /** Reached by name alone. */
    static final Match NAMED = of(new HostScope(List.of(), List.of(), 0), List.of(), Map.of(), List.of(), true);

    private Matches() {}

    /** A match of a scope. */
    static Match of(
            HostScope scope,
            List<PathPattern> path,
            Map<String, Boolean> within,
            List<String> methods,
            boolean internal) {
        return new Match(
                scope.hosts(),
                path,
                methods,
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                List.of(),
                false,
                scope.listeners(),
                Optional.empty(),
                List.of(),
                within,
                internal);
    }

    /** The pattern of a location; nothing for an expression that cannot be honoured, which is reported. */
    static Optional<PathPattern> path(Translation in, Location location, boolean withoutSlash) {
        String path = location.name().path();
        if (location.name().isRegex()) {
            boolean caseless = location.name().modifier() == Modifier.CASELESS_REGEX;
            return Expressions.of(in.report(), location.directive().at(), location.toString(), path, caseless)
                    .map(PathPattern.Regex::new);
        }
        String normal = PathText.normal(withoutSlash ? path.substring(0, path.length() - 1) : path);
        boolean exact = withoutSlash || location.name().modifier() == Modifier.EXACT;
        return Optional.of(exact ? new PathPattern.Exact(normal) : new PathPattern.Start(normal));
    }
}
