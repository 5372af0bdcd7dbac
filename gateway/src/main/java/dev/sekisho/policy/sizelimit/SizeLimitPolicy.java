package dev.sekisho.policy.sizelimit;

import dev.sekisho.dataplane.ErrorTemplate;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.ResponseHead;

/**
 * Refuses what is too large by what the heads say, and has bodies of unknown length counted while they pass. {@link Long#MAX_VALUE}
 * for no limit. What passes costs no allocation but a counter for an answer of unknown length.
 *
 * @param head limits of the request's head
 * @param request longest body of a request, bytes
 * @param requireLength whether its length must be told
 * @param response longest body of an answer, bytes
 */
record SizeLimitPolicy(HeadLimits head, long request, boolean requireLength, long response) implements Policy {

    @Override
    public Outcome onRequest(Exchange x) {
        Reason reason = head.check(x.request());
        if (reason == Reason.NONE) {
            reason = body(x.request());
        }
        if (reason != Reason.NONE) {
            return refuse(x, reason);
        }
        if (request != Long.MAX_VALUE && !isTunnel(x.request())) {
            x.limitRequestBody(request);
        }
        return Outcome.CONTINUE;
    }

    private Reason body(RequestHead asked) {
        long length = asked.contentLength();
        if (length > request) {
            return Reason.BODY_TOO_LARGE; // before anything of it was read, or asked for by 100
        }
        return requireLength && length < 0 && !isTunnel(asked) ? Reason.LENGTH_REQUIRED : Reason.NONE;
    }

    private static boolean isTunnel(RequestHead asked) {
        return asked.isWebSocket() || asked.method() == Method.CONNECT;
    }

    @Override
    public Outcome onResponse(Exchange x) {
        ResponseHead answer = x.response();
        if (response == Long.MAX_VALUE
                || x.reason() != Reason.NONE
                || answer.isBodiless(x.request().method())) {
            return Outcome.CONTINUE;
        }
        if (Math.max(answer.contentLength(), x.responseBytesAtHand()) > response) {
            return refuse(x, Reason.RESPONSE_TOO_LARGE);
        }
        if (answer.contentLength() < 0) {
            x.filterBody(new ResponseLimit(x, response));
        }
        return Outcome.CONTINUE;
    }

    private static Outcome refuse(Exchange x, Reason reason) {
        return new Outcome.Reply(ErrorTemplate.answer(x, reason, reason.status()));
    }
}
