package dev.sekisho.dataplane.router;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.ServedRoute;
import dev.sekisho.model.Alignment;
import java.util.List;

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
    private final List<RegexPaths> regexes; // number 0 is not used
    private final Candidates candidates;
    private final List<RouteEntry> entries;

    Router(
            HostTable hosts,
            PathTable paths,
            List<RegexPaths> regexes,
            Candidates candidates,
            List<RouteEntry> entries) {
        this.hosts = hosts;
        this.paths = paths;
        this.regexes = regexes;
        this.candidates = candidates;
        this.entries = entries;
    }

    /**
     * Builds a router.
     *
     * @param entries the routes, in the order of the file
     * @param noRoute what {@link #match} answers where no route fits
     * @throws IllegalArgumentException where a pattern cannot be served: a regular expression, header name or method that
     *     is none, more than 60 segments, more than 32 variables, a priority out of range
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
        return new Router(previous.hosts, previous.paths.with(candidates), previous.regexes, candidates, routes);
    }

    private static boolean matchAlike(RouteEntry one, RouteEntry other) {
        return one == other
                || one.priority() == other.priority()
                        && one.match().equals(other.match())
                        && one.served().variables().equals(other.served().variables());
    }

    HostTable hosts() {
        return hosts;
    }

    PathTable paths() {
        return paths;
    }

    List<RegexPaths> regexes() {
        return regexes;
    }

    Candidates candidates() {
        return candidates;
    }

    /**
     * The route that answers the request. Notes where the values of the template's variables stand in the exchange; a
     * variable of the route that the path pattern does not have is noted as empty.
     */
    public ServedRoute match(Exchange x) {
        return candidates.take(candidate(x), x);
    }

    /** Place in the file of the route that answers, or -1. */
    int place(Exchange x) {
        return candidates.entry(candidate(x));
    }

    private int candidate(Exchange x) {
        RequestHead request = x.request();
        int start = request.hostStart();
        int end = request.hostEnd();
        int found = 0;
        if (start < end) {
            byte[] bytes = request.headers().bytes();
            found = find(hosts.exact(bytes, start, end), x);
            int dot = found != 0 ? end : hosts.firstDot(bytes, start, end);
            while (found == 0 && dot < end) {
                found = find(hosts.wildcard(bytes, dot, end), x);
                dot = hosts.nextDot(bytes, dot, end);
            }
        }
        return found != 0 ? found : find(HostTable.ANY, x);
    }

    private int find(int host, Exchange x) {
        if (host == 0) {
            return 0;
        }
        int root = hosts.root(host);
        int found = root == 0 ? 0 : paths.find(root, x);
        if (found == 0 && hosts.regexes(host) != 0) {
            found = regexes.get(hosts.regexes(host)).find(x, candidates);
        }
        return found != 0 ? found : candidates.first(hosts.pathless(host), x);
    }

    /** Why the request goes to its route, beside the 20 nearest others; looks at every route, so not for traffic. */
    public Explanation explain(Exchange x) {
        return explain(x, 20);
    }

    /** The same with so many others at most. */
    public Explanation explain(Exchange x, int others) {
        return new Explainer(x).explain(this, others);
    }

    /** The routes, in the order of the file. */
    public List<RouteEntry> entries() {
        return entries;
    }
}
