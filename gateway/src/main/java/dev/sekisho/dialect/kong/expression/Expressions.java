package dev.sekisho.dialect.kong.expression;

import dev.sekisho.model.HostPattern;
import dev.sekisho.model.Match;
import dev.sekisho.model.PathPattern;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compiles expressions of Kong's router ({@code router_flavor = expressions}) to matches. */
public final class Expressions {

    private static final int MAX_LENGTH = 8_192; // characters

    private Expressions() {}

    /**
     * What an expression became.
     *
     * @param matches of which one must fit; none where there is a problem
     * @param problem the part that is wrong or cannot be expressed
     * @param fix how to mend it; empty where the problem says all
     */
    public record Result(List<Match> matches, Optional<String> problem, String fix) {}

    /** Compiles an expression; never throws. */
    public static Result compile(String text) {
        if (text.length() > MAX_LENGTH) {
            String problem = text.length() + " characters (expected: at most " + MAX_LENGTH + ")";
            return new Result(List.of(), Optional.of(problem), "write several routes in its place");
        }
        try {
            List<Match> matches = new ArrayList<>();
            for (List<Term.Test> tests : Alternatives.of(Parser.parse(text))) {
                matches.add(Conditions.match(tests));
            }
            return new Result(joined(matches), Optional.empty(), "");
        } catch (Refused e) {
            return new Result(List.of(), Optional.of(String.valueOf(e.getMessage())), e.fix());
        }
    }

    /** Matches that differ in nothing but hosts, paths or methods are one. */
    private static List<Match> joined(List<Match> matches) {
        List<Match> joined = new ArrayList<>();
        for (Match match : matches) {
            int place = 0;
            while (place < joined.size() && join(joined.get(place), match).isEmpty()) {
                place++;
            }
            if (place < joined.size()) {
                joined.set(place, join(joined.get(place), match).orElseThrow());
            } else {
                joined.add(match);
            }
        }
        return List.copyOf(joined);
    }

    private static Optional<Match> join(Match a, Match b) {
        List<Match> tries = List.of(
                with(a, union(a.host(), b.host()), a.path(), a.method()),
                with(a, a.host(), union(a.path(), b.path()), a.method()),
                with(a, a.host(), a.path(), union(a.method(), b.method())));
        List<Match> others = List.of(
                with(b, union(a.host(), b.host()), b.path(), b.method()),
                with(b, b.host(), union(a.path(), b.path()), b.method()),
                with(b, b.host(), b.path(), union(a.method(), b.method())));
        boolean[] given = {
            !a.host().isEmpty() && !b.host().isEmpty(),
            !a.path().isEmpty() && !b.path().isEmpty(),
            !a.method().isEmpty() && !b.method().isEmpty()
        };
        for (int i = 0; i < given.length; i++) {
            if (given[i] && tries.get(i).equals(others.get(i))) {
                return Optional.of(tries.get(i));
            }
        }
        return Optional.empty();
    }

    private static <T> List<T> union(List<T> a, List<T> b) {
        Set<T> all = new LinkedHashSet<>(a);
        all.addAll(b);
        return List.copyOf(all);
    }

    private static Match with(Match m, List<HostPattern> hosts, List<PathPattern> paths, List<String> methods) {
        return new Match(
                hosts,
                paths,
                methods,
                m.headers(),
                m.query(),
                m.cookies(),
                m.client(),
                m.connect(),
                m.encodedSeparators(),
                m.listener(),
                m.scheme(),
                m.sni(),
                m.within(),
                m.internal());
    }
}
