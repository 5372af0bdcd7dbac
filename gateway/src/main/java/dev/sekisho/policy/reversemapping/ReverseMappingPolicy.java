package dev.sekisho.policy.reversemapping;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import java.util.List;
import java.util.Locale;

/**
 * Maps the fields of each answer that has them; others cost no allocation.
 *
 * @param locations what Location and Refresh begin with
 */
record ReverseMappingPolicy(List<MappedText> locations, CookieMapping cookies) implements Policy {

    private static final HeaderName REFRESH = HeaderName.of("Refresh");
    private static final String URL = "url=";

    @Override
    public Outcome onResponse(Exchange x) {
        if (!locations.isEmpty()) {
            location(x, HeaderName.LOCATION, false);
            location(x, REFRESH, true);
        }
        if (!cookies.isNone()) {
            cookies(x);
        }
        return Outcome.CONTINUE;
    }

    private void location(Exchange x, HeaderName name, boolean refresh) {
        Headers headers = x.response().headers();
        int count = headers.count(); // fields behind are those that are written here
        for (int i = headers.find(name); i >= 0 && i < count; i = headers.find(name, i + 1)) {
            String value = headers.value(i);
            int url = refresh ? value.toLowerCase(Locale.ROOT).indexOf(URL) : -URL.length();
            if (!refresh || url >= 0) {
                int from = url + URL.length();
                int field = i;
                MappedText.beginning(locations, x, value.substring(from))
                        .ifPresent(mapped -> replace(headers, field, name, value.substring(0, from) + mapped));
            }
        }
    }

    private void cookies(Exchange x) {
        Headers headers = x.response().headers();
        int count = headers.count();
        for (int i = headers.find(HeaderName.SET_COOKIE);
                i >= 0 && i < count;
                i = headers.find(HeaderName.SET_COOKIE, i + 1)) {
            int field = i;
            cookies.map(x, headers.value(i))
                    .ifPresent(mapped -> replace(headers, field, HeaderName.SET_COOKIE, mapped));
        }
    }

    private static void replace(Headers headers, int field, HeaderName name, String value) {
        headers.remove(field);
        headers.add(name, value);
    }
}
