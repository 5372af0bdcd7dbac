package dev.sekisho.policy.forwardauth;

import dev.sekisho.model.Property;
import dev.sekisho.model.Size;
import dev.sekisho.model.UpstreamUser;
import dev.sekisho.model.VariableSetter;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
        int statusOnError,

        @Property(
                value =
                        "Fields of the question in place of the client's, texts with the placeholders of request-headers; Host may be among them. One whose text comes out empty is left out.",
                example = "{ X-Original-Host: \"{host}\" }")
        Map<String, String> setHeaders,

        @Property(
                value =
                        "Whether the question says what was asked for, by X-Forwarded-Method, X-Forwarded-Uri, X-Original-Method and X-Original-URI.",
                defaultValue = "true")
        boolean originHeaders,

        @Property(
                value =
                        "Variables that get a value of the answer, whatever its status: each the name of a field, or {status}. Without such a field it is empty.",
                example = "{ user: X-Auth-User }")
        Map<String, String> setVariables)
        implements UpstreamUser, VariableSetter {

    /** Takes copies, in the order of the document. */
    public ForwardAuthConfig {
        requestHeaders = List.copyOf(requestHeaders);
        responseHeaders = List.copyOf(responseHeaders);
        setHeaders = Collections.unmodifiableMap(new LinkedHashMap<>(setHeaders));
        setVariables = Collections.unmodifiableMap(new LinkedHashMap<>(setVariables));
    }

    /** Without fields and variables of its own. */
    public ForwardAuthConfig(
            String upstream,
            String path,
            String method,
            List<String> requestHeaders,
            List<String> responseHeaders,
            Optional<String> principalHeader,
            Optional<String> groupsHeader,
            boolean passCookies,
            Refused refusals,
            Size maxBody,
            Optional<Duration> timeout,
            int statusOnError) {
        this(
                upstream,
                path,
                method,
                requestHeaders,
                responseHeaders,
                principalHeader,
                groupsHeader,
                passCookies,
                refusals,
                maxBody,
                timeout,
                statusOnError,
                Map.of(),
                true,
                Map.of());
    }

    @Override
    public Set<String> variables() {
        return setVariables.keySet();
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
