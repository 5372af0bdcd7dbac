package dev.sekisho.dataplane.router;

import com.google.re2j.Pattern;
import dev.sekisho.dataplane.ServedRoute;
import dev.sekisho.model.Alignment;
import dev.sekisho.model.HostPattern;
import dev.sekisho.model.PathPattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds a {@link Router}: from nothing, where the best route goes in last, so that each becomes the first of its lists; or
 * from the tables of another one, by taking some routes out and putting some in. Belongs to one thread.
 */
final class RouterBuilder {

    /** Variables of a route at most; an exchange notes no more. */
    static final int MAX_VARIABLES = 32;

    private static final int MAX_PRIORITY = 1_000_000;
    private static final int INDEX_BITS = 26;
    private static final int PRIORITY_BITS = 21;

    private List<RouteEntry> entries;
    private Candidates candidates;
    private final HostTable hosts;
    private PathTable paths;
    private final List<RegexPaths> regexes;
    private final Map<String, Pattern> patterns = new HashMap<>();
    private byte[] text = new byte[256];
    private int place; // of the entry that is being added or removed
    private boolean removing;

    RouterBuilder(List<RouteEntry> entries, ServedRoute noRoute) {
        this.entries = List.copyOf(entries);
        this.candidates = new Candidates(entries.size(), noRoute);
        this.hosts = new HostTable(16);
        this.paths = new PathTable(entries.size() * 2, candidates);
        this.regexes = new ArrayList<>(List.of(new RegexPaths()));
    }

    /** Starts with copies of the tables of a router. */
    RouterBuilder(Router like) {
        this.entries = like.entries();
        this.candidates = like.candidates().copy();
        this.hosts = like.hosts().copy();
        this.paths = like.paths().copy(candidates);
        this.regexes = new ArrayList<>();
        like.regexes().forEach(list -> regexes.add(list.copy()));
    }

    /** The router of the new entries; whatever has no counterpart in the other list goes out or in. */
    Router patch(List<RouteEntry> next, Alignment alignment, ServedRoute noRoute) {
        int[] places = new int[entries.size()]; // by old place, the new one
        Arrays.fill(places, -1);
        for (int i = 0; i < next.size(); i++) {
            if (alignment.before(i) >= 0) {
                places[alignment.before(i)] = i;
            }
        }
        removing = true;
        for (place = 0; place < places.length; place++) {
            if (places[place] < 0) {
                add(entries.get(place));
            }
        }
        removing = false;
        entries = next;
        candidates.renumber(places);
        for (place = 0; place < next.size(); place++) {
            if (alignment.before(place) < 0) {
                checked(next.get(place).priority());
                add(next.get(place));
            }
        }
        candidates = candidates.with(next, noRoute);
        paths = paths.with(candidates);
        hosts.finish();
        paths.finish();
        return new Router(hosts, paths, regexes, candidates, entries);
    }

    Router build() {
        long[] order = order();
        for (int i = order.length - 1; i >= 0; i--) {
            place = (int) order[i] & (1 << INDEX_BITS) - 1;
            add(entries.get(place));
        }
        hosts.finish();
        paths.finish();
        return new Router(hosts, paths, regexes, candidates, entries);
    }

    /** The places of the entries, best first: by conditions, priority, place in the file. */
    private long[] order() {
        if (entries.size() >= 1 << INDEX_BITS) {
            throw new IllegalArgumentException(
                    "routes: " + entries.size() + " (expected: < " + (1 << INDEX_BITS) + ")");
        }
        long[] order = new long[entries.size()];
        for (int i = 0; i < order.length; i++) {
            checked(entries.get(i).priority());
            order[i] = rank(i);
        }
        Arrays.sort(order);
        return order;
    }

    /** Comes before that of every entry that the one at this place wins against. */
    private long rank(int of) {
        RouteEntry entry = entries.get(of);
        long fewer = 0x7FFF - Math.min(0x7FFF, Conditions.count(entry.match()));
        long lower = MAX_PRIORITY - entry.priority();
        return (fewer << PRIORITY_BITS | lower) << INDEX_BITS | of;
    }

    private static void checked(int priority) {
        if (priority < -MAX_PRIORITY || priority > MAX_PRIORITY) {
            throw new IllegalArgumentException(
                    "priority: " + priority + " (expected: -" + MAX_PRIORITY + " to " + MAX_PRIORITY + ")");
        }
    }

    private void add(RouteEntry entry) {
        if (entry.served().variables().size() > MAX_VARIABLES) {
            throw new IllegalArgumentException(
                    "variables of route " + entry.served().name() + ": "
                            + entry.served().variables().size() + " (expected: <= " + MAX_VARIABLES + ")");
        }
        Conditions conditions = Conditions.of(entry.match());
        if (entry.match().host().isEmpty()) {
            add(HostTable.ANY, entry, conditions);
        }
        for (HostPattern host : entry.match().host()) {
            add(hosts.intern(host), entry, conditions);
        }
    }

    private void add(int host, RouteEntry entry, Conditions conditions) {
        if (entry.match().path().isEmpty()) {
            hosts.pathless(host, changed(hosts.pathless(host), entry, conditions, Candidates.noVariables()));
        }
        for (PathPattern path : entry.match().path()) {
            switch (path) {
                case PathPattern.Exact exact -> literal(host, exact.path(), false, entry, conditions);
                case PathPattern.Prefix prefix -> literal(host, prefix.path(), true, entry, conditions);
                case PathPattern.Template template -> template(host, template, entry, conditions);
                case PathPattern.Regex regex -> regex(host, regex, entry, conditions);
            }
        }
    }

    private int root(int host) {
        if (hosts.root(host) == 0) {
            hosts.root(host, paths.root());
        }
        return hosts.root(host);
    }

    private void literal(int host, String path, boolean prefix, RouteEntry entry, Conditions conditions) {
        int length = write(path);
        if (length > 0 ? text[0] != '/' : !prefix) {
            throw new IllegalArgumentException("path: " + path + " (expected: a path that starts with /)");
        }
        int node = root(host);
        int segments = 0;
        for (int at = 0; at < length; ) {
            int end = at + 1;
            while (end < length && text[end] != '/') {
                end++;
            }
            node = paths.literal(node, text, at + 1, end);
            at = end;
            segments++;
        }
        check(segments, path);
        change(node, prefix, entry, conditions, Candidates.noVariables());
    }

    private void template(int host, PathPattern.Template template, RouteEntry entry, Conditions conditions) {
        List<String> segments = template.segments();
        check(segments.size(), template);
        int[] variables = new int[segments.size()];
        int last = 0;
        int node = root(host);
        for (int i = 0; i < variables.length; i++) {
            String segment = segments.get(i);
            variables[i] = -1;
            if (segment.startsWith("{")) {
                variables[i] = entry.served().variables().indexOf(segment.substring(1, segment.length() - 1));
                last = i + 1;
                node = paths.variable(node);
            } else {
                node = paths.literal(node, text, 0, write(segment));
            }
        }
        change(node, template.prefix(), entry, conditions, Arrays.copyOf(variables, last));
    }

    private static void check(int segments, Object pattern) {
        if (segments > PathTable.MAX_SEGMENTS) {
            throw new IllegalArgumentException(
                    "path " + pattern + ": " + segments + " segments (expected: <= " + PathTable.MAX_SEGMENTS + ")");
        }
    }

    /** Puts the characters where the tables can read them, with 8 bytes to spare; returns their number. */
    private int write(String characters) {
        int length = characters.length();
        if (length + 8 > text.length) {
            text = new byte[length * 2 + 8];
        }
        for (int i = 0; i < length; i++) {
            text[i] = (byte) characters.charAt(i);
        }
        return length;
    }

    private void change(int node, boolean prefix, RouteEntry entry, Conditions conditions, int[] variables) {
        paths.head(node, prefix, changed(paths.head(node, prefix), entry, conditions, variables));
    }

    /** Puts the entry into the list of that head or takes it out; the result is the new head. */
    private int changed(int head, RouteEntry entry, Conditions conditions, int[] variables) {
        if (removing) {
            return candidates.remove(head, place);
        }
        int candidate = candidates.add(place, entry.served(), conditions, variables);
        int before = 0;
        int after = head;
        while (after != 0 && isBetter(after)) {
            before = after;
            after = candidates.next(after);
        }
        candidates.next(candidate, after);
        if (before == 0) {
            return candidate;
        }
        candidates.next(before, candidate);
        return head;
    }

    /** Whether the candidate wins against the entry that is being added. */
    private boolean isBetter(int candidate) {
        return rank(candidates.entry(candidate)) < rank(place);
    }

    private void regex(int host, PathPattern.Regex regex, RouteEntry entry, Conditions conditions) {
        int list = hosts.regexes(host);
        if (list == 0) {
            list = regexes.size();
            regexes.add(new RegexPaths());
            hosts.regexes(host, list);
        }
        if (removing) {
            regexes.get(list).remove(place, candidates);
            return;
        }
        Pattern pattern = patterns.computeIfAbsent(regex.expression(), Pattern::compile);
        int candidate = candidates.add(place, entry.served(), conditions, Candidates.noVariables());
        regexes.get(list).insert(regex.expression(), pattern, candidate, this::isBetter);
    }
}
