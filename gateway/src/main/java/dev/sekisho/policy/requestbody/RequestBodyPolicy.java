package dev.sekisho.policy.requestbody;

import dev.sekisho.dataplane.ErrorTemplate;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.policy.json.BodyCounts;
import dev.sekisho.policy.json.BodyTypes;
import java.util.Optional;

/**
 * Waits for bodies that are to be changed; all others pass as they come.
 *
 * @param jsonTypes media types of JSON, none where none is changed
 * @param json waits for JSON
 * @param formTypes media types of forms, none where none is changed
 * @param form waits for a form
 * @param any waits for a body of any type, none included; empty where such a one passes
 * @param takesOnly whether it does so for those only that have a body
 */
record RequestBodyPolicy(
        BodyTypes jsonTypes,
        Outcome.Gather json,
        BodyTypes formTypes,
        Outcome.Gather form,
        Optional<Outcome.Gather> any,
        boolean takesOnly,
        BodyCounts counts)
        implements Policy {

    @Override
    public Outcome onRequest(Exchange x) {
        RequestHead head = x.request();
        if (head.isUpgrade() || head.isWebSocket() || head.method() == Method.CONNECT) {
            return Outcome.CONTINUE;
        }
        if (any.isPresent() && (head.hasBody() || !takesOnly)) {
            return any.get();
        }
        if (!head.hasBody()) {
            return Outcome.CONTINUE;
        }
        boolean isJson = jsonTypes.match(head.headers());
        if (!isJson && !formTypes.match(head.headers())) {
            return Outcome.CONTINUE;
        }
        if (BodyTypes.isEncoded(head.headers())) {
            counts.add(BodyCounts.Outcome.ENCODED);
            return new Outcome.Reply(ErrorTemplate.answer(x, Reason.BODY_ENCODED, Reason.BODY_ENCODED.status()));
        }
        return isJson ? json : form;
    }
}
