package dev.sekisho.dialect.nginx.config;

import dev.sekisho.dialect.nginx.directive.LocationName;
import dev.sekisho.dialect.nginx.regex.Pcre;
import dev.sekisho.dialect.nginx.syntax.Directive;
import java.util.List;
import java.util.Optional;

/**
 * A location. Immutable, thread-safe.
 *
 * @param directive where it is written
 * @param name what it is for
 * @param regex its expression, where it has one that Java understands
 * @param settings what counts in it
 * @param steps its steps of the rewrite module
 * @param nested the locations in it
 * @param limitExcept what counts for other methods than those that {@code limit_except} names
 */
public record Location(
        Directive directive,
        LocationName name,
        Optional<Pcre> regex,
        Settings settings,
        List<Step> steps,
        LocationTree nested,
        Optional<Settings> limitExcept) {

    /** Copies the list. */
    public Location {
        steps = List.copyOf(steps);
    }

    /** Whether a request for its path without the slash at the end is sent to it by a redirect. */
    public boolean addsSlash() {
        return name.path().endsWith("/")
                && settings.handler().filter(Location::passes).isPresent();
    }

    private static boolean passes(Directive handler) {
        return handler.name().endsWith("_pass");
    }

    /** Whether only the server's own rewrites and error pages reach it. */
    public boolean isInternal() {
        return settings.isOwn("internal") || name.modifier() == LocationName.Modifier.NAMED;
    }

    @Override
    public String toString() {
        return "location " + name;
    }
}
