package dev.sekisho.policy.forwardauth;

import dev.sekisho.model.Property;
import dev.sekisho.model.Size;
import dev.sekisho.model.UpstreamUser;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings of the {@code forward-auth} policy. */
public record ForwardAuthConfig(
        @Property(
                value = "Name of the upstream that is asked, with its targets, timeouts, retries and breaker.",
                example = "authoriser")
        String upstream,

        @Property(
                value = "Path that is asked for, with a query where it is given.",
                defaultValue = "/",
                example = "/auth")
        String path,

        @Property(
                value = "Method of the question, or keep for that of the client's request. It never has a body.",
                defaultValue = "GET",
                example = "keep")
        String method,

        @Property(
                value =
                        "Fields of the client's request that the authoriser sees, beside those that the gateway sets. None given: all but those of connection, body, range and preconditions.",
                example = "[Authorization, Cookie]")
        List<String> requestHeaders,

        @Property(
                value =
                        "Fields of a 2xx answer that the backend gets. What clients send under these names, the backend never gets.",
                example = "[X-Auth-User, X-Auth-Email]")
        List<String> responseHeaders,

        @Property(
                value = "Field of a 2xx answer that says who the client is, for what comes behind, and for X-User-ID.",
                example = "X-Auth-User")
        Optional<String> principalHeader,

        @Property(
                value =
                        "Field of a 2xx answer with the client's groups, commas between them; only with principalHeader.",
                example = "X-Auth-Groups")
        Optional<String> groupsHeader,

        @Property(
                value = "Whether the client gets the cookies that a 2xx answer sets, beside those of the backend.",
                defaultValue = "false")
        boolean passCookies,

        @Property(
                value =
                        "What the client gets where the answer is not 2xx: all of it as it is, or the status alone, as with nginx's auth_request.",
                defaultValue = "whole")
        Refused refusals,

        @Property(
                value = "Longest body of an answer that is passed on; a longer one is left out.",
                defaultValue = "64KiB",
                min = "0B",
                max = "1MiB")
        Size maxBody,

        @Property(
                value = "Longest time for the answer, retries included. None given: as the upstream's timeouts say.",
                min = "1ms",
                max = "5m",
                example = "2s")
        Optional<Duration> timeout,

        @Property(
                value = "Status where the authoriser does not answer, or by 5xx.",
                defaultValue = "503",
                min = "400",
                max = "599")
        int statusOnError)
        implements UpstreamUser {

    /** Takes copies. */
    public ForwardAuthConfig {
        requestHeaders = List.copyOf(requestHeaders);
        responseHeaders = List.copyOf(responseHeaders);
    }

    @Override
    public List<String> upstreams() {
        return List.of(upstream);
    }

    /** What becomes of an answer that is not 2xx. */
    public enum Refused {
        /** The client gets 401 and 403 with their challenges, and 500 for all others. */
        STATUS,
        /** The client gets it, where it is below 500. */
        WHOLE
    }
}
