package dev.sekisho.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which requests a route answers: each property that is given must hold; of a list, one entry must. */
public record Match(
        @Property(
                value = "Host names: exact, with a first or last label of *, or ~ and a regular expression; with a"
                        + " port (api.example.com:8443) only where the client asks for it.",
                example = "api.example.com")
        List<HostPattern> host,

        @Property(
                value = "Paths: exact, prefix (/users/*), template (/users/{userId}), ^ and how the path starts, or ~"
                        + " and a regular expression.",
                example = "/users/*")
        List<PathPattern> path,

        @Property(value = "Methods, in capitals.", example = "GET")
        List<String> method,

        @Property("Headers by name: a value, * for present, !* for absent, or ~ and a regular expression.")
        Map<String, ValuePattern> headers,

        @Property("Query parameters by name, in the same forms.")
        Map<String, ValuePattern> query,

        @Property("Cookies by name, in the same forms.") Map<String, ValuePattern> cookies,
        @Property("Client addresses, as CIDR blocks.") List<Cidr> client,

        @Property(
                value = "Ports that CONNECT may ask for, of the hosts of this match (RFC 9110 section 9.3.6). The"
                        + " route then opens tunnels to its upstream and serves no other method; left out, it"
                        + " serves no CONNECT.",
                min = "1",
                max = "65535",
                example = "5432")
        List<Integer> connect,

        @Property(
                value = "Whether %2F and %5C may stand in the path; otherwise such a request is answered 400.",
                defaultValue = "false")
        boolean encodedSeparators,

        @Property(value = "Names of the listeners that the request comes in by; left out, any.", example = "internal")
        List<String> listener,

        @Property("How the client speaks, http or https, seen through trusted proxies; left out, either.")
        Optional<Scheme> scheme,

        @Property(
                value = "Names that the client asks for in its TLS handshake (SNI, RFC 6066 section 3), in the forms"
                        + " of host without port; a request without one does not fit.",
                example = "\"*.example.com\"")
        List<HostPattern> sni,

        @Property(
                value = "How paths start that the route keeps out of (false) or is confined to (true): of the texts"
                        + " that the path starts with the longest decides; where there is none, the route takes"
                        + " part.",
                example = "{ /: false, /app/: true }")
        Map<String, Boolean> within,

        @Property(
                value = "Whether clients' requests never come here by themselves, but only where a policy names the"
                        + " route.",
                defaultValue = "false")
        boolean internal) {

    /** Matches every request but CONNECT. */
    public static final Match ALL =
            new Match(List.of(), List.of(), List.of(), Map.of(), Map.of(), Map.of(), List.of(), List.of(), false);

    /** A match that any listener, scheme and name in TLS fits, for all of its paths. */
    public Match(
            List<HostPattern> host,
            List<PathPattern> path,
            List<String> method,
            Map<String, ValuePattern> headers,
            Map<String, ValuePattern> query,
            Map<String, ValuePattern> cookies,
            List<Cidr> client,
            List<Integer> connect,
            boolean encodedSeparators) {
        this(
                host,
                path,
                method,
                headers,
                query,
                cookies,
                client,
                connect,
                encodedSeparators,
                List.of(),
                Optional.empty(),
                List.of(),
                Map.of(),
                false);
    }
}
