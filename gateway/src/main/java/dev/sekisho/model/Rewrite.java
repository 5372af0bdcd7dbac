package dev.sekisho.model;

import java.util.Optional;

/** How path and host are changed on the way to the upstream. At most one of stripPrefix, prefix, path and regex. */
public record Rewrite(
        @Property(value = "Path to remove from the front, on a segment boundary.", example = "/api")
        Optional<String> stripPrefix,

        @Property("Path to put in place of the matched prefix of the route.")
        Optional<String> prefix,

        @Property(value = "New path; {name} is a variable of the route's template.", example = "/internal/{userId}")
        Optional<String> path,

        @Property("A substitution by regular expression.") Optional<RegexRewrite> regex,

        @Property(
                value =
                        "Host header for the upstream: keep (as the client sent it), target (the target's address), or a name.",
                defaultValue = "keep")
        String host) {

    /** Changes nothing. */
    public static final Rewrite NONE =
            new Rewrite(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), "keep");
}
