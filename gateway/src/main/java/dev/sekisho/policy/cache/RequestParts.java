package dev.sekisho.policy.cache;

import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.RequestHead;
import java.util.function.Consumer;

/** Cookies and query parameters by name, as they were sent; names are compared byte for byte. Thread-safe. */
final class RequestParts {

    private RequestParts() {}

    /** Gives all cookies of the name (RFC 6265 section 4.2). */
    static void cookies(Headers headers, String name, Consumer<String> found) {
        for (int i = headers.find(HeaderName.COOKIE); i >= 0; i = headers.find(HeaderName.COOKIE, i + 1)) {
            pairs(headers.value(i), ";", name, found);
        }
    }

    /** Gives all parameters of the name. */
    static void parameters(RequestHead request, String name, Consumer<String> found) {
        request.queryText().ifPresent(query -> pairs(query, "&", name, found));
    }

    private static void pairs(String text, String separator, String name, Consumer<String> found) {
        for (String pair : text.split(separator, -1)) {
            int equals = pair.indexOf('=');
            String own = (equals < 0 ? pair : pair.substring(0, equals)).strip();
            if (own.equals(name)) {
                found.accept(equals < 0 ? "" : pair.substring(equals + 1).strip());
            }
        }
    }
}
