package dev.sekisho.cli.diff;

import java.util.ArrayList;
import java.util.List;

/**
 * What a configuration does with a request.
 *
 * @param route the route that takes it, or why none does
 * @param policies of that route, a line for each
 * @param backend what serves it
 * @param sentAs method, path and Host for the upstream; empty where there is none
 */
record Way(String route, List<String> policies, String backend, String sentAs) {

    /** What is different in another one, a line each; empty where nothing is. */
    List<String> differences(Way other) {
        List<String> lines = new ArrayList<>();
        policies.stream().filter(line -> !other.policies.contains(line)).forEach(line -> lines.add("- " + line));
        other.policies.stream().filter(line -> !policies.contains(line)).forEach(line -> lines.add("+ " + line));
        if (lines.isEmpty() && !policies.equals(other.policies)) {
            lines.add("the policies stand in another order");
        }
        if (!backend.equals(other.backend)) {
            lines.add(text(backend) + " -> " + text(other.backend));
        }
        if (!sentAs.equals(other.sentAs)) {
            lines.add("sent on as " + text(sentAs) + " -> " + text(other.sentAs));
        }
        return lines;
    }

    private static String text(String sent) {
        return sent.isEmpty() ? "nothing" : sent;
    }
}
