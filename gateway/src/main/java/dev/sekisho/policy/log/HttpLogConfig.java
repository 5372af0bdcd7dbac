package dev.sekisho.policy.log;

import dev.sekisho.model.Property;
import dev.sekisho.model.Secret;
import dev.sekisho.model.UpstreamTls;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Settings of {@code http} of the {@code log} policy. */
public record HttpLogConfig(
        @Property(
                value = "Where records go, by http or https; redirects are not followed.",
                example = "https://logs.example.com/intake")
        String url,

        @Property(value = "Method of the requests: POST, PUT or PATCH.", defaultValue = "POST")
        String method,

        @Property(value = "Media type of their bodies.", defaultValue = "application/json")
        String contentType,

        @Property("Further fields, for credentials among others.")
        Map<String, Secret> headers,

        @Property(value = "How an https URL is spoken to.", defaultValue = "{}")
        UpstreamTls tls,

        @Property(value = "Longest time for a request.", defaultValue = "10s", min = "10ms", max = "5m")
        Duration timeout,

        @Property(
                value = "How long a connection without requests is kept.",
                defaultValue = "60s",
                min = "1s",
                max = "1d")
        Duration keepalive) {

    /** Takes a copy. */
    public HttpLogConfig {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }
}
