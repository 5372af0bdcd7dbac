package dev.sekisho.model;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What can be wrong with the match of one route alone. */
final class MatchChecks {

    private final Route route;
    private final List<Problem> problems;

    private MatchChecks(Route route, List<Problem> problems) {
        this.route = route;
        this.problems = problems;
    }

    /** Adds the problems of a route's match, and of its rank. */
    static void check(Route route, List<Problem> problems) {
        MatchChecks checks = new MatchChecks(route, problems);
        Match match = route.match();
        for (PathPattern path : match.path()) {
            if (path instanceof PathPattern.Regex(String expression)) {
                checks.regex(expression);
            }
        }
        checks.hosts(match.host());
        checks.hosts(match.sni());
        checks.values(match.headers());
        checks.values(match.query());
        checks.values(match.cookies());
        checks.methods(match.method());
        checks.headerNames(match.headers().keySet());
        checks.within(match.within().keySet());
        checks.serverNames(match.sni());
        checks.variables(match);
    }

    /** Adds a problem where an expression would compile to too much. */
    static void regex(Route route, String expression, List<Problem> problems) {
        new MatchChecks(route, problems).regex(expression);
    }

    private void regex(String expression) {
        if (RegexCost.of(expression) > RegexCost.MAX) {
            String message = Tokens.quote(expression) + " (expected: fewer repetitions inside each other)";
            error("regex", message, "");
        }
    }

    private void hosts(List<HostPattern> hosts) {
        for (HostPattern host : hosts) {
            if (host.kind() == HostPattern.Kind.REGEX) {
                regex(host.name());
            }
        }
    }

    private void values(Map<String, ValuePattern> patterns) {
        if (patterns.isEmpty()) {
            return;
        }
        for (ValuePattern pattern : patterns.values()) {
            if (pattern instanceof ValuePattern.Regex(String expression)) {
                regex(expression);
            }
        }
    }

    private void methods(List<String> methods) {
        for (String method : methods) {
            if (!Tokens.isMethod(method)) {
                String capitals = method.toUpperCase(Locale.ROOT);
                String fix = Tokens.isMethod(capitals) ? "write " + capitals : "";
                error("method", "method: " + Tokens.quote(method) + " (expected: a token in capitals)", fix);
            }
        }
    }

    private void headerNames(Set<String> names) {
        if (names.isEmpty()) {
            return;
        }
        Set<String> seen = HashSet.newHashSet(names.size());
        for (String name : names) {
            if (!Tokens.isToken(name)) {
                error("header", "headers: " + Tokens.quote(name) + " (expected: the name of a header)", "");
            }
            if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                error("header", "headers: " + name + " (expected: once; case does not tell headers apart)", "");
            }
        }
    }

    private void within(Set<String> texts) {
        for (String text : texts) {
            if (!text.matches("/[!-~]*") || text.matches(".*[?#].*")) {
                String message = "within: " + Tokens.quote(text)
                        + " (expected: how a normalised path starts, such as /app/; without query)";
                error("within", message, text.startsWith("/") ? "" : "write /" + text);
            }
        }
    }

    private void serverNames(List<HostPattern> names) {
        for (HostPattern name : names) {
            if (name.port() != 0) {
                String message = "sni: " + name + " (expected: a name without port)";
                error("sni", message, "write " + name.anyPort());
            }
        }
    }

    private void variables(Match match) {
        Collection<String> names = PathVariables.of(match);
        if (names.size() > PathVariables.MAX) {
            String message = "match: " + names.size() + " variables (expected: <= " + PathVariables.MAX
                    + "; those of templates, and each group of a regular expression by its number and by its name)";
            error("variables", message, "write (?:...) for a group whose text is not needed");
        }
    }

    private void error(String code, String message, String fix) {
        problems.add(new Problem(route.origin(), "model." + code, message, fix, true));
    }
}
