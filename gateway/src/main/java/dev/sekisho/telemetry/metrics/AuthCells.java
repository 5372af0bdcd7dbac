package dev.sekisho.telemetry.metrics;

import dev.sekisho.dataplane.Reason;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What one event loop counted of known and refused clients of one route: refusals by reason, requests that passed by the policy
 * that knew the client. The loop writes, any thread reads. Nothing is allocated once a method is known.
 */
final class AuthCells {

    private static final Reason[] REASONS = Arrays.stream(Reason.values())
            .filter(reason -> reason.code().startsWith("auth."))
            .toArray(Reason[]::new);
    private static final int[] SLOTS = slots(); // in REASONS, by ordinal of the reason; -1 for all others
    private static final int MOST_METHODS =
            16; // there are as many as types of policies; further ones are not told apart

    private final AtomicLongArray refusals = new AtomicLongArray(REASONS.length);
    private final AtomicLongArray passes = new AtomicLongArray(MOST_METHODS);
    private volatile String[] methods = {};

    private static int[] slots() {
        int[] slots = new int[Reason.values().length];
        Arrays.fill(slots, -1);
        for (int i = 0; i < REASONS.length; i++) {
            slots[REASONS[i].ordinal()] = i;
        }
        return slots;
    }

    /** Whether somebody was refused for want of credentials or rights. */
    static boolean isRefusal(Reason reason) {
        return SLOTS[reason.ordinal()] >= 0;
    }

    /** Counts a refusal; the loop's. */
    void refused(Reason reason) {
        add(refusals, SLOTS[reason.ordinal()]);
    }

    /** Counts a request of a client that is known by that method; the loop's. */
    void passed(String method) {
        add(passes, indexOf(method));
    }

    private static void add(AtomicLongArray cells, int at) {
        cells.setRelease(at, cells.getPlain(at) + 1); // one writer, the loop
    }

    private int indexOf(String method) {
        String[] known = methods;
        for (int i = 0; i < known.length; i++) {
            if (known[i].equals(method)) {
                return i;
            }
        }
        if (known.length == MOST_METHODS) {
            return MOST_METHODS - 1;
        }
        String[] more = Arrays.copyOf(known, known.length + 1);
        more[known.length] = known.length == MOST_METHODS - 1 ? "other" : method;
        methods = more;
        return known.length;
    }

    /** Adds what there is to sums by reason code; for any thread. */
    void addRefusals(Map<String, Long> sums) {
        for (int i = 0; i < REASONS.length; i++) {
            merge(sums, REASONS[i].code(), refusals.getAcquire(i));
        }
    }

    /** Adds what there is to sums by method; for any thread. */
    void addPasses(Map<String, Long> sums) {
        String[] known = methods;
        for (int i = 0; i < known.length; i++) {
            merge(sums, known[i], passes.getAcquire(i));
        }
    }

    private static void merge(Map<String, Long> sums, String label, long count) {
        if (count > 0) {
            sums.merge(label, count, Long::sum);
        }
    }
}
