package dev.sekisho.dialect.kong.expression;

import java.util.ArrayList;
import java.util.List;

/** The disjunctive normal form of a term: lists of tests that all hold, of which one list must. */
final class Alternatives {

    /** Alternatives of one expression; each becomes a route. */
    private static final int MAX = 64;

    private Alternatives() {}

    static List<List<Term.Test>> of(Term term) {
        return of(term, false);
    }

    private static List<List<Term.Test>> of(Term term, boolean negated) {
        return switch (term) {
            case Term.Test test -> List.of(List.of(negated ? test.negate() : test));
            case Term.Not not -> of(not.term(), !negated);
            case Term.And and -> negated ? either(and.left(), and.right(), true) : both(and.left(), and.right(), false);
            case Term.Or or -> negated ? both(or.left(), or.right(), true) : either(or.left(), or.right(), false);
        };
    }

    private static List<List<Term.Test>> either(Term left, Term right, boolean negated) {
        List<List<Term.Test>> all = new ArrayList<>(of(left, negated));
        all.addAll(of(right, negated));
        return bounded(all);
    }

    private static List<List<Term.Test>> both(Term left, Term right, boolean negated) {
        List<List<Term.Test>> all = new ArrayList<>();
        for (List<Term.Test> a : of(left, negated)) {
            for (List<Term.Test> b : of(right, negated)) {
                List<Term.Test> tests = new ArrayList<>(a);
                tests.addAll(b);
                all.add(tests);
                bounded(all);
            }
        }
        return all;
    }

    private static List<List<Term.Test>> bounded(List<List<Term.Test>> all) {
        if (all.size() > MAX) {
            throw new Refused(
                    "more than " + MAX + " alternatives (expected: at most that)", "write several routes in its place");
        }
        return all;
    }
}
