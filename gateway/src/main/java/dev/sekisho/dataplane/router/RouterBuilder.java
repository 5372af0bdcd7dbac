package dev.sekisho.dataplane.router;

import com.google.re2j.Pattern;
import dev.sekisho.dataplane.ServedRoute;
import dev.sekisho.model.Alignment;
import dev.sekisho.model.HostPattern;
import dev.sekisho.model.PathPattern;
import dev.sekisho.model.PathVariables;
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

    private List<RouteEntry> entries;
    private RouteOrder order;
    private Candidates candidates;
    private final HostTable hosts;
    private PathTable paths;
    private final StartTable starts;
    private final List<RegexPaths> regexes;
    private final Map<String, Pattern> patterns = new HashMap<>();
    private byte[] text = new byte[256];
    private int place; // of the entry that is being added or removed
    private boolean removing;

    RouterBuilder(List<RouteEntry> entries, ServedRoute noRoute) {
        this.entries = List.copyOf(entries);
        this.order = new RouteOrder(this.entries);
        this.candidates = new Candidates(entries.size(), noRoute);
        this.hosts = new HostTable(16);
        this.paths = new PathTable(entries.size() * 2, candidates);
        this.starts = new StartTable();
        this.regexes = new ArrayList<>(List.of(new RegexPaths()));
    }

    /** Starts with copies of the tables of a router. */
    RouterBuilder(Router like) {
        this.entries = like.entries();
        this.order = new RouteOrder(entries);
        this.candidates = like.candidates().copy();
        this.hosts = like.hosts().copy();
        this.paths = like.paths().copy(candidates);
        this.starts = like.starts().copy();
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
        order = new RouteOrder(next);
        candidates.renumber(places);
        for (place = 0; place < next.size(); place++) {
            if (alignment.before(place) < 0) {
                RouteOrder.check(next.get(place));
                add(next.get(place));
            }
        }
        candidates = candidates.with(next, noRoute);
        paths = paths.with(candidates);
        return finished();
    }

    Router build() {
        int[] places = order.places();
        for (int i = places.length - 1; i >= 0; i--) {
            place = places[i];
            add(entries.get(place));
        }
        return finished();
    }

    private Router finished() {
        hosts.finish(entries);
        paths.finish();
        starts.finish();
        return new Router(hosts, paths, starts, regexes, candidates, entries);
    }

    private void add(RouteEntry entry) {
        List<String> variables = entry.served().variables();
        if (variables.size() > PathVariables.MAX) {
            throw new IllegalArgumentException("variables of route "
                    + entry.served().name() + ": " + variables.size() + " (expected: <= " + PathVariables.MAX + ")");
        }
        if (entry.match().internal()) {
            return;
        }
        Conditions conditions = Conditions.of(entry.match());
        if (entry.match().host().isEmpty()) {
            add(HostTable.ANY, entry, conditions, Capture.Segments.NONE);
        }
        for (HostPattern host : entry.match().host()) {
            Capture capture = host.kind() == HostPattern.Kind.REGEX
                    ? Capture.of(host.name(), compiled(host.name()), variables, true)
                    : Capture.Segments.NONE;
            add(hosts.intern(host), entry, conditions.withPort(host.port()), capture);
        }
    }

    private Pattern compiled(String expression) {
        return patterns.computeIfAbsent(expression, Pattern::compile);
    }

    private void add(int host, RouteEntry entry, Conditions conditions, Capture ofHost) {
        if (entry.match().path().isEmpty()) {
            hosts.pathless(host, changed(hosts.pathless(host), entry, conditions, ofHost));
        }
        for (PathPattern path : entry.match().path()) {
            switch (path) {
                case PathPattern.Exact exact -> literal(host, exact.path(), false, entry, conditions, ofHost);
                case PathPattern.Prefix prefix -> literal(host, prefix.path(), true, entry, conditions, ofHost);
                case PathPattern.Template template -> template(host, template, entry, conditions, ofHost);
                case PathPattern.Start start -> start(host, start.text(), entry, conditions, ofHost);
                case PathPattern.Regex regex -> regex(host, regex, entry, conditions, ofHost);
            }
        }
    }

    private void start(int host, String path, RouteEntry entry, Conditions conditions, Capture ofHost) {
        int length = write(path);
        if (length == 0 || text[0] != '/') {
            throw new IllegalArgumentException("path: ^" + path + " (expected: ^ and a path that starts with /)");
        }
        if (hosts.starts(host) == 0) {
            hosts.starts(host, starts.list());
        }
        int at = starts.intern(hosts.starts(host), text, length);
        starts.head(at, changed(starts.head(at), entry, conditions, ofHost));
    }

    private int root(int host) {
        if (hosts.root(host) == 0) {
            hosts.root(host, paths.root());
        }
        return hosts.root(host);
    }

    private void literal(
            int host, String path, boolean prefix, RouteEntry entry, Conditions conditions, Capture ofHost) {
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
        change(node, prefix, entry, conditions, ofHost);
    }

    private void template(
            int host, PathPattern.Template template, RouteEntry entry, Conditions conditions, Capture ofHost) {
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
        Capture capture = last == 0 ? Capture.Segments.NONE : new Capture.Segments(Arrays.copyOf(variables, last));
        change(node, template.prefix(), entry, conditions, ofHost.then(capture));
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

    private void change(int node, boolean prefix, RouteEntry entry, Conditions conditions, Capture capture) {
        paths.head(node, prefix, changed(paths.head(node, prefix), entry, conditions, capture));
    }

    /** Puts the entry into the list of that head or takes it out; the result is the new head. */
    private int changed(int head, RouteEntry entry, Conditions conditions, Capture capture) {
        if (removing) {
            return candidates.remove(head, place);
        }
        int candidate = candidates.add(place, entry, conditions, capture);
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
        return order.isBefore(candidates.entry(candidate), place);
    }

    private void regex(int host, PathPattern.Regex regex, RouteEntry entry, Conditions conditions, Capture ofHost) {
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
        String expression = regex.expression();
        Pattern pattern = compiled(expression);
        Capture capture = Capture.of(expression, pattern, entry.served().variables(), false);
        int candidate = candidates.add(place, entry, conditions, ofHost.then(capture));
        regexes.get(list).insert(expression, pattern, candidate, this::isBetter);
    }
}
