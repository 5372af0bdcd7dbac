package dev.sekisho.model;

import java.util.List;
import java.util.Map;

/** Which requests a route answers: each property that is given must hold; of a list, one entry must. */
public record Match(
        @Property(value = "Host names, exact or with a first label of *.", example = "api.example.com")
        List<HostPattern> host,

        @Property(
                value = "Paths: exact, prefix (/users/*), template (/users/{userId}) or ~ and a regular expression.",
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
                value =
                        "Ports that CONNECT may ask for, of the hosts of this match (RFC 9110 section 9.3.6). The route then opens "
                                + "tunnels to its upstream and serves no other method; left out, it serves no CONNECT.",
                min = "1",
                max = "65535",
                example = "5432")
        List<Integer> connect,

        @Property(
                value = "Whether %2F and %5C may stand in the path; otherwise such a request is answered 400.",
                defaultValue = "false")
        boolean encodedSeparators) {

    /** Matches every request but CONNECT. */
    public static final Match ALL =
            new Match(List.of(), List.of(), List.of(), Map.of(), Map.of(), Map.of(), List.of(), List.of(), false);
}
