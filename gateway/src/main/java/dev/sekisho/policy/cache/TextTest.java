package dev.sekisho.policy.cache;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.FieldValue;
import java.util.List;

/** Whether any of some texts is neither empty nor {@code 0}, as nginx tests it. Immutable, thread-safe. */
record TextTest(List<FieldValue> texts) {

    /**
     * The test of settings.
     *
     * @throws IllegalArgumentException where a text has a placeholder that is not known there
     */
    static TextTest of(String setting, List<String> texts, FieldNames.Head head) {
        return new TextTest(texts.stream()
                .map(text -> FieldValue.template(setting, text, head))
                .toList());
    }

    /** Whether one is, for the exchange. */
    boolean holds(Exchange x) {
        Headers room = x.request().headers(); // behind its end, so that nothing is allocated
        for (int i = 0; i < texts.size(); i++) {
            int start = room.end();
            texts.get(i).write(room, x);
            int length = room.end() - start;
            boolean zero = length == 1 && room.bytes()[start] == '0';
            room.advance(start);
            if (length > 0 && !zero) {
                return true;
            }
        }
        return false;
    }
}
