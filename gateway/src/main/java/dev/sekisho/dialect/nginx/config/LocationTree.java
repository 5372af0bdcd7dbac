package dev.sekisho.dialect.nginx.config;

import dev.sekisho.dialect.nginx.directive.LocationName.Modifier;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The locations of a server, or those within one. Immutable, thread-safe.
 *
 * <p>The choice is that of nginx.org/en/docs/http/ngx_http_core_module.html#location: an exact location ends the search;
 * else the longest prefix is remembered, then, unless it says {@code ^~}, the first regular expression that is found wins,
 * in the order in which they are written; else the remembered one serves. Within the location that was chosen the same
 * search goes on among its own.
 *
 * @param locations in the order in which they are written
 */
public record LocationTree(List<Location> locations) {

    /** Copies the list. */
    public LocationTree {
        locations = List.copyOf(locations);
    }

    /**
     * What a path comes to.
     *
     * @param location the location; none where the server itself answers
     * @param addSlash whether nginx answers with a redirect to the path with a slash at its end
     */
    public record Choice(Optional<Location> location, boolean addSlash) {}

    /** How far a search has come, as in nginx: whether anything may still replace what was found. */
    private enum Outcome {
        NOTHING,
        PREFIX,
        FINAL,
        ADD_SLASH
    }

    /** The location for a path, which is decoded and without dot segments. */
    public Choice find(String path) {
        Search search = new Search(path);
        Outcome outcome = search.in(this);
        return new Choice(search.found, outcome == Outcome.ADD_SLASH);
    }

    /** The location with this name, its {@code @} included. */
    public Optional<Location> named(String name) {
        return locations.stream()
                .filter(each -> each.name().modifier() == Modifier.NAMED)
                .filter(each -> each.name().path().equals(name))
                .findFirst();
    }

    /** All locations, those within others behind them. */
    public List<Location> all() {
        return locations.stream()
                .flatMap(each -> Stream.concat(Stream.of(each), each.nested().all().stream()))
                .toList();
    }

    private static boolean isPrefix(Location location) {
        return location.name().modifier() == Modifier.PREFIX || location.name().modifier() == Modifier.PREFIX_ONLY;
    }

    private Optional<Location> with(Modifier modifier, String path) {
        return locations.stream()
                .filter(each ->
                        each.name().modifier() == modifier && each.name().path().equals(path))
                .findFirst();
    }

    private Optional<Location> longest(String path) {
        return locations.stream()
                .filter(LocationTree::isPrefix)
                .filter(each -> path.startsWith(each.name().path()))
                .reduce((a, b) -> b.name().path().length() > a.name().path().length() ? b : a);
    }

    /** Of one path; for one thread. */
    private static final class Search {
        private final String path;
        private Optional<Location> found = Optional.empty();

        Search(String path) {
            this.path = path;
        }

        Outcome in(LocationTree tree) {
            Outcome outcome = fixed(tree);
            boolean regexes = true;
            if (outcome == Outcome.PREFIX) {
                Location prefix = found.orElseThrow();
                regexes = prefix.name().modifier() != Modifier.PREFIX_ONLY;
                outcome = in(prefix.nested());
            }
            if (outcome == Outcome.FINAL || outcome == Outcome.ADD_SLASH) {
                return outcome;
            }
            return regexes && regex(tree) ? Outcome.FINAL : outcome;
        }

        private Outcome fixed(LocationTree tree) {
            Optional<Location> exact = tree.with(Modifier.EXACT, path);
            if (exact.isPresent()) {
                found = exact;
                return Outcome.FINAL;
            }
            Optional<Location> longest = tree.longest(path);
            boolean whole =
                    longest.filter(each -> each.name().path().equals(path)).isPresent();
            Optional<Location> slashed = whole ? Optional.empty() : slashed(tree);
            if (slashed.isPresent()) {
                found = slashed;
                return Outcome.ADD_SLASH;
            }
            if (longest.isEmpty()) {
                return Outcome.NOTHING;
            }
            found = longest;
            return Outcome.PREFIX;
        }

        private Optional<Location> slashed(LocationTree tree) {
            return tree.with(Modifier.EXACT, path + "/")
                    .or(() -> tree.longest(path + "/")
                            .filter(each -> each.name().path().equals(path + "/")))
                    .filter(Location::addsSlash);
        }

        private boolean regex(LocationTree tree) {
            Optional<Location> first = tree.locations().stream()
                    .filter(each ->
                            each.regex().filter(regex -> regex.find(path)).isPresent())
                    .findFirst();
            if (first.isPresent()) {
                found = first;
                in(first.get().nested());
            }
            return first.isPresent();
        }
    }
}
