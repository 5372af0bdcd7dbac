package dev.sekisho.policy.fault;

import dev.sekisho.dataplane.ErrorTemplate;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.Response;
import java.util.function.DoubleSupplier;

/** Injects the faults of a plan into requests that fit. Requests that get none cost no allocation. */
final class FaultPolicy implements Policy {

    private final Plan plan;
    private final FieldTest[] tests;
    private final DoubleSupplier random;

    FaultPolicy(Plan plan, FieldTest[] tests, DoubleSupplier random) {
        this.plan = plan;
        this.tests = tests;
        this.random = random;
    }

    @Override
    public Outcome onRequest(Exchange exchange) {
        Headers request = exchange.request().headers();
        if (!fits(request)) {
            return Outcome.CONTINUE;
        }
        long delay = plan.delay(request);
        boolean delayed = delay > 0 && drawn(plan.delayChance(request));
        int status = plan.abort(request);
        boolean aborted = status > 0 && drawn(plan.abortChance(request));
        Outcome then = aborted ? new Outcome.Reply(answer(exchange, status)) : Outcome.CONTINUE;
        return delayed ? new Outcome.Await(Pause.start(exchange.loop().eventLoop(), delay, then)) : then;
    }

    /** The gateway's error form; of a status that is no error, the status alone, since some of them have no body. */
    private static Response answer(Exchange exchange, int status) {
        return status < 400
                ? Response.of(status).because(Reason.FAULT)
                : ErrorTemplate.answer(exchange, Reason.FAULT, status);
    }

    private boolean fits(Headers request) {
        for (FieldTest test : tests) {
            if (!test.holds(request)) {
                return false;
            }
        }
        return true;
    }

    private boolean drawn(double percentage) {
        return percentage > 0 && random.getAsDouble() * 100 < percentage;
    }
}
