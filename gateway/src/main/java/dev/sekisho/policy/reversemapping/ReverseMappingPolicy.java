package dev.sekisho.policy.reversemapping;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.policy.reversemapping.ReverseMappingConfig.InFront;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;

/**
 * Maps the fields of each answer that has them; others cost no allocation.
 *
 * @param locations what Location and Refresh begin with
 * @param inFront what is put in front of a Location that begins with a slash then
 */
record ReverseMappingPolicy(List<MappedText> locations, InFront inFront, CookieMapping cookies) implements Policy {

    private static final HeaderName REFRESH = HeaderName.of("Refresh");
    private static final String URL = "url=";

    @Override
    public Outcome onResponse(Exchange x) {
        if (!locations.isEmpty()) {
            locations(x);
            refresh(x);
        }
        if (!cookies.isNone()) {
            cookies(x);
        }
        return Outcome.CONTINUE;
    }

    private void locations(Exchange x) {
        Headers headers = x.response().headers();
        int count = headers.count(); // fields behind are those that are written here
        for (int i = headers.find(HeaderName.LOCATION);
                i >= 0 && i < count;
                i = headers.find(HeaderName.LOCATION, i + 1)) {
            int field = i;
            MappedText.beginning(locations, x, headers.value(i))
                    .ifPresent(mapped -> replace(headers, field, HeaderName.LOCATION, absolute(x, mapped)));
        }
    }

    private void refresh(Exchange x) {
        Headers headers = x.response().headers();
        int count = headers.count();
        for (int i = headers.find(REFRESH); i >= 0 && i < count; i = headers.find(REFRESH, i + 1)) {
            String value = headers.value(i);
            int url = value.toLowerCase(Locale.ROOT).indexOf(URL);
            if (url >= 0) {
                int from = url + URL.length();
                int field = i;
                MappedText.beginning(locations, x, value.substring(from))
                        .ifPresent(mapped -> replace(headers, field, REFRESH, value.substring(0, from) + mapped));
            }
        }
    }

    /** As nginx does where absolute_redirect is on. */
    private String absolute(Exchange x, String location) {
        if (inFront == InFront.NONE || !location.startsWith("/")) {
            return location;
        }
        boolean secure = x.caller().tls() != null;
        InetSocketAddress local = x.caller().localAddress();
        String host = x.request().hostText();
        StringBuilder text = new StringBuilder(secure ? "https://" : "http://");
        text.append(host.isEmpty() ? local.getAddress().getHostAddress() : host);
        if (inFront == InFront.PORT && local.getPort() != (secure ? 443 : 80)) {
            text.append(':').append(local.getPort());
        }
        return text.append(location).toString();
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
