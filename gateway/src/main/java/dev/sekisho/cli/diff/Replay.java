package dev.sekisho.cli.diff;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Sends requests through both configurations and counts what changes, by where they went and where they go. For one thread. */
final class Replay {

    private final Guide before;
    private final Guide after;
    private final Map<Key, Group> groups = new LinkedHashMap<>();
    private long asked;

    /** The same for requests that change alike. */
    private record Key(String before, String after, List<String> differences) {}

    /** A change with an example. */
    static final class Group {
        private final String before;
        private final String after;
        private final List<String> differences;
        private final Sample example;
        private long count;

        private Group(Way before, Way after, List<String> differences, Sample example) {
            this.before = before.route();
            this.after = after.route();
            this.differences = differences;
            this.example = example;
        }

        long count() {
            return count;
        }

        /** Some lines for a report. */
        List<String> lines() {
            List<String> lines = new ArrayList<>();
            lines.add(count + " x  " + before + " -> " + after);
            lines.add("    such as " + example);
            differences.forEach(line -> lines.add("    " + line));
            return lines;
        }
    }

    Replay(Guide before, Guide after) {
        this.before = before;
        this.after = after;
    }

    /** Asks both about a request. */
    void ask(Sample sample) {
        asked++;
        Way old = before.way(sample);
        Way now = after.way(sample);
        if (!Objects.equals(old, now)) {
            List<String> differences = old.differences(now);
            boolean rewritten = !old.sentAs().equals(now.sentAs());
            List<String> alike =
                    rewritten && !differences.isEmpty() ? differences.subList(0, differences.size() - 1) : differences;
            Key key = new Key(old.route(), now.route(), alike); // what is sent on differs from request to request
            groups.computeIfAbsent(key, _ -> new Group(old, now, differences, sample)).count++;
        }
    }

    /** How many requests were asked about. */
    long asked() {
        return asked;
    }

    /** How many of them change. */
    long changed() {
        return groups.values().stream().mapToLong(Group::count).sum();
    }

    /** What changes, the most frequent first. */
    List<Group> groups() {
        return groups.values().stream()
                .sorted((a, b) -> Long.compare(b.count, a.count))
                .toList();
    }
}
