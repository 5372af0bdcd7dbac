package dev.sekisho.dialect.nginx.route;

import dev.sekisho.dialect.nginx.directive.LocationName.Modifier;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.model.RegexRewrite;
import dev.sekisho.model.Rewrite;
import java.util.Optional;

/** What comes in place of the path of a location. */
final class Prefixes {

    private static final String SPECIAL = "\\.[]{}()*+?^$|";

    private Prefixes() {}

    /**
     * The rewrite that puts a text in place of the location's path.
     *
     * @param located whether the route has that path as its pattern; else it is looked for once more
     */
    static Rewrite replaced(Place place, boolean located, String put) {
        if (located && place.location().stream().anyMatch(each -> each.name().modifier() == Modifier.EXACT)) {
            return new Rewrite(Optional.empty(), Optional.empty(), Optional.of(put), Optional.empty(), "keep");
        }
        Optional<String> path = place.location()
                .filter(location -> !located && !location.name().isRegex())
                .map(location -> location.name().path());
        if (path.isEmpty()) {
            return new Rewrite(Optional.empty(), Optional.of(put), Optional.empty(), Optional.empty(), "keep");
        }
        RegexRewrite regex = new RegexRewrite("^" + quoted(PathText.normal(path.get())), put);
        return new Rewrite(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(regex), "keep");
    }

    /** The text as an expression that matches it alone, in RE2 syntax. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder();
        for (char c : text.toCharArray()) {
            if (SPECIAL.indexOf(c) >= 0) {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        return quoted.toString();
    }
}
