package dev.sekisho.dataplane.router;

import com.google.re2j.Pattern;
import dev.sekisho.model.HostPattern;
import dev.sekisho.model.Match;
import dev.sekisho.model.PathPattern;
import dev.sekisho.model.ValuePattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** docs/routing.md word by word: looks at every route, keeps the best. An oracle, slow and plain. */
final class NaiveRouter {

    /** A request as lists of plain texts. */
    record Request(
            String method,
            String host,
            String path,
            List<Map.Entry<String, String>> query,
            List<Map.Entry<String, String>> headers,
            List<Map.Entry<String, String>> cookies) {}

    /** How well a route fits; the greater list of numbers, read from the left, wins. */
    private record Rank(List<Integer> numbers) implements Comparable<Rank> {
        @Override
        public int compareTo(Rank other) {
            for (int i = 0; i < Math.min(numbers.size(), other.numbers.size()); i++) {
                int difference = Integer.compare(numbers.get(i), other.numbers.get(i));
                if (difference != 0) {
                    return difference;
                }
            }
            return Integer.compare(numbers.size(), other.numbers.size());
        }
    }

    private NaiveRouter() {}

    static String match(List<RouteEntry> entries, Request request) {
        Optional<Rank> best = Optional.empty();
        String winner = "none";
        for (RouteEntry entry : entries) {
            Optional<Rank> rank = rank(entry, request);
            if (rank.isPresent() && (best.isEmpty() || rank.get().compareTo(best.get()) > 0)) {
                best = rank;
                winner = entry.served().name();
            }
        }
        return winner;
    }

    private static Optional<Rank> rank(RouteEntry entry, Request request) {
        Match match = entry.match();
        int host = match.host().isEmpty() ? 0 : -1;
        for (HostPattern pattern : match.host()) {
            host = Math.max(host, host(pattern, request.host()));
        }
        Optional<Rank> path = match.path().isEmpty() ? Optional.of(new Rank(List.of(0))) : Optional.empty();
        for (PathPattern pattern : match.path()) {
            Optional<Rank> rank = path(pattern, request.path());
            if (rank.isPresent() && (path.isEmpty() || rank.get().compareTo(path.get()) > 0)) {
                path = rank;
            }
        }
        if (host < 0 || path.isEmpty() || !conditions(match, request)) {
            return Optional.empty();
        }
        List<Integer> numbers = new ArrayList<>(List.of(host));
        List<Integer> ofPath = new ArrayList<>(path.get().numbers());
        while (ofPath.size() < 70) {
            ofPath.add(0);
        }
        numbers.addAll(ofPath);
        int named =
                match.headers().size() + match.query().size() + match.cookies().size();
        numbers.add(named + (match.method().isEmpty() ? 0 : 1) + (match.client().isEmpty() ? 0 : 1));
        numbers.add(entry.priority());
        return Optional.of(new Rank(numbers));
    }

    private static int host(HostPattern pattern, String host) {
        if (pattern.wildcard()) {
            boolean fits = host.endsWith(pattern.name())
                    && host.length() > pattern.name().length();
            return fits ? pattern.name().length() : -1;
        }
        return host.equals(pattern.name()) ? 1000 : -1;
    }

    /** Class, then length for prefixes, then 2 for each literal segment and 1 for each variable. */
    private static Optional<Rank> path(PathPattern pattern, String path) {
        return switch (pattern) {
            case PathPattern.Exact exact ->
                exact.path().equals(path) ? Optional.of(new Rank(List.of(4))) : Optional.empty();
            case PathPattern.Template template -> template(template.segments(), template.prefix(), path);
            case PathPattern.Prefix prefix ->
                prefix.path().isEmpty()
                        ? Optional.of(new Rank(List.of(2, 0)))
                        : template(segments(prefix.path()), true, path);
            case PathPattern.Regex regex ->
                Pattern.compile(regex.expression()).matcher(path).find()
                        ? Optional.of(new Rank(List.of(1)))
                        : Optional.empty();
        };
    }

    private static List<String> segments(String path) {
        return Arrays.asList(path.substring(1).split("/", -1));
    }

    private static Optional<Rank> template(List<String> wanted, boolean prefix, String path) {
        List<String> sent = segments(path);
        if (prefix ? sent.size() < wanted.size() : sent.size() != wanted.size()) {
            return Optional.empty();
        }
        List<Integer> numbers = new ArrayList<>(prefix ? List.of(2, wanted.size()) : List.of(3));
        for (int i = 0; i < wanted.size(); i++) {
            boolean variable = wanted.get(i).startsWith("{");
            if (variable ? sent.get(i).isEmpty() : !wanted.get(i).equals(sent.get(i))) {
                return Optional.empty();
            }
            numbers.add(variable ? 1 : 2);
        }
        return Optional.of(new Rank(numbers));
    }

    private static boolean conditions(Match match, Request request) {
        return (match.method().isEmpty() || match.method().contains(request.method()))
                && all(match.headers(), request.headers(), true)
                && all(match.query(), request.query(), false)
                && all(match.cookies(), request.cookies(), false);
    }

    private static boolean all(
            Map<String, ValuePattern> wanted, List<Map.Entry<String, String>> sent, boolean ignoreCase) {
        return wanted.entrySet().stream().allMatch(one -> {
            List<String> values = sent.stream()
                    .filter(e -> ignoreCase
                            ? e.getKey().equalsIgnoreCase(one.getKey())
                            : e.getKey().equals(one.getKey()))
                    .map(Map.Entry::getValue)
                    .toList();
            return switch (one.getValue()) {
                case ValuePattern.Exact exact -> values.contains(exact.value());
                case ValuePattern.Regex regex -> {
                    Pattern pattern = Pattern.compile(regex.expression());
                    yield values.stream().anyMatch(v -> pattern.matcher(v).find());
                }
                case ValuePattern.Present() -> !values.isEmpty();
                case ValuePattern.Absent() -> values.isEmpty();
            };
        });
    }
}
