package dev.sekisho.cli.diff;

import dev.sekisho.model.Match;
import dev.sekisho.model.Model;
import dev.sekisho.model.PathPattern;
import dev.sekisho.model.Route;
import dev.sekisho.model.ValuePattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Requests that stand for those which the routes of a model are about: for each of its hosts, paths and methods one, with the headers,
 * query parameters and cookies that the route asks for, by the first of its listeners. For a regular expression a text is made that it
 * is found in, where that can be done. For one thread.
 */
final class Samples {

    private static final int MOST = 50_000;
    private static final int MOST_OF_ROUTE = 200;
    private static final String ANY = "x"; // where a pattern leaves a value open
    private static final List<String> PATH_STARTS = List.of("/", "/" + ANY);

    private final Set<Sample> samples = new LinkedHashSet<>();
    private final Set<Match> unsampled = new LinkedHashSet<>();

    /** Adds those of a model. */
    void add(Model model) {
        model.routes().forEach(this::route);
    }

    /** All of them, each once. */
    List<Sample> all() {
        return List.copyOf(samples);
    }

    /** How many matches have none, since for no host or for no path in them a text could be made. */
    int unsampled() {
        return unsampled.size();
    }

    private void route(Route route) {
        Match match = route.match();
        Map<String, String> fields = new LinkedHashMap<>();
        match.headers().forEach((name, pattern) -> put(fields, name, pattern));
        List<String> cookies = new ArrayList<>();
        match.cookies().forEach((name, pattern) -> pair(cookies, name, pattern));
        if (!cookies.isEmpty()) {
            fields.put("Cookie", String.join("; ", cookies));
        }
        List<String> query = new ArrayList<>();
        match.query().forEach((name, pattern) -> pair(query, name, pattern));
        String parameters = query.isEmpty() ? "" : "?" + String.join("&", query);
        String client = match.client().isEmpty()
                ? "127.0.0.1"
                : match.client().getFirst().toString().replaceFirst("/.*", "");
        int before = samples.size();
        List<String> hosts = hosts(match);
        List<String> targets = match.connect().isEmpty() ? paths(match) : List.of("");
        for (String host : hosts) {
            for (String path : targets) {
                for (String method : methods(match)) {
                    if (samples.size() < Math.min(MOST, before + MOST_OF_ROUTE)) {
                        samples.add(sample(match, method, host, path + parameters, client, fields));
                    }
                }
            }
        }
        if (hosts.isEmpty() || targets.isEmpty()) {
            unsampled.add(match);
        }
    }

    private static Sample sample(
            Match match, String method, String host, String target, String client, Map<String, String> fields) {
        if (match.connect().isEmpty()) {
            return new Sample(method, target, host, client, Map.copyOf(fields), listener(match));
        }
        String authority = host + ":" + match.connect().getFirst();
        return new Sample("CONNECT", authority, authority, client, Map.copyOf(fields), listener(match));
    }

    private static String listener(Match match) {
        return match.listener().isEmpty() ? "" : match.listener().getFirst();
    }

    private static List<String> methods(Match match) {
        return match.method().isEmpty() ? List.of("GET", "POST") : match.method();
    }

    /** Read from the text forms, so that a form that is new has a sample or none, and breaks nothing. */
    private static List<String> hosts(Match match) {
        return match.host().isEmpty()
                ? List.of("localhost")
                : match.host().stream()
                        .map(Object::toString)
                        .flatMap(text -> text.startsWith("~")
                                ? ExpressionSample.of(text.substring(1), List.of()).filter(Samples::isHost).stream()
                                : Stream.of(text.replaceFirst("^\\*\\.", "any.").replaceFirst("\\.\\*$", ".example")))
                        .toList();
    }

    private static boolean isHost(String text) {
        return text.matches("[A-Za-z0-9._-]+(:[0-9]+)?");
    }

    private static List<String> paths(Match match) {
        if (match.path().isEmpty()) {
            return List.of("/", "/" + ANY);
        }
        List<String> paths = new ArrayList<>();
        for (PathPattern pattern : match.path()) {
            String text = pattern.toString().replaceAll("\\{[^}]*}", ANY);
            if (pattern instanceof PathPattern.Regex(String expression)) {
                ExpressionSample.of(expression, PATH_STARTS)
                        .filter(Samples::isPath)
                        .ifPresent(paths::add);
            } else if (text.endsWith("/*")) {
                String prefix = text.substring(0, text.length() - 2);
                paths.add(prefix.isEmpty() ? "/" : prefix);
                paths.add(prefix + "/" + ANY);
            } else if (text.startsWith("^/")) {
                paths.add(text.substring(1));
                paths.add(text.substring(1) + ANY);
            } else if (text.startsWith("/")) {
                paths.add(text);
            }
        }
        return paths;
    }

    private static boolean isPath(String text) {
        return text.matches("/[A-Za-z0-9._~:@!$&'()*+,;=/-]*");
    }

    private static void put(Map<String, String> into, String name, ValuePattern pattern) {
        switch (pattern) {
            case ValuePattern.Exact(String value) -> into.put(name, value);
            case ValuePattern.Present _ -> into.put(name, ANY);
            case ValuePattern.Absent _, ValuePattern.Regex _ -> {}
        }
    }

    private static void pair(List<String> into, String name, ValuePattern pattern) {
        Map<String, String> one = new LinkedHashMap<>();
        put(one, name, pattern);
        one.forEach((key, value) -> into.add(key + "=" + value.replaceAll("[^\\x21\\x23-\\x25\\x27-\\x7e]", "_")));
    }
}
