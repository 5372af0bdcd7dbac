package dev.sekisho.dialect.kong.expression;

import dev.sekisho.dialect.document.Shown;
import dev.sekisho.dialect.kong.entity.Regexes;
import dev.sekisho.model.Cidr;
import dev.sekisho.model.HostPattern;
import dev.sekisho.model.Match;
import dev.sekisho.model.PathPattern;
import dev.sekisho.model.Scheme;
import dev.sekisho.model.ValuePattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Tests that all hold, as one match of the model. */
final class Conditions {

    private static final String HEADER = "http.headers.";
    private static final String QUERY = "http.queries.";
    private static final String SEGMENT = "http.path.segments.";

    private final List<HostPattern> hosts = new ArrayList<>();
    private final List<PathPattern> paths = new ArrayList<>();
    private final List<String> methods = new ArrayList<>();
    private final Map<String, ValuePattern> headers = new LinkedHashMap<>();
    private final Map<String, ValuePattern> query = new LinkedHashMap<>();
    private final List<Cidr> clients = new ArrayList<>();
    private final List<HostPattern> snis = new ArrayList<>();
    private final Map<String, Boolean> within = new LinkedHashMap<>();
    private final TreeMap<Integer, String> segments = new TreeMap<>();
    private int length = -1;
    private Optional<Scheme> scheme = Optional.empty();

    private Conditions() {}

    static Match match(List<Term.Test> tests) {
        Conditions conditions = new Conditions();
        tests.forEach(conditions::add);
        conditions.template();
        return new Match(
                List.copyOf(conditions.hosts),
                List.copyOf(conditions.paths),
                List.copyOf(conditions.methods),
                conditions.headers,
                conditions.query,
                Map.of(),
                List.copyOf(conditions.clients),
                List.of(),
                false,
                List.of(),
                conditions.scheme,
                List.copyOf(conditions.snis),
                conditions.within,
                false);
    }

    private void add(Term.Test test) {
        String field = test.field();
        switch (field) {
            case "http.path" -> path(test);
            case "http.host" -> once(hosts, host(test), test);
            case "http.method" -> once(methods, equal(test), test);
            case "net.protocol" -> protocol(test);
            case "net.src.ip" -> once(clients, block(test), test);
            case "tls.sni" -> once(snis, serverName(test), test);
            default -> {
                if (field.startsWith(HEADER)) {
                    String name =
                            field.substring(HEADER.length()).replace('_', '-').toLowerCase(Locale.ROOT);
                    value(headers, name, test);
                } else if (field.startsWith(QUERY)) {
                    value(query, field.substring(QUERY.length()), test);
                } else if (field.startsWith(SEGMENT)) {
                    segment(field.substring(SEGMENT.length()), test);
                } else {
                    throw refused(test, "a field that routes can go by", "");
                }
            }
        }
    }

    private void path(Term.Test test) {
        if (test.negated() && test.op().equals("^=")) {
            start(test);
            within.put(test.value(), false);
            return;
        }
        String literal = Regexes.literal(test.value());
        PathPattern pattern = test.negated() || test.lower()
                ? throwing(test)
                : switch (test.op()) {
                    case "==" -> new PathPattern.Exact(start(test));
                    case "^=" -> new PathPattern.Start(start(test));
                    case "~" -> new PathPattern.Regex(regex(test, Regexes.portable(test.value())));
                    case "=^" -> new PathPattern.Regex(regex(test, literal + "$"));
                    case "contains" -> new PathPattern.Regex(regex(test, literal));
                    default -> throwing(test);
                };
        once(paths, pattern, test);
    }

    private static PathPattern throwing(Term.Test test) {
        throw refused(test, "==, ^=, =^, ~ or contains, and of their opposites that of ^= alone", "");
    }

    private static String start(Term.Test test) {
        if (!test.value().matches("/[!-~&&[^?#]]*")) {
            throw refused(test, "a path that starts with /, without query and blanks", "");
        }
        return test.value();
    }

    private static HostPattern host(Term.Test test) {
        String value = test.value();
        String text = test.negated()
                ? ""
                : switch (test.op()) {
                    case "==" -> value;
                    case "=^" -> value.startsWith(".") ? "*" + value : "~" + regex(test, Regexes.literal(value) + "$");
                    case "^=" -> value.endsWith(".") ? value + "*" : "~^" + regex(test, Regexes.literal(value));
                    case "~" -> "~" + regex(test, Regexes.portable(value));
                    case "contains" -> "~" + regex(test, Regexes.literal(value));
                    default -> "";
                };
        return pattern(test, text);
    }

    private static HostPattern serverName(Term.Test test) {
        boolean end = test.op().equals("=^") && test.value().startsWith(".");
        HostPattern host = pattern(test, test.negated() ? "" : end ? "*" + test.value() : equal(test));
        if (!host.isServerName()) {
            throw refused(test, "a host name", "");
        }
        return host;
    }

    private static HostPattern pattern(Term.Test test, String text) {
        try {
            return HostPattern.parse(text);
        } catch (IllegalArgumentException e) {
            throw refused(test, "==, =^ with a dot before the rest, ^= with a dot behind it, or ~", "");
        }
    }

    private static String equal(Term.Test test) {
        if (!test.op().equals("==") || test.negated()) {
            throw refused(
                    test, "==", "write a route for each value, or one without the condition and a lower priority");
        }
        return test.value();
    }

    private void protocol(Term.Test test) {
        boolean equal = test.op().equals("==");
        boolean encrypted = test.value().equals("https") || test.value().equals("grpcs");
        boolean known = encrypted || test.value().equals("http") || test.value().equals("grpc");
        if (!known || !equal && !test.op().equals("!=")) {
            throw refused(test, "== or != with http or https", "");
        }
        Scheme asked = encrypted == equal ? Scheme.HTTPS : Scheme.HTTP;
        if (scheme.isPresent() && scheme.get() != asked) {
            throw refused(test, "a protocol that does not contradict another condition", "");
        }
        scheme = Optional.of(asked);
    }

    private static Cidr block(Term.Test test) {
        if (!test.op().equals("==") && !test.op().equals("in") || test.negated()) {
            throw refused(test, "== or in", "use the plugin ip-restriction to keep addresses out");
        }
        try {
            return Cidr.parse(test.value());
        } catch (IllegalArgumentException e) {
            throw refused(test, "an address or a block such as 10.0.0.0/8", "");
        }
    }

    private static void value(Map<String, ValuePattern> patterns, String name, Term.Test test) {
        if (test.negated()) {
            throw refused(test, "a test that is not turned round", "");
        }
        String literal = Regexes.literal(test.value());
        String expression = switch (test.op()) {
            case "==" -> "^" + literal + "$";
            case "^=" -> "^" + literal;
            case "=^" -> literal + "$";
            case "contains" -> literal;
            case "~" -> Regexes.portable(test.value());
            default -> throw refused(test, "==, ^=, =^, ~ or contains", "");
        };
        boolean exact = test.op().equals("==") && !test.lower();
        ValuePattern pattern = exact
                ? new ValuePattern.Exact(test.value())
                : new ValuePattern.Regex(regex(test, test.lower() ? "(?i)" + expression : expression));
        if (patterns.put(name, pattern) != null) {
            throw refused(test, "one condition for each header or parameter", "join them in one regular expression");
        }
    }

    private void segment(String which, Term.Test test) {
        if (!test.op().equals("==") || test.negated() || test.lower()) {
            throw refused(test, "==", "");
        }
        boolean number = test.value().matches("[0-9]{1,2}");
        if (which.equals("len") && number) {
            length = Integer.parseInt(test.value());
        } else if (which.matches("[0-9]{1,2}") && test.value().matches("[!-~&&[^/?#{}*]]+")) {
            segments.put(Integer.parseInt(which), test.value());
        } else {
            throw refused(test, "segments.len, or the number of a segment", "use http.path with a regular expression");
        }
    }

    /** Conditions on segments together are a template. */
    private void template() {
        if (segments.isEmpty() && length < 0) {
            return;
        }
        int last = segments.isEmpty() ? -1 : segments.lastKey();
        int count = length < 0 ? last + 1 : length;
        if (!paths.isEmpty() || last >= count || count > 60 || count == 0) {
            throw new Refused(
                    "http.path.segments (expected: conditions that one path can meet, without http.path beside them)",
                    "");
        }
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(segments.getOrDefault(i, "{s" + i + "}"));
        }
        paths.add(new PathPattern.Template(List.copyOf(parts), length < 0));
    }

    private static String regex(Term.Test test, String expression) {
        Regexes.problem(expression).ifPresent(problem -> {
            throw refused(test, "an expression in RE2 syntax", "");
        });
        return expression;
    }

    private static <T> void once(List<T> list, T value, Term.Test test) {
        if (list.contains(value)) {
            return;
        }
        if (!list.isEmpty()) {
            throw refused(test, "one condition on " + test.field() + " among those that must hold together", "");
        }
        list.add(value);
    }

    private static Refused refused(Term.Test test, String expected, String fix) {
        return new Refused(Shown.text(test.toString()) + " (expected: " + expected + ")", fix);
    }
}
