package dev.sekisho.server.webhook;

import dev.sekisho.dataplane.upstream.breaker.State;
import dev.sekisho.dialect.JsonText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;

/**
 * Something that happened, as it waits to be sent.
 *
 * @param time when, by the wall clock
 * @param what what happened
 */
record Notice(Instant time, Happening what) {

    /**
     * The body of its request: JSON in one line, controls escaped.
     *
     * @param id the same for every try, so that the receiver knows repeats
     * @param node name of this machine
     */
    String json(String id, String node) {
        Map<String, Object> members = JsonText.object(
                "event", what.event(), "id", id, "time", time.truncatedTo(ChronoUnit.MILLIS), "node", node);
        switch (what) {
            case Happening.StateChange(String breaker, State from, State to) -> {
                members.put("breaker", breaker);
                members.put("from", word(from));
                members.put("to", word(to));
            }
            case Happening.Trip(String breaker) -> members.put("breaker", breaker);
            case Happening.Recovery(String breaker) -> members.put("breaker", breaker);
            case Happening.Rejected(String breaker, long count) -> {
                members.put("breaker", breaker);
                members.put("count", count);
            }
            case Happening.Health(String upstream, String target, boolean _, String why) -> {
                members.put("upstream", upstream);
                members.put("target", target);
                members.put("why", why);
            }
        }
        return JsonText.of(members);
    }

    private static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
