package dev.sekisho.dataplane.router;

import com.google.re2j.Pattern;
import dev.sekisho.model.Cidr;
import dev.sekisho.model.Match;
import dev.sekisho.model.ValuePattern;
import java.net.InetAddress;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the conditions of one route say about those of another. */
final class Implication {

    private Implication() {}

    /** Whether every request that fulfils the conditions of {@code narrow} surely fulfils those of {@code wide}. */
    static boolean implies(Match narrow, Match wide) {
        return narrow.connect().isEmpty() == wide.connect().isEmpty()
                && wide.connect().containsAll(narrow.connect())
                && (wide.method().isEmpty()
                        || (!narrow.method().isEmpty() && wide.method().containsAll(narrow.method())))
                && impliesHeaders(narrow.headers(), wide.headers())
                && impliesAll(narrow.query(), wide.query())
                && impliesAll(narrow.cookies(), wide.cookies())
                && (wide.client().isEmpty() || within(narrow.client(), wide.client()))
                && impliesConnection(narrow, wide);
    }

    private static boolean impliesConnection(Match narrow, Match wide) {
        return impliesOneOf(narrow.listener(), wide.listener())
                && impliesOneOf(narrow.sni(), wide.sni())
                && (wide.scheme().isEmpty() || wide.scheme().equals(narrow.scheme()))
                && (wide.within().isEmpty() || wide.within().equals(narrow.within()));
    }

    private static boolean impliesOneOf(List<?> narrow, List<?> wide) {
        return wide.isEmpty() || (!narrow.isEmpty() && wide.containsAll(narrow));
    }

    private static boolean impliesHeaders(Map<String, ValuePattern> narrow, Map<String, ValuePattern> wide) {
        Map<String, ValuePattern> wanted = lower(wide);
        return wanted.size() == wide.size() && impliesAll(lower(narrow), wanted); // one name in two cases: who knows
    }

    private static boolean within(List<Cidr> narrow, List<Cidr> wide) {
        return !narrow.isEmpty() && narrow.stream().allMatch(n -> wide.stream().anyMatch(w -> contains(w, n)));
    }

    private static boolean contains(Cidr wide, Cidr narrow) {
        return length(wide) <= length(narrow) && wide.contains(network(narrow));
    }

    private static byte[] network(Cidr block) {
        String text = block.toString();
        int slash = text.indexOf('/');
        return InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash))
                .getAddress();
    }

    private static int length(Cidr block) {
        String text = block.toString();
        int slash = text.indexOf('/');
        return slash < 0 ? network(block).length * 8 : Integer.parseInt(text.substring(slash + 1));
    }

    private static Map<String, ValuePattern> lower(Map<String, ValuePattern> headers) {
        if (headers.isEmpty()) {
            return headers;
        }
        Map<String, ValuePattern> lower = new HashMap<>();
        headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        return lower;
    }

    private static boolean impliesAll(Map<String, ValuePattern> narrow, Map<String, ValuePattern> wide) {
        return wide.entrySet().stream()
                .allMatch(w -> Optional.ofNullable(narrow.get(w.getKey()))
                        .filter(n -> implies(n, w.getValue()))
                        .isPresent());
    }

    private static boolean implies(ValuePattern narrow, ValuePattern wide) {
        return switch (wide) {
            case ValuePattern.Absent() -> narrow instanceof ValuePattern.Absent;
            case ValuePattern.Present() -> !(narrow instanceof ValuePattern.Absent);
            case ValuePattern.Exact exact -> exact.equals(narrow);
            case ValuePattern.Regex regex ->
                regex.equals(narrow) || (narrow instanceof ValuePattern.Exact(String value) && finds(regex, value));
        };
    }

    private static boolean finds(ValuePattern.Regex regex, String value) {
        return Pattern.compile(regex.expression()).matcher(value).find();
    }

    /**
     * Whether the conditions of two routes are plainly meant for different requests: other methods, other values of one
     * header, other clients. A request with two fields of one name may still fulfil both.
     */
    static boolean meantApart(Match one, Match other) {
        return connectApart(one.connect(), other.connect())
                || (!one.method().isEmpty()
                        && !other.method().isEmpty()
                        && Collections.disjoint(one.method(), other.method()))
                || anyApart(lower(one.headers()), lower(other.headers()))
                || anyApart(one.query(), other.query())
                || anyApart(one.cookies(), other.cookies())
                || clientsApart(one.client(), other.client())
                || connectionsApart(one, other);
    }

    private static boolean connectionsApart(Match one, Match other) {
        return apart(one.listener(), other.listener())
                || apart(one.sni(), other.sni())
                || (one.scheme().isPresent()
                        && other.scheme().isPresent()
                        && !one.scheme().equals(other.scheme()))
                || !one.within().equals(other.within());
    }

    private static boolean apart(List<?> one, List<?> other) {
        return !one.isEmpty() && !other.isEmpty() && Collections.disjoint(one, other);
    }

    /** CONNECT goes to routes that ask for it, everything else to the others. */
    private static boolean connectApart(List<Integer> one, List<Integer> other) {
        return one.isEmpty() != other.isEmpty() || (!one.isEmpty() && Collections.disjoint(one, other));
    }

    private static boolean clientsApart(List<Cidr> one, List<Cidr> other) {
        return !one.isEmpty()
                && !other.isEmpty()
                && one.stream().noneMatch(a -> other.stream().anyMatch(b -> contains(a, b) || contains(b, a)));
    }

    private static boolean anyApart(Map<String, ValuePattern> one, Map<String, ValuePattern> other) {
        return one.entrySet().stream()
                .anyMatch(e -> Optional.ofNullable(other.get(e.getKey()))
                        .filter(value -> apart(e.getValue(), value))
                        .isPresent());
    }

    private static boolean apart(ValuePattern one, ValuePattern other) {
        if (one instanceof ValuePattern.Absent || other instanceof ValuePattern.Absent) {
            return !one.equals(other);
        }
        if (one instanceof ValuePattern.Present || other instanceof ValuePattern.Present) {
            return false;
        }
        if (one instanceof ValuePattern.Regex a && other instanceof ValuePattern.Regex b) {
            return !a.equals(b); // whether two expressions have a text in common is not looked into
        }
        return !implies(one, other) && !implies(other, one);
    }
}
