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

    /** Files of a directory. */
    record Files(
            @Property(
                    value =
                            "Directory that the path of the request, as the route's rewrite leaves it, is looked for in.",
                    example = "/srv/www")
            String root,

            @Property(
                    value =
                            "Names of files that are given for a directory, the first one that is there; left out, index.html.",
                    example = "index.html")
            List<String> index,

            @Property(
                    value =
                            "Where a file is looked for, the first one that is there: {path} is the path of the request; with / at the "
                                    + "end, a directory. Left out, {path} itself, and a directory's path without / at its end is "
                                    + "redirected to the one with it.",
                    example = "[ \"{path}\", \"/index.html\" ]")
            List<String> tries,

            @Property(
                    value = "What is given for a directory without any of the index files: off (403), html or json.",
                    defaultValue = "off")
            Listing listing,

            @Property("Media types by the end of the file's name, beside the built-in ones.")
            Map<String, String> types,

            @Property(value = "Media type of files whose name tells none.", defaultValue = "application/octet-stream")
            String defaultType,

            @Property(value = "Charset that is added to media types of text; empty for none.", defaultValue = "utf-8")
            String charset,

            @Property(
                    value =
                            "Whether names that begin with a dot are served; .well-known at the top always is (RFC 8615).",
                    defaultValue = "false")
            boolean hidden,

            @Property(
                    value =
                            "Which symbolic links are followed: inside, those that lead to places below root; all; none.",
                    defaultValue = "inside")
            Links links,

            @Property(
                    value = "Whether the gateway's own table of media types counts where types says nothing.",
                    defaultValue = "true")
            boolean knownTypes,

            @Property(
                    value = "Media types that the charset is added to; * for all. Left out, those of text and XHTML.",
                    example = "[ text/html, application/javascript ]")
            List<String> charsetTypes,

            @Property(value = "Whether files have entity tags, of time and length.", defaultValue = "true")
            boolean etags,

            @Property(
                    value =
                            "For which If-Modified-Since a file counts as unchanged: before (its time or a later one, RFC 9110 section 13.1.3), exact (just its time), off (none).",
                    defaultValue = "before")
            Since modifiedSince,

            @Property(value = "Whether parts of files are given (RFC 9110 section 14).", defaultValue = "true")
            boolean ranges,

            @Property(
                    value =
                            "What stands before the path where a directory's path without / at its end is redirected, such as https://example.com; {scheme} and {host} are those of the request. Left out, nothing.",
                    example = "\"{scheme}://{host}:8080\"")
            Optional<String> redirectBase,

            @Property(
                    value =
                            "Whether the index file of a directory is asked for by its own path, so that another route may answer, as with nginx. A name in index that begins with / always is.",
                    defaultValue = "false")
            boolean indexByPath,

            @Property(
                    value =
                            "Name of the route that goes on, with the request as it was, where nothing is there; left out, 404.",
                    example = "application")
            Optional<String> fallback)
            implements Backend {

        /** What is given for a directory. */
        public enum Listing {
            /** Nothing. */
            OFF,
            /** A page. */
            HTML,
            /** An array of objects, as nginx's autoindex_format json. */
            JSON
        }

        /** For which If-Modified-Since a file counts as unchanged. */
        public enum Since {
            /** Its time or a later one. */
            BEFORE,
            /** Just its time. */
            EXACT,
            /** None. */
            OFF
        }

        /** Which symbolic links are followed. */
        public enum Links {
            /** Those that lead to places below the root. */
            INSIDE,
            /** All. */
            ALL,
            /** None. */
            NONE
        }
    }
}
