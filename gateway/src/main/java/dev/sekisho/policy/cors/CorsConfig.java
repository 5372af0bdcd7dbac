package dev.sekisho.policy.cors;

import dev.sekisho.model.Property;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings of the {@code cors} policy. */
public record CorsConfig(
        @Property(
                value = "Origins that may read answers: exact as browsers send them (https://app.example.com), with a"
                        + " wildcard for whole labels (https://*.example.com), ~ and a regular expression (RE2)"
                        + " that must match all of the origin, or * for every origin. At least one.",
                example = "[\"https://app.example.com\"]")
        List<String> origins,

        @Property(
                value = "Methods that a preflight allows; * for all, without credentials only. None given: GET, HEAD"
                        + " and POST.",
                example = "[GET, PUT]")
        List<String> methods,

        @Property(
                value = "Request fields that a preflight allows; * for all but Authorization, without credentials"
                        + " only. Fields that are not listed are never allowed because a request asks for them.",
                example = "[Content-Type, Authorization]")
        List<String> headers,

        @Property(
                value = "Whether a preflight allows whatever fields it asks for, in place of headers. Then any field"
                        + " may come from the allowed origins, Authorization included.",
                defaultValue = "false")
        boolean allowRequestedHeaders,

        @Property(
                value = "Response fields that scripts may read; * for all, without credentials only.",
                example = "[X-Request-ID]")
        List<String> exposedHeaders,

        @Property(
                value = "How long a browser may keep the answer to a preflight, whole seconds. None given: its own"
                        + " default.",
                min = "0",
                max = "24h",
                example = "10m")
        Optional<Duration> maxAge,

        @Property(value = "Whether cookies and authentication may be sent along.", defaultValue = "false")
        boolean credentials,

        @Property(
                value = "Whether preflights of public pages for a private network are allowed.",
                defaultValue = "false")
        boolean privateNetwork,

        @Property(
                value = "Whether preflights go on to the backend. Its answer gets the fields of this policy, and must"
                        + " be a 2xx for the browser to go on.",
                defaultValue = "false")
        boolean passPreflight,

        @Property(
                value = "Status of the answer to an allowed preflight: 204, or 200 for clients that take no 204.",
                defaultValue = "204",
                min = "200",
                max = "204")
        int preflightStatus) {

    /** Takes copies. */
    public CorsConfig {
        origins = List.copyOf(origins);
        methods = List.copyOf(methods);
        headers = List.copyOf(headers);
        exposedHeaders = List.copyOf(exposedHeaders);
    }
}
