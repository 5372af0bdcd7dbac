package dev.sekisho.dataplane.router;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.ServedRoute;
import dev.sekisho.model.Alignment;
import java.util.List;
import java.util.Optional;

/**
 * Finds the route of a request; docs/routing.md has the rules. What a look-up costs depends on host and path of the
 * request and on the routes that share them, not on how many routes there are; it allocates nothing unless it comes to a
 * regular expression.
 *
 * <p>Immutable, thread-safe.
 */
public final class Router {

    /** Routes taken out and put in up to which tables are patched. */
    private static final int MAX_PATCHED = 256;

    private final HostTable hosts;
    private final PathTable paths;
    private final StartTable starts;
    private final WidePaths wide;
    private final boolean ranked;
    private final List<RegexPaths> regexes; // number 0 is not used
    private final Candidates candidates;
    private final List<RouteEntry> entries;
    private final RouteNames names;

    Router(
            HostTable hosts,
            PathTable paths,
            StartTable starts,
            List<RegexPaths> regexes,
            Candidates candidates,
            List<RouteEntry> entries) {
        this.hosts = hosts;
        this.paths = paths;
        this.starts = starts;
        this.wide = new WidePaths(paths, starts, candidates);
        this.ranked = RouteOrder.isRanked(entries);
        this.regexes = regexes;
        this.candidates = candidates;
        this.entries = entries;
        this.names = new RouteNames(entries);
    }

    /**
     * Builds a router.
     *
     * @param entries the routes, in the order of the file
     * @param noRoute what {@link #match} answers where no route fits
     * @throws IllegalArgumentException where a pattern cannot be served: a regular expression, header name or method that
     *     is none, more than 60 segments, more than 32 variables, a rank or priority out of range
     */
    public static Router build(List<RouteEntry> entries, ServedRoute noRoute) {
        return new RouterBuilder(entries, noRoute).build();
    }

    /**
     * Builds a router from routes most of which another one has already. Tables that no change concerns are shared, those of
     * a few changes are copied and patched; after many it is {@link #build}, whose answers are the same.
     */
    public static Router rebuild(Router previous, List<RouteEntry> entries, ServedRoute noRoute) {
        List<RouteEntry> routes = List.copyOf(entries);
        Alignment alignment = Alignment.of(previous.entries, routes, Router::matchAlike);
        int changes = previous.entries.size() + routes.size() - 2 * alignment.kept();
        if (changes > MAX_PATCHED || previous.candidates.isWorn()) {
            return build(routes, noRoute);
        }
        if (changes > 0) {
            return new RouterBuilder(previous).patch(routes, alignment, noRoute);
        }
        Candidates candidates = previous.candidates.with(routes, noRoute);
        PathTable paths = previous.paths.with(candidates);
        return new Router(previous.hosts, paths, previous.starts, previous.regexes, candidates, routes);
    }

    private static boolean matchAlike(RouteEntry one, RouteEntry other) {
        return one == other
                || one.rank() == other.rank()
                        && one.priority() == other.priority()
                        && one.match().equals(other.match())
                        && one.served().variables().equals(other.served().variables());
    }

    HostTable hosts() {
        return hosts;
    }

    PathTable paths() {
        return paths;
    }

    StartTable starts() {
        return starts;
    }

    List<RegexPaths> regexes() {
        return regexes;
    }

    Candidates candidates() {
        return candidates;
    }

    /**
     * The route that answers the request. Notes where the values of the route's variables stand in the exchange; a variable
     * that the patterns do not have which the request fits is noted as empty.
     */
    public ServedRoute match(Exchange x) {
        return candidates.take(candidate(x), x);
    }

    /** Place in the file of the route that answers, or -1. */
    int place(Exchange x) {
        return candidates.entry(candidate(x));
    }

    /**
     * The route of that name, whether or not requests come to it by themselves: for policies that send a request there. Its
     * variables are those of another route until {@link #enter} or {@link #match}. Where no route is internal, the first
     * call looks at all routes.
     */
    public Optional<ServedRoute> named(String name) {
        return names.find(name);
    }

    /** The same, for a request that goes there now: what the route has of variables is noted as empty. */
    public Optional<ServedRoute> enter(String name, Exchange x) {
        Optional<ServedRoute> route = names.find(name);
        route.ifPresent(found -> Candidates.forget(found, x));
        return route;
    }

    private int candidate(Exchange x) {
        RequestHead request = x.request();
        int start = request.hostStart();
        int end = request.hostEnd();
        int found = 0;
        if (start < end) {
            byte[] bytes = request.headers().bytes();
            found = find(hosts.exact(bytes, start, end), x, 0);
            int dot = isOver(found) ? end : hosts.firstDot(bytes, start, end);
            while (dot < end && !isOver(found)) {
                found = find(hosts.wildcard(bytes, dot, end), x, found);
                dot = hosts.nextDot(bytes, dot, end);
            }
            if (hosts.hasFurther() && !isOver(found)) {
                found = further(start, end, x, found);
            }
        }
        return isOver(found) ? found : find(HostTable.ANY, x, found);
    }

    /** Whether no host that goes after can change what was found. */
    private boolean isOver(int found) {
        return found != 0 && (!ranked || candidates.isTop(found));
    }

    /** Goes on with trailing wildcards and regular expressions. */
    private int further(int start, int end, Exchange x, int before) {
        byte[] bytes = x.request().headers().bytes();
        int found = before;
        int dot = hosts.lastDot(bytes, start, end);
        while (dot >= start && !isOver(found)) {
            found = find(hosts.trailing(bytes, start, dot), x, found);
            dot = hosts.previousDot(bytes, start, dot);
        }
        if (hosts.expressions() == 0 || isOver(found)) {
            return found;
        }
        String host = x.request().hostText();
        for (int i = 0; i < hosts.expressions() && !isOver(found); i++) {
            found = find(hosts.expression(i, host), x, found);
        }
        return found;
    }

    /** The better one of what was found on hosts that go before, if any was, and the routes of a host. */
    private int find(int host, Exchange x, int before) {
        if (host == 0) {
            return before;
        }
        int root = hosts.root(host);
        int start = hosts.starts(host);
        if (ranked || start != 0) {
            return widely(host, root, start, x, before);
        }
        int found = root == 0 ? 0 : paths.find(root, x);
        if (found == 0 && hosts.regexes(host) != 0) {
            found = regexes.get(hosts.regexes(host)).find(x, candidates, 0);
        }
        return found != 0 ? found : candidates.first(hosts.pathless(host), x);
    }

    private int widely(int host, int root, int start, Exchange x, int before) {
        int found = root == 0 && start == 0 ? before : wide.find(root, start, x, before);
        if (!isOver(found) && hosts.regexes(host) != 0) {
            found = regexes.get(hosts.regexes(host)).find(x, candidates, found);
        }
        return isOver(found) ? found : candidates.better(hosts.pathless(host), x, found, false);
    }

    /** Why the request goes to its route, beside the 20 nearest others; looks at every route, so not for traffic. */
    public Explanation explain(Exchange x) {
        return explain(x, 20);
    }

    /** The same with so many others at most. */
    public Explanation explain(Exchange x, int others) {
        return new Explainer(x, this).explain(this, others);
    }

    /** The routes, in the order of the file. */
    public List<RouteEntry> entries() {
        return entries;
    }
}
