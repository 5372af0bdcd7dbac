package dev.sekisho.policy.respond;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Response;
import dev.sekisho.policy.FieldValue;
import java.util.List;
import java.util.function.Function;

/**
 * An answer that depends on the request. Immutable, thread-safe.
 *
 * @param plain what does not depend on it
 * @param fields fields that do
 * @param contentType media type of the body
 * @param body the body for a request; empty for none
 */
record TemplatedAnswer(Response plain, List<Field> fields, String contentType, Function<Exchange, byte[]> body)
        implements Function<Exchange, Outcome> {

    /** A field whose value depends on the request. */
    record Field(HeaderName name, FieldValue value) {}

    @Override
    public Outcome apply(Exchange x) {
        Response response = plain;
        Headers scratch = new Headers();
        for (int i = 0; i < fields.size(); i++) {
            fields.get(i).value().addTo(scratch, fields.get(i).name(), x);
            response = response.with(fields.get(i).name(), scratch.value(i));
        }
        byte[] bytes = body.apply(x);
        return new Outcome.Reply(bytes.length == 0 ? response : response.withBody(contentType, bytes));
    }
}
