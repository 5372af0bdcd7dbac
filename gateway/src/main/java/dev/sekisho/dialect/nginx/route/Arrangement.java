package dev.sekisho.dialect.nginx.route;

import dev.sekisho.dialect.nginx.config.Location;
import dev.sekisho.dialect.nginx.config.LocationTree;
import dev.sekisho.dialect.nginx.directive.LocationName.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The order of a server's locations as ranks of routes: exact ones first, then expressions, those of inner locations before those of
 * outer ones and the first in the file before the second, then prefixes, of which the router takes the longest. What keeps a location
 * out of the paths of others ({@code ^~}, nesting) becomes {@code within}.
 *
 * @param locations all that paths lead to; those in a location with an expression are not among them
 * @param top above all ranks
 */
record Arrangement(List<Placed> locations, int top) {

    /** Ranks from one place to the next, so that routes of one location can be told apart. */
    static final int STEP = 4;

    /**
     * A location and its place.
     *
     * @param location the location
     * @param rank its rank, a multiple of {@link #STEP}
     * @param within the paths that it takes part in, as {@code Match.within}
     * @param slash whether it is for its path without the slash at the end, which is answered with a redirect to the path with it
     */
    record Placed(Location location, int rank, Map<String, Boolean> within, boolean slash) {}

    /** A level of locations. */
    private record Level(List<LocationTree> trees, List<Location> outer) {

        LocationTree tree() {
            return trees.getLast();
        }

        int depth() {
            return outer.size();
        }

        Level inside(Location prefix) {
            List<LocationTree> deeper = new ArrayList<>(trees);
            deeper.add(prefix.nested());
            List<Location> chain = new ArrayList<>(outer);
            chain.add(prefix);
            return new Level(deeper, chain);
        }
    }

    /** Those of a server. */
    static Arrangement of(LocationTree tree) {
        List<Level> levels = new ArrayList<>();
        collect(new Level(List.of(tree), List.of()), levels);
        int depth = levels.stream().mapToInt(Level::depth).max().orElse(0);
        int regexes = levels.stream()
                .mapToInt(level -> regexes(level.tree()).size())
                .max()
                .orElse(0);
        List<Placed> placed = new ArrayList<>();
        for (Level level : levels) {
            for (Location location : level.tree().locations()) {
                if (location.name().modifier() != Modifier.NAMED) {
                    Map<String, Boolean> within = within(location, level);
                    int rank = 1 + rank(location, level, depth, regexes);
                    placed.add(new Placed(location, rank * STEP, within, false));
                    if (addsSlash(location, level.tree())) {
                        int exact = 1 + exact(level.depth(), depth, regexes);
                        placed.add(new Placed(location, exact * STEP, within, true));
                    }
                }
            }
        }
        return new Arrangement(List.copyOf(placed), STEP * (3 + depth + (depth + 1) * (regexes + 2)));
    }

    private static void collect(Level level, List<Level> into) {
        into.add(level);
        for (Location location : level.tree().locations()) {
            if (isPrefix(location) && !location.nested().locations().isEmpty()) {
                collect(level.inside(location), into);
            }
        }
    }

    private static List<Location> regexes(LocationTree tree) {
        return tree.locations().stream()
                .filter(location -> location.name().isRegex())
                .toList();
    }

    private static int rank(Location location, Level level, int depth, int regexes) {
        int own = level.depth();
        if (location.name().modifier() == Modifier.EXACT) {
            return exact(own, depth, regexes);
        }
        return location.name().isRegex()
                ? depth
                        + 1
                        + own * (regexes + 1)
                        + regexes
                        - regexes(level.tree()).indexOf(location)
                : own;
    }

    private static int exact(int own, int depth, int regexes) {
        return depth + 1 + (depth + 1) * (regexes + 1) + depth - own;
    }

    private static boolean addsSlash(Location location, LocationTree tree) {
        String path = location.name().path();
        return isPrefix(location)
                && location.addsSlash()
                && path.length() > 1
                && tree.locations().stream()
                        .noneMatch(other -> other.name().modifier() != Modifier.NAMED
                                && !other.name().isRegex()
                                && other.name().path().equals(path.substring(0, path.length() - 1)));
    }

    static boolean isPrefix(Location location) {
        return location.name().modifier() == Modifier.PREFIX || location.name().modifier() == Modifier.PREFIX_ONLY;
    }

    /** Of paths that start with the same of all prefixes, one says what holds for all; so each prefix is asked for itself. */
    private static Map<String, Boolean> within(Location location, Level level) {
        if (level.depth() == 0 && !location.name().isRegex()) {
            return Map.of();
        }
        List<String> prefixes = level.trees().stream()
                .flatMap(tree -> tree.locations().stream())
                .filter(Arrangement::isPrefix)
                .map(each -> each.name().path())
                .distinct()
                .sorted(Comparator.comparingInt(String::length))
                .toList();
        Map<String, Boolean> within = new LinkedHashMap<>();
        Map<String, Boolean> decided = new LinkedHashMap<>();
        if (!takesPart(location, level, "")) {
            within.put("/", false);
            decided.put("", false);
        }
        for (String prefix : prefixes) {
            boolean part = takesPart(location, level, prefix);
            boolean before = decided.entrySet().stream()
                    .filter(each -> prefix.startsWith(each.getKey()))
                    .reduce((shorter, longer) -> longer)
                    .map(Map.Entry::getValue)
                    .orElse(true);
            if (part != before) {
                within.put(PathText.normal(prefix), part);
                decided.put(prefix, part);
            }
        }
        return within;
    }

    private static boolean takesPart(Location location, Level level, String path) {
        for (int i = 0; i < level.outer().size(); i++) {
            Optional<Location> longest = longest(level.trees().get(i), path);
            if (longest.isEmpty() || longest.get() != level.outer().get(i)) {
                return false;
            }
        }
        return !location.name().isRegex()
                || longest(level.tree(), path)
                        .filter(prefix -> prefix.name().modifier() == Modifier.PREFIX_ONLY)
                        .isEmpty();
    }

    private static Optional<Location> longest(LocationTree tree, String path) {
        return tree.locations().stream()
                .filter(Arrangement::isPrefix)
                .filter(each -> path.startsWith(each.name().path()))
                .max(Comparator.comparingInt(each -> each.name().path().length()));
    }
}
