package dev.sekisho.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The variables of a route: those of the templates of its paths by their names; the groups of the regular expressions of
 * its paths and hosts by their numbers, from 1 on, and those that have a name by that too. The same name in two patterns is
 * one variable, which holds what the pattern captures that the request fits; the path's where host and path have it.
 */
public final class PathVariables {

    /** Variables of a route at most. */
    public static final int MAX = 32;

    private PathVariables() {}

    /** The names, each once: those of templates first, in the order of their patterns. */
    public static List<String> of(Match match) {
        if (match.path().isEmpty() && match.host().isEmpty()) {
            return List.of();
        }
        Set<String> names = new LinkedHashSet<>();
        for (PathPattern pattern : match.path()) {
            if (pattern instanceof PathPattern.Template) {
                names.addAll(of(pattern));
            }
        }
        match.path().forEach(pattern -> names.addAll(of(pattern)));
        match.host().forEach(pattern -> names.addAll(of(pattern)));
        return List.copyOf(names);
    }

    /** The names of the variables that a path pattern has. */
    public static Collection<String> of(PathPattern pattern) {
        return switch (pattern) {
            case PathPattern.Template template ->
                template.segments().stream()
                        .filter(segment -> segment.startsWith("{"))
                        .map(segment -> segment.substring(1, segment.length() - 1))
                        .toList();
            case PathPattern.Regex regex -> groups(regex.expression());
            case PathPattern.Exact _, PathPattern.Prefix _, PathPattern.Start _ -> List.of();
        };
    }

    /** The names of the variables that a host pattern has. */
    public static Collection<String> of(HostPattern pattern) {
        return pattern.kind() == HostPattern.Kind.REGEX ? groups(pattern.name()) : List.of();
    }

    private static List<String> groups(String expression) {
        List<String> groups = RegexGroups.of(expression);
        List<String> names = new ArrayList<>(groups.size());
        for (int i = 0; i < groups.size(); i++) {
            names.add(Integer.toString(i + 1));
        }
        groups.stream().filter(name -> !name.isEmpty()).forEach(names::add);
        return names;
    }
}
