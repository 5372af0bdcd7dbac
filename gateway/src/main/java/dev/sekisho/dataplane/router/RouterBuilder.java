package dev.sekisho.dataplane.router;

import com.google.re2j.Pattern;
import dev.sekisho.dataplane.ServedRoute;
import dev.sekisho.model.HostPattern;
import dev.sekisho.model.PathPattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Builds a {@link Router}. The best route goes in last, so that every list of candidates is made by pushing. */
final class RouterBuilder {

    /** Variables of a route at most; an exchange notes no more. */
    static final int MAX_VARIABLES = 32;

    private static final int MAX_PRIORITY = 1_000_000;
    private static final int INDEX_BITS = 26;
    private static final int PRIORITY_BITS = 21;

    private final List<RouteEntry> entries;
    private final Candidates candidates;
    private final HostTable hosts;
    private final PathTable paths;
    private final List<RegexPaths> regexes = new ArrayList<>();
    private final Map<String, Pattern> patterns = new HashMap<>();
    private byte[] text = new byte[256];
    private int place; // of the entry that is being added

    RouterBuilder(List<RouteEntry> entries, ServedRoute noRoute) {
        this.entries = List.copyOf(entries);
        this.candidates = new Candidates(entries.size(), noRoute);
        this.hosts = new HostTable(16);
        this.paths = new PathTable(entries.size() * 2, candidates);
        this.regexes.add(new RegexPaths());
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
            RouteEntry entry = entries.get(i);
            long fewer = 0x7FFF - Math.min(0x7FFF, Conditions.count(entry.match()));
            long lower = MAX_PRIORITY - checked(entry.priority());
            order[i] = (fewer << PRIORITY_BITS | lower) << INDEX_BITS | i;
        }
        Arrays.sort(order);
        return order;
    }

    private static int checked(int priority) {
        if (priority < -MAX_PRIORITY || priority > MAX_PRIORITY) {
            throw new IllegalArgumentException(
                    "priority: " + priority + " (expected: -" + MAX_PRIORITY + " to " + MAX_PRIORITY + ")");
        }
        return priority;
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
            int head =
                    candidates.push(hosts.pathless(host), place, entry.served(), conditions, Candidates.noVariables());
            hosts.pathless(host, head);
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
        push(node, prefix, entry, conditions, Candidates.noVariables());
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
        push(node, template.prefix(), entry, conditions, Arrays.copyOf(variables, last));
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

    private void push(int node, boolean prefix, RouteEntry entry, Conditions conditions, int[] variables) {
        int head = candidates.push(paths.head(node, prefix), place, entry.served(), conditions, variables);
        paths.head(node, prefix, head);
    }

    private void regex(int host, PathPattern.Regex regex, RouteEntry entry, Conditions conditions) {
        int list = hosts.regexes(host);
        if (list == 0) {
            list = regexes.size();
            regexes.add(new RegexPaths());
            hosts.regexes(host, list);
        }
        Pattern pattern = patterns.computeIfAbsent(regex.expression(), Pattern::compile);
        int candidate = candidates.push(0, place, entry.served(), conditions, Candidates.noVariables());
        regexes.get(list).push(regex.expression(), pattern, candidate);
    }
}
