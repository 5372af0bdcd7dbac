package dev.sekisho.dialect.nginx.directive;

import java.util.List;
import java.util.Optional;

/**
 * What a location is for.
 *
 * @param modifier how its path is compared
 * @param path a path, a regular expression, or a name with its {@code @}
 */
public record LocationName(Modifier modifier, String path) {

    /** How the path of a request is compared with that of a location. */
    public enum Modifier {
        /** It begins with it. */
        PREFIX(""),
        /** It begins with it, and no regular expression is asked then. */
        PREFIX_ONLY("^~"),
        /** It is the same. */
        EXACT("="),
        /** The expression is found in it. */
        REGEX("~"),
        /** The expression is found in it, whatever the case. */
        CASELESS_REGEX("~*"),
        /** Not at all: it is reached by its name. */
        NAMED("@");

        private final String text;

        Modifier(String text) {
            this.text = text;
        }
    }

    /** Reads the arguments of {@code location}; nothing where the modifier is none. */
    public static Optional<LocationName> of(List<String> arguments) {
        if (arguments.size() == 2) {
            return modifier(arguments.getFirst()).map(modifier -> new LocationName(modifier, arguments.get(1)));
        }
        String text = arguments.getFirst();
        for (String mark : List.of("=", "^~", "~*", "~")) {
            if (text.startsWith(mark)) {
                return modifier(mark).map(modifier -> new LocationName(modifier, text.substring(mark.length())));
            }
        }
        return Optional.of(new LocationName(text.startsWith("@") ? Modifier.NAMED : Modifier.PREFIX, text));
    }

    private static Optional<Modifier> modifier(String mark) {
        return List.of(Modifier.EXACT, Modifier.PREFIX_ONLY, Modifier.REGEX, Modifier.CASELESS_REGEX).stream()
                .filter(each -> each.text.equals(mark))
                .findFirst();
    }

    /** Whether its path is a regular expression. */
    public boolean isRegex() {
        return modifier == Modifier.REGEX || modifier == Modifier.CASELESS_REGEX;
    }

    /** As it is written. */
    @Override
    public String toString() {
        return modifier == Modifier.PREFIX || modifier == Modifier.NAMED ? path : modifier.text + " " + path;
    }
}
