package dev.sekisho.dataplane.router;

import dev.sekisho.dataplane.ServedRoute;
import dev.sekisho.model.Origin;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Why a request goes to its route and to no other. Immutable, thread-safe.
 *
 * @param request the request in canonical form: {@code GET api.example.com/users/7}
 * @param answer the route that answers; the route for requests without one where none fits
 * @param winner how that route fits; empty where none fits
 * @param losers the other routes, the nearest first
 * @param rest how many further routes lose, each farther off than those named
 */
public record Explanation(String request, ServedRoute answer, Optional<Winner> winner, List<Loser> losers, int rest) {

    /**
     * How a route wins.
     *
     * @param origin where it was written
     * @param host the host pattern that fits, or {@code any host}
     * @param path the path pattern that fits with its kind, or {@code no path}
     * @param conditions how many conditions beside host and path it fulfils
     * @param rank its rank
     * @param priority its priority
     */
    public record Winner(Origin origin, String host, String path, int conditions, int rank, int priority) {}

    /**
     * How a route loses.
     *
     * @param route its name
     * @param origin where it was written
     * @param cause what decides
     * @param detail the same in words
     */
    public record Loser(String route, Origin origin, Cause cause, String detail) {}

    /** What decides against a route; the later ones are the farther off. */
    public enum Cause {
        /** Equal in everything; it stands later in the file. */
        LATER,
        /** Equally specific, lower priority. */
        PRIORITY,
        /** It fits with fewer conditions. */
        FEWER_CONDITIONS,
        /** It fits with a less specific path. */
        LESS_SPECIFIC_PATH,
        /** It fits with a less specific host. */
        LESS_SPECIFIC_HOST,
        /** It fits with a lower rank. */
        RANK,
        /** Host and path fit; a condition does not hold. */
        CONDITION,
        /** The host fits, the path does not. */
        PATH,
        /** The path fits, the host does not. */
        HOST,
        /** Neither host nor path fits. */
        HOST_AND_PATH
    }

    /** The explanation as a user reads it, some lines. */
    public String text() {
        StringBuilder text = new StringBuilder(request).append('\n');
        winner.ifPresentOrElse(
                w -> text.append("  wins:  ")
                        .append(named(answer.name(), w.origin))
                        .append(": ")
                        .append(w.host)
                        .append(", ")
                        .append(w.path)
                        .append(w.conditions == 0 ? "" : ", " + counted(w.conditions, "condition"))
                        .append(w.rank == 0 ? "" : ", rank " + w.rank)
                        .append(w.priority == 0 ? "" : ", priority " + w.priority)
                        .append('\n'),
                () -> text.append("  no route fits\n"));
        for (Loser loser : losers) {
            text.append("  loses: ").append(named(loser.route, loser.origin));
            text.append(": ").append(loser.detail).append('\n');
        }
        if (rest > 0) {
            text.append("  and ").append(counted(rest, "route")).append(" farther off\n");
        }
        return text.toString();
    }

    private static String named(String route, Origin origin) {
        return origin.toString().isEmpty() ? route : route + " (" + origin + ")";
    }

    /** {@code 1 condition}, {@code 2 conditions}. */
    static String counted(int count, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : "s");
    }
}
