package dev.sekisho.model;

import java.util.Collection;
import java.util.Optional;

/** Finds the known name that a mistyped one most probably means. */
public final class Nearest {

    /** Names longer than this are not compared: the cost grows with the square of the length. */
    private static final int MAX_LENGTH = 100;

    private Nearest() {}

    /**
     * The candidate with the fewest insertions, deletions, replacements and swaps of neighbours to the name, case aside;
     * nothing where even that is more than a third of the name's length (at least 1, at most 3). Of equal ones, the first.
     */
    public static Optional<String> of(String name, Collection<String> candidates) {
        if (name.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        int limit = Math.clamp(name.length() / 3, 1, 3) + 1;
        String best = "";
        for (String candidate : candidates) {
            if (Math.abs(candidate.length() - name.length()) < limit) {
                int distance = distance(name, candidate);
                if (distance < limit) {
                    limit = distance;
                    best = candidate;
                }
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(best);
    }

    /** The fix that a diagnostic gives: the nearest name as a question, or all candidates where they are few. */
    public static String fix(String name, Collection<String> candidates) {
        Optional<String> nearest = of(name, candidates);
        if (nearest.isPresent()) {
            return "did you mean " + nearest.get() + "?";
        }
        return candidates.isEmpty() || candidates.size() > 20 ? "" : "known: " + String.join(", ", candidates);
    }

    /** Optimal string alignment distance. */
    private static int distance(String a, String b) {
        int[][] rows = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            rows[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            rows[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int change = same(a, i, b, j) ? 0 : 1;
                int least = Math.min(Math.min(rows[i - 1][j], rows[i][j - 1]) + 1, rows[i - 1][j - 1] + change);
                boolean swap = i > 1 && j > 1 && same(a, i, b, j - 1) && same(a, i - 1, b, j);
                rows[i][j] = swap ? Math.min(least, rows[i - 2][j - 2] + 1) : least;
            }
        }
        return rows[a.length()][b.length()];
    }

    private static boolean same(String a, int i, String b, int j) {
        return Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
    }
}
