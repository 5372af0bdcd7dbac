package dev.sekisho.policy.steps;

import dev.sekisho.model.Property;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One step of the {@code steps} policy. */
public sealed interface Step {

    /** Sets a variable. */
    record SetStep(
            @Property(value = "Name of the variable.", example = "tenant")
            String name,

            @Property(value = "Its value from now on, with placeholders.", example = "\"{path.tenant}\"")
            String value)
            implements Step {}

    /** Does some steps where a condition holds. */
    record WhenStep(
            @Property(value = "Text that is looked at, with placeholders.", example = "\"{header.User-Agent}\"")
            String value,

            @Property(
                    value =
                            "What it must be: set (neither empty nor 0), empty (either of these), equals or differs (from with), matches or matches-not (the expression with), and the same without regard to case; or what is to be there, or not, at the path that it names: file, directory, present (either of them), executable (by its owner), no-file, no-directory, absent, not-executable.",
                    defaultValue = "set")
            Test test,

            @Property(
                    value =
                            "Text that it is compared with, with placeholders; or a regular expression in RE2 syntax, whose groups are {capture.1} or {capture.NAME} where it matches.",
                    example = "^Googlebot")
            Optional<String> with,

            @Property("Steps that are done then; what they decide, such as break, holds for the whole program.")
            List<Step> then)
            implements Step {

        /** Takes a copy. */
        public WhenStep {
            then = List.copyOf(then);
        }
    }

    /** Changes path and query where an expression matches the path. */
    record RewriteStep(
            @Property(
                    value =
                            "Regular expression in RE2 syntax, searched in the path in its normal form (docs/routing.md), escapes included; empty for every path, which leaves {capture.1} and the like as they are.",
                    format = "re2",
                    example = "^/shop/(.*)$")
            String pattern,

            @Property(
                    value =
                            "New path, with placeholders, {capture.1} among them. Behind a question mark follows a query, with & and the present one behind it, unless the text ends in a question mark. One that begins with http://, https:// or {scheme} is a redirect.",
                    example = "/store/{capture.1}")
            String replacement,

            @Property(
                    value =
                            "What follows: none (the next step, and behind the last one the search for a route begins anew), last (that search at once), break (no further step; this route goes on with the new path), keep (the next step, and behind the last one this route goes on with the new path), redirect (302), permanent (301).",
                    defaultValue = "none")
            Flag flag)
            implements Step {}

    /** Answers. */
    record ReturnStep(
            @Property(
                    value = "Status; left out, 302 with location, else 200.",
                    min = "200",
                    max = "599",
                    example = "403")
            Optional<Integer> status,

            @Property(
                    value =
                            "Body, with placeholders, whose values are escaped for the media type. An error without one is an error of the gateway, which pages may replace.",
                    example = "closed for {clientAddress}")
            Optional<String> body,

            @Property(value = "Media type of the body.", defaultValue = "text/plain; charset=utf-8")
            String contentType,

            @Property(value = "Where the client is sent, with placeholders.", example = "\"https://{host}{path}\"")
            Optional<String> location,

            @Property(
                    value =
                            "Media types of the body by the end of the path, as nginx's types says; contentType counts for other ends. With placeholders in the body, those count whose escapes are known: text/plain, JSON, HTML and XML.",
                    example = "{ html: text/html, json: application/json }")
            Map<String, String> types)
            implements Step {

        /** Takes a copy. */
        public ReturnStep {
            types = Map.copyOf(types);
        }

        /** One with the same media type for every path. */
        public ReturnStep(
                Optional<Integer> status, Optional<String> body, String contentType, Optional<String> location) {
            this(status, body, contentType, location, Map.of());
        }
    }

    /** Goes on at another route. */
    record GotoStep(
            @Property(value = "Name of the route, which may be one that no request matches.", example = "fallback")
            String route)
            implements Step {}

    /** Ends the program; this route goes on, with the path as it is now. */
    record BreakStep() implements Step {}

    /** Ends the program; the search for a route begins anew, whether or not the path has changed. */
    record SearchStep() implements Step {}

    /** Ends the connection without an answer, as nginx's status 444; over HTTP/2 the stream alone. */
    record CloseStep() implements Step {}

    /** Tests of a text. */
    enum Test {
        /** Neither empty nor 0. */
        SET,
        /** Empty or 0. */
        EMPTY,
        /** The same text. */
        EQUALS,
        /** Another text. */
        DIFFERS,
        /** An expression matches. */
        MATCHES,
        /** An expression does not match. */
        MATCHES_NOT,
        /** An expression matches, without regard to case. */
        MATCHES_ANY_CASE,
        /** An expression does not match, without regard to case. */
        MATCHES_NOT_ANY_CASE,
        /** The path of a regular file. */
        FILE,
        /** Not that. */
        NO_FILE,
        /** The path of a directory. */
        DIRECTORY,
        /** Not that. */
        NO_DIRECTORY,
        /** The path of a regular file or a directory. */
        PRESENT,
        /** Not that. */
        ABSENT,
        /** The path of what its owner may execute. */
        EXECUTABLE,
        /** Not that. */
        NOT_EXECUTABLE
    }

    /** What follows a rewrite. */
    enum Flag {
        /** The next step. */
        NONE,
        /** The search for a route. */
        LAST,
        /** This route. */
        BREAK,
        /** The next step, and this route in the end. */
        KEEP,
        /** A redirect by 302. */
        REDIRECT,
        /** A redirect by 301. */
        PERMANENT
    }
}
