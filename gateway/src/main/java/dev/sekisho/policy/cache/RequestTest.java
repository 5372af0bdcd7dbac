package dev.sekisho.policy.cache;

import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.policy.FieldNames;
import java.util.List;

/** Whether a request has any of some fields, cookies and parameters. Immutable, thread-safe. */
record RequestTest(List<HeaderName> fields, List<String> cookies, List<String> parameters) {

    /**
     * The test of settings.
     *
     * @throws IllegalArgumentException where a field name is none
     */
    static RequestTest of(String setting, CacheConfig.When when) {
        return new RequestTest(
                when.headers().stream()
                        .map(name -> FieldNames.field(setting + ".headers", name))
                        .toList(),
                when.cookies(),
                when.query());
    }

    /** Whether the request has any. */
    boolean holds(RequestHead request) {
        for (int i = 0; i < fields.size(); i++) {
            if (request.headers().contains(fields.get(i))) {
                return true;
            }
        }
        return (!cookies.isEmpty() && hasCookie(request)) || (!parameters.isEmpty() && hasParameter(request));
    }

    private boolean hasCookie(RequestHead request) {
        boolean[] found = new boolean[1];
        cookies.forEach(name -> RequestParts.cookies(request.headers(), name, value -> found[0] = true));
        return found[0];
    }

    private boolean hasParameter(RequestHead request) {
        boolean[] found = new boolean[1];
        parameters.forEach(name -> RequestParts.parameters(request, name, value -> found[0] = true));
        return found[0];
    }
}
