package dev.sekisho.policy.cors;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.Response;
import dev.sekisho.policy.FieldList;

/**
 * Answers preflights on the way in, and decides on the way out what each answer says of cross-origin access, be it of the
 * backend or of the gateway. Allocates nothing but the String that a regular expression needs.
 */
final class CorsPolicy implements Policy {

    private static final FieldList.Member ORIGIN = new FieldList.Member("Origin");
    private static final Outcome REFUSED = answer(403);

    private final Origins origins;
    private final CorsFields fields;
    private final boolean passPreflight;
    private final Outcome allowed;

    CorsPolicy(Origins origins, CorsFields fields, boolean passPreflight, int preflightStatus) {
        this.origins = origins;
        this.fields = fields;
        this.passPreflight = passPreflight;
        this.allowed = answer(preflightStatus);
    }

    private static Outcome answer(int status) {
        return new Outcome.Reply(Response.of(status).because(Reason.CORS));
    }

    @Override
    public Outcome onRequest(Exchange exchange) {
        if (passPreflight || exchange.request().method() != Method.OPTIONS) {
            return Outcome.CONTINUE;
        }
        Headers request = exchange.request().headers();
        int origin = Origins.field(request);
        if (origin < 0 || !isPreflight(exchange.request())) {
            return Outcome.CONTINUE;
        }
        return origins.allows(request, origin) ? allowed : REFUSED;
    }

    @Override
    public Outcome onResponse(Exchange exchange) {
        Headers request = exchange.request().headers();
        Headers response = exchange.response().headers();
        CorsFields.strip(response);
        int origin = Origins.field(request);
        if (origins.any()) {
            fields.allowAny(response);
        } else {
            FieldList.vary(response, ORIGIN);
            if (origin < 0 || !origins.allows(request, origin)) {
                return Outcome.CONTINUE;
            }
            fields.allow(response, request, origin);
        }
        if (origin >= 0 && isPreflight(exchange.request())) {
            fields.preflight(response, request);
        } else {
            fields.expose(response);
        }
        return Outcome.CONTINUE;
    }

    /** Whether a request with an Origin is a preflight (Fetch standard, "CORS-preflight request"). */
    private static boolean isPreflight(RequestHead request) {
        return request.method() == Method.OPTIONS
                && request.headers().contains(HeaderName.ACCESS_CONTROL_REQUEST_METHOD);
    }
}
