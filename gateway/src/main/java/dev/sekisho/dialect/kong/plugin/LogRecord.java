package dev.sekisho.dialect.kong.plugin;

import dev.sekisho.model.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What Kong's plugins for logs write of a request, as its documentation of their log format has it, as far as the gateway knows it: no
 * querystring by parameters, no single tries, and of route, service and consumer the names.
 */
final class LogRecord {

    /** The members of the object. */
    static final Map<String, JsonValue> FIELDS = members(
            "request",
            object(
                    "id", "{requestId}",
                    "method", "{method}",
                    "uri", "{target}",
                    "url", "{scheme}://{host}{target}",
                    "size", "{requestSize}",
                    "headers", "{requestHeaders}",
                    "tls", object("version", "{tlsVersion}", "cipher", "{tlsCipher}")),
            "response",
            object("status", "{status}", "size", "{responseSize}", "headers", "{responseHeaders}"),
            "upstream_status",
            "{upstreamStatus}",
            "latencies",
            object("request", "{durationMillis}", "proxy", "{upstreamMillis}", "kong", "{gatewayMillis}"),
            "route",
            object("name", "{route}"),
            "service",
            object("name", "{service}"),
            "consumer",
            object("username", "{consumer}"),
            "authenticated_entity",
            object("id", "{credential}"),
            "client_ip",
            "{clientAddress}",
            "started_at",
            "{startMillis}");

    private LogRecord() {}

    private static JsonValue object(Object... pairs) {
        return new JsonValue.Members(members(pairs));
    }

    private static Map<String, JsonValue> members(Object... pairs) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            JsonValue value = pairs[i + 1] instanceof JsonValue json ? json : new JsonValue.Text((String) pairs[i + 1]);
            members.put((String) pairs[i], value);
        }
        return members;
    }
}
