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

    private static final int ROOM = 64; // candidates that a copy can take without growing

    private int[] next;
    private Conditions[] conditions;
    private Capture[] captures;
    private int[] ranks;
    private int[] entries; // place of the route in the file
    private ServedRoute[] served;
    private int count = 1;
    private int removed;
    private int highest = Integer.MIN_VALUE; // rank that none is above

    Candidates(int expected, ServedRoute none) {
        next = new int[expected + 1];
        conditions = new Conditions[expected + 1];
        captures = new Capture[expected + 1];
        ranks = new int[expected + 1];
        entries = new int[expected + 1];
        served = new ServedRoute[expected + 1];
        conditions[0] = Conditions.NONE;
        captures[0] = Capture.Segments.NONE;
        entries[0] = -1;
        served[0] = none;
    }

    private Candidates(Candidates like, List<RouteEntry> routes, ServedRoute none) {
        next = like.next;
        conditions = like.conditions;
        captures = like.captures;
        ranks = like.ranks;
        highest = like.highest;
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
        captures = Arrays.copyOf(like.captures, room);
        ranks = Arrays.copyOf(like.ranks, room);
        highest = like.highest;
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
     * @param capture what is captured of host and path
     */
    int add(int place, RouteEntry route, Conditions conditionsOfRoute, Capture capture) {
        if (count == next.length) {
            int size = count * 2;
            next = Arrays.copyOf(next, size);
            conditions = Arrays.copyOf(conditions, size);
            captures = Arrays.copyOf(captures, size);
            ranks = Arrays.copyOf(ranks, size);
            entries = Arrays.copyOf(entries, size);
            served = Arrays.copyOf(served, size);
        }
        next[count] = 0;
        entries[count] = place;
        served[count] = route.served();
        conditions[count] = conditionsOfRoute;
        captures[count] = capture;
        ranks[count] = route.rank();
        highest = Math.max(highest, route.rank());
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
        captures[candidate] = Capture.Segments.NONE;
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

    /** The first of the list whose conditions the request fulfils, or 0. */
    int first(int head, Exchange x) {
        int candidate = head;
        while (candidate != 0 && !fits(candidate, x)) {
            candidate = next[candidate];
        }
        return candidate;
    }

    /**
     * The first of the list that goes before another candidate and whose conditions the request fulfils; else that other one.
     *
     * @param best the other candidate, or 0 for none
     * @param ties whether one of the same rank goes before it
     */
    int better(int head, Exchange x, int best, boolean ties) {
        int candidate = head;
        while (candidate != 0 && beats(candidate, best, ties)) {
            if (fits(candidate, x)) {
                return candidate;
            }
            candidate = next[candidate];
        }
        return best;
    }

    /** Whether a candidate goes before another, if there is one: by rank, or by the same rank where ties count. */
    boolean beats(int candidate, int best, boolean ties) {
        return best == 0 || ranks[candidate] > ranks[best] || (ties && ranks[candidate] == ranks[best]);
    }

    /** Whether no candidate has a higher rank than this one; not so for 0. */
    boolean isTop(int candidate) {
        return candidate != 0 && ranks[candidate] >= highest;
    }

    /** Whether the request fulfils the conditions of the candidate. */
    boolean fits(int candidate, Exchange x) {
        Conditions tests = conditions[candidate];
        return tests == Conditions.NONE ? x.request().method() != Method.CONNECT : tests.hold(x);
    }

    /** The route of the candidate; what it captures of host and path is noted in the exchange. */
    ServedRoute take(int candidate, Exchange x) {
        ServedRoute route = served[candidate];
        if (!route.variables().isEmpty()) {
            forget(route, x);
            captures[candidate].note(x);
        }
        return route;
    }

    /** Notes the variables of the route as empty. */
    static void forget(ServedRoute route, Exchange x) {
        for (int i = route.variables().size() - 1; i >= 0; i--) {
            x.capture(i, 0, 0);
        }
    }

    /** Place in the file of the candidate's route; -1 for candidate 0. */
    int entry(int candidate) {
        return entries[candidate];
    }
}
