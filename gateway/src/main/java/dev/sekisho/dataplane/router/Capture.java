package dev.sekisho.dataplane.router;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.sekisho.dataplane.Captures;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.model.RegexGroups;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Notes in the exchange where the values of a route's variables stand. Immutable, thread-safe. */
sealed interface Capture {

    /** Notes them; the request fits the pattern. */
    void note(Exchange x);

    /** This one, then the other, which goes over what this one has noted. */
    default Capture then(Capture other) {
        return this == Segments.NONE ? other : other == Segments.NONE ? this : new Both(this, other);
    }

    /**
     * Of a template.
     *
     * @param variables for each segment up to the last variable, the number of its variable or -1
     */
    record Segments(int[] variables) implements Capture {
        /** Of a pattern without variables. */
        static final Capture NONE = new Segments(new int[0]);

        @Override
        public void note(Exchange x) {
            byte[] bytes = x.request().headers().bytes();
            int end = x.request().pathEnd();
            int start = x.request().pathStart() + 1;
            for (int variable : variables) {
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
    }

    /**
     * Of a regular expression.
     *
     * @param groups for each variable of the route the number of the group that it is, or 0 for none
     * @param names names of the groups that have one
     * @param ofHost whether it is compared with the host, else with the path
     */
    record Groups(Pattern pattern, int[] groups, Set<String> names, boolean ofHost) implements Capture {
        @Override
        public void note(Exchange x) {
            RequestHead request = x.request();
            int base = ofHost ? request.hostStart() : request.pathStart();
            Matcher matcher = pattern.matcher(ofHost ? request.hostText() : request.pathText());
            if (!matcher.find()) {
                return;
            }
            if (!ofHost && x.captures() != Captures.NONE) {
                x.captures(x.captures().routed(names));
            }
            for (int variable = 0; variable < groups.length; variable++) {
                int group = groups[variable];
                if (group > 0 && matcher.start(group) >= 0) {
                    x.capture(variable, base + matcher.start(group), base + matcher.end(group));
                }
            }
        }
    }

    /** Of two patterns. */
    record Both(Capture first, Capture second) implements Capture {
        @Override
        public void note(Exchange x) {
            first.note(x);
            second.note(x);
        }
    }

    /** Of a regular expression, for a route with these variables; {@link Segments#NONE} where none of them is its own. */
    static Capture of(String expression, Pattern pattern, List<String> variables, boolean ofHost) {
        List<String> names = variables.isEmpty() ? List.of() : RegexGroups.of(expression);
        int[] groups = new int[variables.size()];
        for (int group = 1; group <= Math.min(names.size(), pattern.groupCount()); group++) {
            put(variables.indexOf(Integer.toString(group)), group, groups);
            put(variables.indexOf(names.get(group - 1)), group, groups);
        }
        return Arrays.stream(groups).allMatch(group -> group == 0)
                ? Segments.NONE
                : new Groups(pattern, groups, pattern.namedGroups().keySet(), ofHost);
    }

    private static void put(int variable, int group, int[] groups) {
        if (variable >= 0) {
            groups[variable] = group;
        }
    }
}
