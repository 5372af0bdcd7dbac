package dev.sekisho.policy.correlationid;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.RequestIds;

/**
 * Sees to it that the request has exactly one harmless id, and tells the client of it.
 *
 * @param field which carries it
 * @param keep whether a client's own stays
 * @param echo whether the response bears it
 */
record CorrelationIdPolicy(HeaderName field, IdGenerator generator, boolean keep, boolean echo) implements Policy {

    @Override
    public Outcome onRequest(Exchange x) {
        Headers headers = x.request().headers();
        if (!keep || !isHarmless(headers)) {
            headers.remove(field);
            int start = headers.begin(field, IdGenerator.LONGEST);
            generator.write(x, headers);
            headers.finish(field, start);
        }
        return Outcome.CONTINUE;
    }

    private boolean isHarmless(Headers headers) {
        int only = headers.find(field);
        return only >= 0
                && headers.find(field, only + 1) < 0
                && RequestIds.isHarmless(headers.bytes(), headers.valueStart(only), headers.valueEnd(only));
    }

    /** The id that the backend saw: nothing where a policy behind has taken it out. */
    @Override
    public Outcome onResponse(Exchange x) {
        Headers request = x.request().headers();
        int id = echo ? request.find(field) : -1;
        if (id >= 0) {
            Headers response = x.response().headers();
            response.remove(field);
            response.add(field, request.bytes(), request.valueStart(id), request.valueEnd(id));
        }
        return Outcome.CONTINUE;
    }
}
