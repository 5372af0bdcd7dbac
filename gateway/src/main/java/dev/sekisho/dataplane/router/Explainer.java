package dev.sekisho.dataplane.router;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.ServedRoute;
import dev.sekisho.dataplane.router.Explanation.Cause;
import dev.sekisho.dataplane.router.Explanation.Loser;
import dev.sekisho.dataplane.router.Explanation.Winner;
import dev.sekisho.model.HostPattern;
import dev.sekisho.model.Match;
import dev.sekisho.model.PathPattern;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Makes an {@link Explanation}: asks the router who wins and looks at every other route, one by one. */
final class Explainer {

    private static final int NAMED_PATTERNS = 3; // of a route that does not fit

    private record Fit(Optional<HostPattern> host, Optional<PathPattern> path) {}

    private record Ranked(Loser loser, int shared, int place) {}

    private final Exchange x;
    private final String host;
    private final String path;
    private final List<String> hostExpressions;

    Explainer(Exchange x, Router router) {
        this.x = x;
        this.hostExpressions = router.hosts().expressionTexts();
        this.host = x.request().hostText();
        this.path = x.request().pathText();
    }

    Explanation explain(Router router, int most) {
        RequestHead request = x.request();
        ServedRoute answer = router.match(x);
        List<RouteEntry> entries = router.entries();
        int place = router.place(x);
        Optional<RouteEntry> winner = place < 0 ? Optional.empty() : Optional.of(entries.get(place));
        Optional<Fit> fit = winner.flatMap(this::fit);
        List<Ranked> losers = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            if (i != place) {
                Loser loser = loser(entries.get(i), winner, fit);
                losers.add(new Ranked(loser, shared(entries.get(i).match()), i));
            }
        }
        losers.sort(Comparator.comparing((Ranked r) -> r.loser.cause())
                .thenComparing(r -> -r.shared)
                .thenComparing(Ranked::place));
        List<Loser> nearest = losers.stream().limit(most).map(Ranked::loser).toList();
        String port = request.connectPort() == 0 ? "" : ":" + request.connectPort();
        return new Explanation(
                request.methodText() + " " + host + port + path,
                answer,
                winner.flatMap(w -> fit.map(f -> winner(w, f))),
                nearest,
                losers.size() - nearest.size());
    }

    private static Winner winner(RouteEntry entry, Fit fit) {
        return new Winner(
                entry.origin(),
                describeHost(fit.host),
                describePath(fit.path),
                Conditions.count(entry.match()),
                entry.rank(),
                entry.priority());
    }

    private static String describeHost(Optional<HostPattern> pattern) {
        return pattern.map(p -> "host " + p).orElse("any host");
    }

    private static String describePath(Optional<PathPattern> pattern) {
        return pattern.map(Patterns::describe).orElse("no path");
    }

    private Optional<HostPattern> bestHost(Match match) {
        return match.host().stream()
                .filter(p -> Patterns.fits(p, host))
                .filter(p -> p.port() == 0 || new ConnectionCondition.HostPort(p.port()).holds(x))
                .max(this::compareHosts);
    }

    private Optional<PathPattern> bestPath(Match match) {
        return match.path().stream().filter(p -> Patterns.fits(p, path)).max(this::comparePaths);
    }

    private int compareHosts(HostPattern one, HostPattern other) {
        return Patterns.compare(one, other, hostExpressions);
    }

    private int comparePaths(PathPattern one, PathPattern other) {
        return Patterns.compare(one, other, path);
    }

    private Optional<Fit> fit(RouteEntry entry) {
        Match match = entry.match();
        Fit fit = new Fit(bestHost(match), bestPath(match));
        boolean fits = (fit.host.isPresent() || match.host().isEmpty())
                && (fit.path.isPresent() || match.path().isEmpty());
        return fits ? Optional.of(fit) : Optional.empty();
    }

    private Loser loser(RouteEntry entry, Optional<RouteEntry> winner, Optional<Fit> winning) {
        Match match = entry.match();
        Optional<Fit> fit = fit(entry);
        if (fit.isEmpty()) {
            return misfit(entry);
        }
        if (match.internal()) {
            return loser(entry, Cause.CONDITION, "internal: only reached where a policy names it");
        }
        Optional<String> failure = Conditions.of(match).failure(x);
        if (failure.isPresent()) {
            return loser(entry, Cause.CONDITION, failure.get() + " does not fit");
        }
        if (winner.isEmpty() || winning.isEmpty()) {
            throw new IllegalStateException(
                    "route " + entry.served().name() + " fits " + path + " (expected: the router finds it)");
        }
        return beaten(entry, fit.get(), winner.get(), winning.get());
    }

    private Loser misfit(RouteEntry entry) {
        Match match = entry.match();
        boolean hostFits = match.host().isEmpty() || bestHost(match).isPresent();
        boolean pathFits = match.path().isEmpty() || bestPath(match).isPresent();
        if (hostFits) {
            return loser(entry, Cause.PATH, "path " + path + " fits none of " + some(match.path()));
        }
        String detail = "host " + (host.isEmpty() ? "(none)" : host) + " fits none of " + some(match.host());
        return loser(
                entry,
                pathFits ? Cause.HOST : Cause.HOST_AND_PATH,
                detail + (pathFits ? "" : ", nor does the path fit"));
    }

    private static String some(List<?> patterns) {
        String text = patterns.stream()
                .limit(NAMED_PATTERNS)
                .map(Object::toString)
                .reduce((a, b) -> a + ", " + b)
                .orElse("");
        int more = patterns.size() - NAMED_PATTERNS;
        return more > 0 ? text + " and " + more + " more" : text;
    }

    private Loser beaten(RouteEntry entry, Fit fit, RouteEntry winner, Fit winning) {
        if (entry.rank() < winner.rank()) {
            return loser(entry, Cause.RANK, "lower rank: " + entry.rank() + " against " + winner.rank());
        }
        if (lessSpecificHost(fit, winning)) {
            String detail = describeHost(fit.host) + " loses against " + describeHost(winning.host);
            return loser(entry, Cause.LESS_SPECIFIC_HOST, "less specific: " + detail);
        }
        if (lessSpecificPath(fit, winning)) {
            String detail = describePath(fit.path) + " loses against " + describePath(winning.path);
            return loser(entry, Cause.LESS_SPECIFIC_PATH, "less specific: " + detail);
        }
        int conditions = Conditions.count(entry.match());
        int more = Conditions.count(winner.match());
        if (conditions < more) {
            String detail = Explanation.counted(conditions, "condition") + " against " + more;
            return loser(entry, Cause.FEWER_CONDITIONS, "less specific: " + detail);
        }
        return entry.priority() < winner.priority()
                ? loser(
                        entry,
                        Cause.PRIORITY,
                        "same specificity, lower priority: " + entry.priority() + " against " + winner.priority())
                : loser(entry, Cause.LATER, "same specificity and priority, later in the file");
    }

    private boolean lessSpecificHost(Fit fit, Fit winning) {
        return winning.host.isPresent() && (fit.host.isEmpty() || compareHosts(fit.host.get(), winning.host.get()) < 0);
    }

    private boolean lessSpecificPath(Fit fit, Fit winning) {
        return winning.path.isPresent() && (fit.path.isEmpty() || comparePaths(fit.path.get(), winning.path.get()) < 0);
    }

    private static Loser loser(RouteEntry entry, Cause cause, String detail) {
        return new Loser(entry.served().name(), entry.origin(), cause, detail);
    }

    /** How near a route is among those of one cause: a host of its own that fits, and segments shared from the left. */
    private int shared(Match match) {
        List<String> sent = Patterns.segments(path);
        int most = 0;
        for (PathPattern pattern : match.path()) {
            List<String> wanted = Patterns.segments(pattern);
            int same = 0;
            while (same < Math.min(wanted.size(), sent.size())
                    && wanted.get(same).equals(sent.get(same))) {
                same++;
            }
            most = Math.max(most, same);
        }
        return most + (bestHost(match).isPresent() ? 1000 : 0);
    }
}
