package dev.sekisho.policy.steps;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.RequestHead;
import java.util.List;

/**
 * Runs the program of a route.
 *
 * @param program its instructions
 */
record StepsPolicy(List<Instruction> program) implements Policy {

    @Override
    public Outcome onRequest(Exchange x) {
        RequestHead head = x.request();
        if (head.method() == Method.CONNECT && !head.isWebSocket()) {
            return Outcome.CONTINUE; // has neither path nor query
        }
        Run run = new Run(x);
        run.through(program);
        return run.outcome();
    }
}
