package dev.sekisho.dataplane.router;

import dev.sekisho.model.HostPattern;
import dev.sekisho.model.Match;
import dev.sekisho.model.PathPattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds routes that are never reached, and routes between which only the order in the file decides.
 *
 * <p>A route can only be shadowed from the same host pattern, since a wider host is less specific; and there only from the
 * same path pattern, names of variables aside, or, where its own is a regular expression or no path, from a prefix that
 * fits all that it fits. So routes are grouped by host and path and compared within their group; the cost grows with the
 * routes, not with their square. A higher rank on another host or path is not looked for. What is said to be shadowed is so;
 * not everything shadowed is found.
 */
public final class Overlaps {

    /** Routes of a group that each other one is compared with, at most. */
    private static final int MAX_COMPARED = 64;

    private static final String SEPARATOR = " ";

    private final List<RouteEntry> entries;
    private final Map<String, List<Integer>> groups = new HashMap<>();

    private Overlaps(List<RouteEntry> entries) {
        this.entries = entries;
    }

    /** The findings, in the order of the file of the routes that lose; at most one for each route. */
    public static List<Finding> find(List<RouteEntry> entries) {
        return new Overlaps(entries).find();
    }

    private List<Finding> find() {
        for (int i = 0; i < entries.size(); i++) {
            for (String key : served(i) ? keys(entries.get(i).match()) : List.<String>of()) {
                List<Integer> group = groups.computeIfAbsent(key, k -> new ArrayList<>(1));
                if (group.isEmpty() || group.getLast() != i) {
                    group.add(i);
                }
            }
        }
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            if (served(i)) {
                shadowed(i).or(ambiguity(i)).ifPresent(findings::add);
            }
        }
        return findings;
    }

    /** Whether requests come to the route by themselves. */
    private boolean served(int route) {
        return !entries.get(route).match().internal();
    }

    /** The hosts, each behind its length, so that no host and path read as another host and path do. */
    private static List<String> hosts(Match match) {
        return match.host().isEmpty()
                ? List.of("")
                : match.host().stream()
                        .map(HostPattern::toString)
                        .map(text -> text.length() + SEPARATOR + text)
                        .toList();
    }

    private static List<String> keys(Match match) {
        List<String> keys = new ArrayList<>();
        for (String host : hosts(match)) {
            if (match.path().isEmpty()) {
                keys.add(host + SEPARATOR);
            }
            for (PathPattern path : match.path()) {
                keys.add(host + SEPARATOR + shape(path));
            }
        }
        return keys;
    }

    /** The pattern without the names of its variables; the same for no pattern of another form. */
    private static String shape(PathPattern pattern) {
        return switch (pattern) {
            case PathPattern.Template template ->
                template.segments().stream()
                        .map(s -> Patterns.isVariable(s) ? "{}" : s)
                        .collect(Collectors.joining("/", "/", template.prefix() ? "/*" : ""));
            case PathPattern.Exact exact -> "=" + exact.path(); // which other dialects may end in /*
            default -> pattern.toString();
        };
    }

    private Optional<Finding> shadowed(int route) {
        Match match = entries.get(route).match();
        Optional<Integer> by = Optional.empty();
        for (String host : hosts(match)) {
            if (match.path().isEmpty()) {
                by = coveredWithoutPath(host, route);
            }
            for (PathPattern path : match.path()) {
                by = covered(host, path, route);
                if (by.isEmpty()) {
                    return Optional.empty();
                }
            }
            if (by.isEmpty()) {
                return Optional.empty();
            }
        }
        return by.map(other -> finding(
                Finding.Kind.SHADOWED,
                route,
                other,
                "every request that it fits goes to " + name(other) + " or others"));
    }

    private String name(int route) {
        return entries.get(route).served().name();
    }

    private Optional<Integer> coveredWithoutPath(String host, int route) {
        return sameGroup(host + SEPARATOR, route).or(() -> wider(host + SEPARATOR + "/*", route));
    }

    private Optional<Integer> covered(String host, PathPattern path, int route) {
        Optional<Integer> by = sameGroup(host + SEPARATOR + shape(path), route);
        if (by.isPresent() || !(path instanceof PathPattern.Regex regex)) {
            return by;
        }
        String beginning = RegexPaths.beginning(regex.expression());
        int slash = beginning.lastIndexOf('/');
        while (by.isEmpty() && slash >= 0) { // all that begins with /a/ is in /a/*
            by = wider(host + SEPARATOR + beginning.substring(0, slash) + "/*", route);
            slash = beginning.lastIndexOf('/', slash - 1);
        }
        return by.or(() -> wider(host + SEPARATOR + "/*", route));
    }

    /** A route with the same pattern that goes before this one and fits all that it fits. */
    private Optional<Integer> sameGroup(String key, int route) {
        return group(key)
                .filter(other -> goesBefore(other, route)
                        && Implication.implies(
                                entries.get(route).match(), entries.get(other).match()))
                .findFirst();
    }

    /** A route with a path pattern that goes before any regular expression, and fits all that this one fits. */
    private Optional<Integer> wider(String key, int route) {
        return group(key)
                .filter(other -> other != route
                        && entries.get(other).rank() >= entries.get(route).rank()
                        && Implication.implies(
                                entries.get(route).match(), entries.get(other).match()))
                .findFirst();
    }

    private Stream<Integer> group(String key) {
        return groups.getOrDefault(key, List.of()).stream().limit(MAX_COMPARED);
    }

    private boolean goesBefore(int other, int route) {
        int byRank =
                Integer.compare(entries.get(other).rank(), entries.get(route).rank());
        if (byRank != 0) {
            return byRank > 0;
        }
        int byConditions = Integer.compare(conditions(other), conditions(route));
        int byPriority = Integer.compare(
                entries.get(other).priority(), entries.get(route).priority());
        return byConditions != 0 ? byConditions > 0 : byPriority != 0 ? byPriority > 0 : other < route;
    }

    private int conditions(int route) {
        return Conditions.count(entries.get(route).match());
    }

    private Supplier<Optional<Finding>> ambiguity(int route) {
        return () -> keys(entries.get(route).match()).stream()
                .flatMap(this::group)
                .filter(other -> other < route && equallySpecific(other, route))
                .findFirst()
                .map(other -> finding(
                        Finding.Kind.AMBIGUOUS,
                        route,
                        other,
                        "both fit some requests equally well, and " + name(other)
                                + " only wins because it stands first"));
    }

    private boolean equallySpecific(int other, int route) {
        RouteEntry one = entries.get(route);
        RouteEntry two = entries.get(other);
        return one.rank() == two.rank()
                && one.priority() == two.priority()
                && conditions(route) == conditions(other)
                && !Implication.meantApart(one.match(), two.match());
    }

    private Finding finding(Finding.Kind kind, int route, int other, String reason) {
        return new Finding(
                kind,
                name(route),
                entries.get(route).origin(),
                name(other),
                entries.get(other).origin(),
                reason);
    }
}
