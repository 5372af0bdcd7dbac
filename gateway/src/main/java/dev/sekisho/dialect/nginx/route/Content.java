package dev.sekisho.dialect.nginx.route;

import dev.sekisho.model.Backend;
import dev.sekisho.model.Rewrite;
import dev.sekisho.policy.onstatus.OnStatusRule;
import dev.sekisho.policy.steps.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What answers the requests of a place.
 *
 * @param backend what serves
 * @param rewrite how the path changes for it; its host is keep, where that of the place counts
 * @param steps what is done behind the place's own steps
 * @param rules what comes in place of the backend's own errors
 */
record Content(Backend backend, Rewrite rewrite, List<Step> steps, List<OnStatusRule> rules) {

    /** Copies the lists. */
    Content {
        steps = List.copyOf(steps);
        rules = List.copyOf(rules);
    }

    /** A backend that gets the path as it is. */
    static Content of(Backend backend) {
        return new Content(backend, Rewrite.NONE, List.of(), List.of());
    }

    /** What is behind steps that always answer, and so is never asked. */
    static Content afterAnswer(List<Step> steps) {
        Backend never = new Backend.Respond(404, Map.of(), Optional.empty());
        return new Content(never, Rewrite.NONE, steps, List.of());
    }
}
