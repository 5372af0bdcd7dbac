package dev.sekisho.policy.ratelimit.response;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.ErrorTemplate;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.Response;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what responses use, and refuses requests where nothing is left. What passes allocates nothing.
 *
 * @param field by which the backend says what a response uses
 * @param keys whose responses are counted together
 * @param hits counts refusals
 */
record ResponseRateLimitPolicy(
        ResponseRateLimitConfig config, List<Budget> budgets, UsageField field, UsageKey keys, LongAdder hits)
        implements Policy {

    private static final int DIGITS = 20;

    ResponseRateLimitPolicy {
        budgets = List.copyOf(budgets);
    }

    @Override
    public Outcome onRequest(Exchange x) {
        UsageDesk desk = UsageDesk.get();
        keys.write(x, desk.key);
        Headers request = x.request().headers();
        for (int i = 0; i < budgets.size(); i++) {
            Budget budget = budgets.get(i);
            long left = budget.left(desk, x.loop().now());
            if (left == 0 && config.refuseFirst()) {
                return new Outcome.Reply(refusal(x, budget, desk.wait));
            }
            request.remove(budget.toBackend()); // what a client says there is not believed
            put(request, budget.toBackend(), left);
        }
        return Outcome.CONTINUE;
    }

    @Override
    public Outcome onResponse(Exchange x) {
        UsageDesk desk = UsageDesk.get();
        keys.write(x, desk.key);
        long[] used = desk.used(budgets.size());
        field.take(x.response().headers(), used);
        if (x.reason() == Reason.NONE) { // else the backend has not done it
            for (int i = 0; i < budgets.size(); i++) {
                Budget budget = budgets.get(i);
                if (used[i] > 0 && budget.left(desk, x.loop().now()) == 0) {
                    return new Outcome.Reply(telling(refusal(x, budget, desk.wait), x, desk));
                }
            }
            for (int i = 0; i < budgets.size(); i++) {
                budgets.get(i).use(desk, used[i], x.loop().now());
            }
        }
        tell(x, desk);
        return Outcome.CONTINUE;
    }

    private void tell(Exchange x, UsageDesk desk) {
        Headers response = x.response().headers();
        for (int i = 0; i < budgets.size(); i++) {
            List<Meter> meters = budgets.get(i).meters();
            for (int j = 0; j < meters.size(); j++) {
                Meter meter = meters.get(j);
                response.remove(meter.limit());
                response.remove(meter.remaining());
                if (!config.hideHeaders()) {
                    meter.read(desk.key, x.loop().now(), desk.verdict);
                    put(response, meter.limit(), meter.rule().requests());
                    put(response, meter.remaining(), desk.verdict.remaining(0));
                }
            }
        }
    }

    private Response refusal(Exchange x, Budget budget, long wait) {
        hits.increment();
        long seconds = Math.max(1, Math.ceilDiv(wait, TimeUnit.SECONDS.toNanos(1)));
        Map<String, Object> members = Map.of("limit", budget.name(), "retryAfter", seconds);
        return ErrorTemplate.answer(x, Reason.RATE_LIMIT, config.status(), "rate_limit_exceeded", members)
                .with(HeaderName.RETRY_AFTER, Long.toString(seconds));
    }

    /** The same with what clients are told of limits, where the response half will not pass here again. */
    private Response telling(Response refusal, Exchange x, UsageDesk desk) {
        Response told = refusal;
        for (Budget budget : config.hideHeaders() ? List.<Budget>of() : budgets) {
            for (Meter meter : budget.meters()) {
                meter.read(desk.key, x.loop().now(), desk.verdict);
                told = told.with(meter.limit(), Long.toString(meter.rule().requests()))
                        .with(meter.remaining(), Long.toString(desk.verdict.remaining(0)));
            }
        }
        return told;
    }

    private static void put(Headers headers, HeaderName name, long number) {
        int start = headers.begin(name, DIGITS);
        headers.advance(Ascii.putDecimal(headers.bytes(), headers.end(), number));
        headers.finish(name, start);
    }
}
