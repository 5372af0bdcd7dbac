package dev.sekisho.policy.responseheaders;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.policy.Assignments;
import dev.sekisho.policy.FieldNames.Head;
import dev.sekisho.policy.FieldValue;
import dev.sekisho.policy.responseheaders.ResponseHeadersConfig.Action;
import dev.sekisho.policy.responseheaders.ResponseHeadersConfig.Edit;
import java.util.ArrayList;
import java.util.List;

/** A change of one field of some responses; allocates nothing but what {@link FieldValue} does. Immutable, thread-safe. */
record FieldEdit(HeaderName name, FieldValue value, Action action, Statuses statuses) {

    /** The changes that settings ask for; throws {@link IllegalArgumentException} where one cannot be. */
    static List<FieldEdit> all(List<Edit> edits) {
        List<FieldEdit> all = new ArrayList<>();
        for (int i = 0; i < edits.size(); i++) {
            Edit edit = edits.get(i);
            String setting = "edits[" + i + "]";
            all.add(new FieldEdit(
                    Assignments.name(setting + ".name", edit.name(), Head.RESPONSE),
                    FieldValue.parse(setting + ".value", edit.value(), Head.RESPONSE),
                    edit.action(),
                    new Statuses(edit.statuses())));
        }
        return all;
    }

    void apply(Exchange x) {
        if (!statuses.contain(x.response().status())) {
            return;
        }
        Headers headers = x.response().headers();
        int count = headers.count();
        value.addTo(headers, name, x);
        if (headers.valueEnd(count) == headers.valueStart(count)) {
            headers.remove(count);
        }
        if (action == Action.SET) {
            for (int i = headers.find(name); i >= 0 && i < count; i = headers.find(name, i + 1)) {
                headers.remove(i);
            }
        }
    }
}
