package dev.sekisho.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What serves the requests of a route: exactly one. */
public sealed interface Backend {

    /** A proxied service. */
    record ToUpstream(
            @Property("Name of the upstream.") String upstream,

            @Property("Labels that a target must have to serve; left out, every target may.")
            Map<String, String> labels)
            implements Backend {}

    /** A weighted split between services. */
    record Split(
            @Property("Shares; at least one with a weight above 0.")
            List<Share> split,

            @Property("Keeps a client at its share by a cookie that the gateway sets.")
            Optional<Sticky> sticky)
            implements Backend {}

    /** One share of a split. */
    record Share(
            @Property("Name of the upstream.") String upstream,

            @Property(
                    value = "Share of requests against the other shares.",
                    defaultValue = "1",
                    min = "0",
                    max = "1000000")
            int weight,

            @Property("Labels that a target must have to serve; left out, every target may.")
            Map<String, String> labels,

            @Property("Headers, in the forms of match, by which a request gets this share whatever its weight.")
            Map<String, ValuePattern> headers,

            @Property("Cookies, in the same forms.") Map<String, ValuePattern> cookies) {}

    /** An answer that sends the client elsewhere (RFC 9110 section 15.4). */
    record Redirect(
            @Property(value = "Status.", defaultValue = "302", min = "300", max = "308")
            int status,

            @Property("Scheme of the new location; left out, that of the request.")
            Optional<String> scheme,

            @Property("Host of the new location, with port where needed; left out, that of the request.")
            Optional<String> host,

            @Property(
                    "Path of the new location, with {name} for variables of the template; left out, that of the request.")
            Optional<String> path,

            @Property(value = "Whether the query of the request is kept.", defaultValue = "true")
            boolean keepQuery)
            implements Backend {}

    /** An answer made by the gateway. */
    record Respond(
            @Property(value = "Status.", defaultValue = "200", min = "200", max = "599")
            int status,

            @Property("Headers of the answer.") Map<String, String> headers,

            @Property(value = "Body of the answer, as UTF-8.", defaultValue = "")
            Optional<String> body)
            implements Backend {}
}
