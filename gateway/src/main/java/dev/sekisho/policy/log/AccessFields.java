package dev.sekisho.policy.log;

import dev.sekisho.model.JsonValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The fields of the access log's lines, by the same names; those of a known client and of TLS are always there. */
final class AccessFields {

    private static final String[] FIELDS = {
        "time", "{time}",
        "remote_addr", "{clientAddress}",
        "request_method", "{method}",
        "request_uri", "{target}",
        "status", "{status}",
        "body_bytes_sent", "{responseSize}",
        "request_time", "{durationSeconds}",
        "upstream_response_time", "{upstreamSeconds}",
        "http_user_agent", "{header.User-Agent}",
        "http_x_request_id", "{requestId}",
        "upstream_addr", "{upstreamAddress}",
        "route", "{route}",
        "upstream", "{service}",
        "reason", "{reason}",
        "auth_method", "{authMethod}",
        "consumer", "{consumer}",
        "credential", "{credential}",
        "subject", "{subject}",
        "ssl_server_name", "{tlsServerName}",
        "ssl_protocol", "{tlsVersion}",
        "ssl_cipher", "{tlsCipher}"
    };

    private AccessFields() {}

    /** What {@code fields} is where it is left out. */
    static Map<String, JsonValue> all() {
        Map<String, JsonValue> all = new LinkedHashMap<>();
        for (int i = 0; i < FIELDS.length; i += 2) {
            all.put(FIELDS[i], new JsonValue.Text(FIELDS[i + 1]));
        }
        return Collections.unmodifiableMap(all);
    }
}
