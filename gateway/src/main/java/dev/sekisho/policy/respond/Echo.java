package dev.sekisho.policy.respond;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.JsonLine;
import dev.sekisho.dataplane.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What of a request has arrived, as JSON. Values are shown of fields only that hold no credential; of all others, and of the query, the
 * names alone, since an API key may stand anywhere.
 */
final class Echo {

    private static final Set<HeaderName> SHOWN = Stream.of(
                    "Accept",
                    "Accept-Charset",
                    "Accept-Encoding",
                    "Accept-Language",
                    "Cache-Control",
                    "Content-Encoding",
                    "Content-Language",
                    "Content-Length",
                    "Content-Type",
                    "Forwarded",
                    "Host",
                    "Origin",
                    "Range",
                    "User-Agent",
                    "Via",
                    "X-Forwarded-For",
                    "X-Forwarded-Host",
                    "X-Forwarded-Port",
                    "X-Forwarded-Proto",
                    "X-Real-IP",
                    "X-Request-ID")
            .map(HeaderName::of)
            .collect(Collectors.toUnmodifiableSet());

    private Echo() {}

    /** The body for an exchange. */
    static byte[] of(Exchange x) {
        RequestHead request = x.request();
        byte[] address = x.caller().addressText();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("method", request.methodText());
        body.put("host", request.hostText());
        body.put("path", request.pathText());
        body.put("parameters", parameters(request));
        body.put("headers", fields(request.headers()));
        body.put("clientAddress", Ascii.string(address, 0, address.length));
        body.put("route", x.route().name());
        body.put("consumer", x.principal().consumerName());
        body.put("requestId", x.requestIdText());
        return (JsonLine.of(body) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> parameters(RequestHead request) {
        List<String> names = new ArrayList<>();
        for (String pair : request.queryText().orElse("").split("&", -1)) {
            int end = pair.indexOf('=');
            if (end >= 0) { // without a value the whole may be one
                names.add(pair.substring(0, end));
            }
        }
        return names;
    }

    private static List<Map<String, Object>> fields(Headers headers) {
        List<Map<String, Object>> fields = new ArrayList<>();
        for (int i = 0; i < headers.count(); i++) {
            if (!headers.isRemoved(i)) {
                Map<String, Object> field = new LinkedHashMap<>();
                field.put("name", headers.name(i));
                HeaderName known = headers.known(i);
                if (known != null && SHOWN.contains(known)) {
                    field.put("value", headers.value(i));
                }
                fields.add(field);
            }
        }
        return fields;
    }
}
