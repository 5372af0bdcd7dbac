package dev.sekisho.dataplane.router;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.ServedRoute;
import java.util.Arrays;
import java.util.List;

/**
 * The routes behind each place of the tables: lists of candidates, best first. A route with several hosts or paths is a
 * candidate in several lists. Candidate 0 stands for none.
 *
 * <p>Changed by one thread while it is built, and only read, by any thread, once it is published.
 */
final class Candidates {

    private static final int[] NO_VARIABLES = {};
    private static final int ROOM = 64; // candidates that a copy can take without growing

    private int[] next;
    private Conditions[] conditions;
    private int[][] variables;
    private int[] entries; // place of the route in the file
    private ServedRoute[] served;
    private int count = 1;
    private int removed;

    Candidates(int expected, ServedRoute none) {
        next = new int[expected + 1];
        conditions = new Conditions[expected + 1];
        variables = new int[expected + 1][];
        entries = new int[expected + 1];
        served = new ServedRoute[expected + 1];
        conditions[0] = Conditions.NONE;
        variables[0] = NO_VARIABLES;
        entries[0] = -1;
        served[0] = none;
    }

    private Candidates(Candidates like, List<RouteEntry> routes, ServedRoute none) {
        next = like.next;
        conditions = like.conditions;
        variables = like.variables;
        entries = like.entries;
        count = like.count;
        removed = like.removed;
        served = new ServedRoute[next.length];
        served[0] = none;
        for (int i = 1; i < count; i++) {
            served[i] = entries[i] < 0 ? none : routes.get(entries[i]).served();
        }
    }

    private Candidates(Candidates like) {
        int room = like.count + ROOM;
        next = Arrays.copyOf(like.next, room);
        conditions = Arrays.copyOf(like.conditions, room);
        variables = Arrays.copyOf(like.variables, room);
        entries = Arrays.copyOf(like.entries, room);
        served = Arrays.copyOf(like.served, room);
        count = like.count;
        removed = like.removed;
    }

    /** The same candidates, to be changed. */
    Candidates copy() {
        return new Candidates(this);
    }

    /** The same candidates for routes that differ in nothing but in what they are served by. */
    Candidates with(List<RouteEntry> routes, ServedRoute none) {
        return new Candidates(this, routes, none);
    }

    /**
     * Makes a candidate that is in no list yet.
     *
     * @param place place of the route in the file
     * @param template for each segment up to the last variable, the number of its variable or -1
     */
    int add(int place, ServedRoute route, Conditions conditionsOfRoute, int[] template) {
        if (count == next.length) {
            int size = count * 2;
            next = Arrays.copyOf(next, size);
            conditions = Arrays.copyOf(conditions, size);
            variables = Arrays.copyOf(variables, size);
            entries = Arrays.copyOf(entries, size);
            served = Arrays.copyOf(served, size);
        }
        next[count] = 0;
        entries[count] = place;
        served[count] = route;
        conditions[count] = conditionsOfRoute;
        variables[count] = template;
        return count++;
    }

    /** The candidate after this one, or 0. */
    int next(int candidate) {
        return next[candidate];
    }

    /** Sets the candidate after this one. */
    void next(int candidate, int after) {
        next[candidate] = after;
    }

    /** Takes the candidates of a route out of a list; the result is its new head. */
    int remove(int head, int place) {
        int first = head;
        int before = 0;
        for (int at = head; at != 0; at = next[at]) {
            if (entries[at] != place) {
                before = at;
            } else {
                first = before == 0 ? next[at] : first;
                next[before] = before == 0 ? 0 : next[at];
                drop(at);
            }
        }
        return first;
    }

    /** Lets go of a candidate that is in no list any more; its number is not used again. */
    void drop(int candidate) {
        entries[candidate] = -1;
        served[candidate] = served[0];
        conditions[candidate] = Conditions.NONE;
        variables[candidate] = NO_VARIABLES;
        removed++;
    }

    /** Gives the routes new places in the file: by the old place, the new one. */
    void renumber(int[] places) {
        for (int i = 1; i < count; i++) {
            entries[i] = entries[i] < 0 ? -1 : places[entries[i]];
        }
    }

    /** Whether so much has been removed that it is time to build anew. */
    boolean isWorn() {
        return removed > count / 8 + ROOM;
    }

    /** Variables by segment of a path without any. */
    static int[] noVariables() {
        return NO_VARIABLES;
    }

    /** The first of the list whose conditions the request fulfils, or 0. */
    int first(int head, Exchange x) {
        int candidate = head;
        while (candidate != 0 && !fits(candidate, x)) {
            candidate = next[candidate];
        }
        return candidate;
    }

    /** Whether the request fulfils the conditions of the candidate. */
    boolean fits(int candidate, Exchange x) {
        Conditions tests = conditions[candidate];
        return tests == Conditions.NONE ? x.request().method() != Method.CONNECT : tests.hold(x);
    }

    /** The route of the candidate; what it captures of the path is noted in the exchange. */
    ServedRoute take(int candidate, Exchange x) {
        ServedRoute route = served[candidate];
        List<String> names = route.variables();
        if (!names.isEmpty()) {
            for (int i = 0; i < names.size(); i++) {
                x.capture(i, 0, 0);
            }
            capture(variables[candidate], x);
        }
        return route;
    }

    private static void capture(int[] bySegment, Exchange x) {
        byte[] bytes = x.request().headers().bytes();
        int end = x.request().pathEnd();
        int start = x.request().pathStart() + 1;
        for (int variable : bySegment) {
            int at = start;
            while (at < end && bytes[at] != '/') {
                at++;
            }
            if (variable >= 0) {
                x.capture(variable, start, at);
            }
            start = at + 1;
        }
    }

    /** Place in the file of the candidate's route; -1 for candidate 0. */
    int entry(int candidate) {
        return entries[candidate];
    }
}
