package dev.sekisho.policy.steps;

import dev.sekisho.dataplane.ErrorTemplate;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run of a program for one exchange. On its loop; not thread-safe. */
final class Run {

    private final Exchange exchange;
    private boolean changed; // the path, so that the search for a route has to begin anew
    private @Nullable Outcome decided;

    Run(Exchange exchange) {
        this.exchange = exchange;
    }

    Exchange exchange() {
        return exchange;
    }

    /** Does these instructions until one of them decides. */
    void through(List<Instruction> instructions) {
        for (int i = 0; i < instructions.size() && decided == null; i++) {
            instructions.get(i).apply(this);
        }
    }

    /** Does the last instructions of the program, and says what it has decided then. */
    Outcome toTheEnd(List<Instruction> instructions) {
        decided = null;
        through(instructions);
        Outcome last = outcome();
        decided = last;
        return last;
    }

    /** The path is another one now. */
    void pathChanged() {
        changed = true;
    }

    /** The program ends with that. */
    void decide(Outcome outcome) {
        decided = outcome;
    }

    /** The program ends, and the route goes on as it is. */
    void stay() {
        boolean refused =
                exchange.request().hasEncodedSeparators() && !exchange.route().encodedSeparators();
        if (refused) {
            refuse(Reason.PATH_SEPARATOR);
        } else {
            decided = Outcome.CONTINUE;
        }
    }

    /** The program ends with an error. */
    void refuse(Reason reason) {
        decided = new Outcome.Reply(ErrorTemplate.answer(exchange, reason, reason.status()));
    }

    /** What the program has decided: behind its last step, to look for a route again where the path has changed. */
    Outcome outcome() {
        Outcome outcome = decided;
        return outcome != null ? outcome : changed ? Outcome.Reroute.MATCHING : Outcome.CONTINUE;
    }
}
