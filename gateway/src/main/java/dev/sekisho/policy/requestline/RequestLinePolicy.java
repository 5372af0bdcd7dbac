package dev.sekisho.policy.requestline;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.ErrorTemplate;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.ForwardPath;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.policy.ParameterChanges;
import java.util.Optional;

/**
 * Gives the backend another method, path or query.
 *
 * @param query changes of the query; empty for none
 */
record RequestLinePolicy(Optional<Method> method, PathEdit path, Optional<ParameterChanges> query) implements Policy {

    @Override
    public Outcome onRequest(Exchange x) {
        RequestHead head = x.request();
        if (head.method() == Method.CONNECT && !head.isWebSocket()) {
            return Outcome.CONTINUE; // has neither path nor query
        }
        Reason refused = path.apply(x).map(text -> put(x, text)).orElse(Reason.NONE);
        if (refused != Reason.NONE) {
            return new Outcome.Reply(ErrorTemplate.answer(x, refused, refused.status()));
        }
        query.ifPresent(changes -> change(x, changes));
        if (method.isPresent() && !head.isUpgrade() && !head.isWebSocket()) {
            head.forwardMethod(method.get());
        }
        return Outcome.CONTINUE;
    }

    /** A segment of dots in what was made comes of what a client chose, and would lead out of where the configuration points. */
    private static Reason put(Exchange x, String text) {
        for (String segment : text.split("/", -1)) {
            if (segment.equals(".") || segment.equals("..")) {
                return Reason.PATH_ENCODING;
            }
        }
        Reason refused = ForwardPath.put(x.request(), text);
        boolean separators = x.request().hasEncodedSeparators() && !x.route().encodedSeparators();
        return refused == Reason.NONE && separators ? Reason.PATH_SEPARATOR : refused;
    }

    private static void change(Exchange x, ParameterChanges changes) {
        RequestHead head = x.request();
        String before = head.queryText().orElse("");
        String after = changes.apply(before, x);
        if (after.equals(before)) {
            return;
        }
        if (after.isEmpty()) {
            head.query(-1, -1);
        } else {
            Headers headers = head.headers();
            byte[] text = Ascii.bytes(after);
            headers.reserve(text.length);
            int start = headers.end();
            int end = Ascii.put(text, headers.bytes(), start);
            headers.advance(end);
            head.query(start, end);
        }
        head.targetChanged();
    }
}
