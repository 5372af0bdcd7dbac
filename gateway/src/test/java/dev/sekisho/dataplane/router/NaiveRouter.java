package dev.sekisho.dataplane.router;

import com.google.re2j.Pattern;
import dev.sekisho.model.HostPattern;
import dev.sekisho.model.Match;
import dev.sekisho.model.PathPattern;
import dev.sekisho.model.Scheme;
import dev.sekisho.model.ValuePattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** docs/routing.md word by word: looks at every route, keeps the best. An oracle, slow and plain. */
final class NaiveRouter {

    /**
     * A request as lists of plain texts.
     *
     * @param port that the Host field names; 0 for none
     * @param serverName of its TLS; empty where it is in the clear, "-" where TLS has none
     */
    record Request(
            String method,
            String host,
            int port,
            String listener,
            String serverName,
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
        List<String> expressions = entries.stream()
                .filter(entry -> !entry.match().internal())
                .flatMap(entry -> entry.match().host().stream())
                .filter(host -> host.kind() == HostPattern.Kind.REGEX)
                .map(HostPattern::name)
                .distinct()
                .toList();
        for (RouteEntry entry : entries) {
            Optional<Rank> rank = entry.match().internal() ? Optional.empty() : rank(entry, request, expressions);
            if (rank.isPresent() && (best.isEmpty() || rank.get().compareTo(best.get()) > 0)) {
                best = rank;
                winner = entry.served().name();
            }
        }
        return winner;
    }

    private static Optional<Rank> rank(RouteEntry entry, Request request, List<String> expressions) {
        Match match = entry.match();
        int host = match.host().isEmpty() ? 0 : -1;
        for (HostPattern pattern : match.host()) {
            if (pattern.port() == 0 || pattern.port() == port(request)) {
                host = Math.max(host, host(pattern, request.host(), expressions));
            }
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
        List<Integer> numbers = new ArrayList<>(List.of(entry.rank(), host));
        List<Integer> ofPath = new ArrayList<>(path.get().numbers());
        while (ofPath.size() < 70) {
            ofPath.add(0);
        }
        numbers.addAll(ofPath);
        int named =
                match.headers().size() + match.query().size() + match.cookies().size();
        boolean port = match.host().stream().anyMatch(pattern -> pattern.port() != 0);
        numbers.add(named
                + (int) Stream.of(
                                !match.method().isEmpty(),
                                !match.client().isEmpty(),
                                !match.listener().isEmpty(),
                                match.scheme().isPresent(),
                                !match.sni().isEmpty(),
                                port)
                        .filter(given -> given)
                        .count());
        numbers.add(entry.priority());
        return Optional.of(new Rank(numbers));
    }

    private static int port(Request request) {
        return request.port() != 0 ? request.port() : request.serverName().isEmpty() ? 80 : 443;
    }

    private static int host(HostPattern pattern, String host, List<String> expressions) {
        int length = pattern.name().length();
        return switch (pattern.kind()) {
            case EXACT -> host.equals(pattern.name()) ? 4000 : -1;
            case LEADING -> host.endsWith(pattern.name()) && host.length() > length ? 3000 + length : -1;
            case TRAILING -> host.startsWith(pattern.name()) && host.length() > length ? 2000 + length : -1;
            case REGEX ->
                !host.isEmpty() && Pattern.compile(pattern.name()).matcher(host).find()
                        ? 1000 - expressions.indexOf(pattern.name())
                        : -1;
        };
    }

    /** Class, then length for prefixes and starts, which of these two, then 2 for each literal segment and 1 for each variable. */
    private static Optional<Rank> path(PathPattern pattern, String path) {
        return switch (pattern) {
            case PathPattern.Exact exact ->
                exact.path().equals(path) ? Optional.of(new Rank(List.of(4))) : Optional.empty();
            case PathPattern.Template template -> template(template.segments(), template.prefix(), path);
            case PathPattern.Prefix prefix ->
                prefix.path().isEmpty()
                        ? Optional.of(new Rank(List.of(2, 0, 1)))
                        : template(segments(prefix.path()), true, path);
            case PathPattern.Start start ->
                path.startsWith(start.text())
                        ? Optional.of(new Rank(List.of(2, start.text().length(), 0)))
                        : Optional.empty();
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
        int length = String.join("/", sent.subList(0, wanted.size())).length() + 1;
        List<Integer> numbers = new ArrayList<>(prefix ? List.of(2, length, 1) : List.of(3));
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
                && all(match.cookies(), request.cookies(), false)
                && connection(match, request);
    }

    private static boolean connection(Match match, Request request) {
        String name = request.serverName();
        boolean named = !name.isEmpty() && !name.equals("-");
        return (match.listener().isEmpty() || match.listener().contains(request.listener()))
                && (match.scheme().isEmpty() || (match.scheme().get() == Scheme.HTTPS) == !name.isEmpty())
                && (match.sni().isEmpty()
                        || (named
                                && match.sni().stream()
                                        .anyMatch(pattern ->
                                                host(pattern, name.toLowerCase(Locale.ROOT), List.of()) >= 0)))
                && match.within().keySet().stream()
                        .filter(request.path()::startsWith)
                        .max(Comparator.comparingInt(String::length))
                        .map(match.within()::get)
                        .orElse(true);
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
