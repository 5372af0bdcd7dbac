package dev.sekisho.policy.errorpages;

import dev.sekisho.dataplane.ErrorTemplate;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.StatusPhrase;
import dev.sekisho.policy.BodyTemplate;
import java.util.List;
import java.util.Map;

/**
 * The bodies of a page, of which the client's Accept chooses. Immutable, thread-safe.
 *
 * @param forms in the order in which they are preferred
 * @param templates their texts
 * @param messages what they say of an error
 */
record Bodies(List<PageForm> forms, List<BodyTemplate> templates, Messages messages) {

    /** The answer in the form that the client accepts most. */
    Outcome reply(Exchange x, Dress dress) {
        int chosen = 0;
        if (forms.size() > 1) {
            chosen = Accepted.of(x.request().headers()).choose(forms);
            vary(x.response().headers());
        }
        byte[] body = templates.get(chosen).render(x, values(x));
        return dress.reply(x, forms.get(chosen).contentType(), body);
    }

    private Map<String, String> values(Exchange x) {
        int status = x.response().status();
        return Map.of(
                "status",
                Integer.toString(status),
                "reason",
                StatusPhrase.of(status),
                "error",
                ErrorTemplate.error(status),
                "message",
                messages.of(x, status));
    }

    /** Caches must not give one client the form of another (RFC 9110 section 12.5.5). */
    private static void vary(Headers headers) {
        for (int i = headers.find(HeaderName.VARY); i >= 0; i = headers.find(HeaderName.VARY, i + 1)) {
            for (String name : headers.value(i).split(",")) {
                if (name.strip().equals("*") || name.strip().equalsIgnoreCase("Accept")) {
                    return;
                }
            }
        }
        headers.add(HeaderName.VARY, "Accept");
    }
}
