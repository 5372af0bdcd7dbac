package dev.sekisho.model;

import java.util.Optional;

/**
 * How path and host are changed on the way to the upstream. At most one of stripPrefix, stripMatched, prefix, path and
 * regex; base stands alone or beside stripPrefix or stripMatched.
 *
 * <p>What a path pattern matches of a path: a prefix or template its segments, {@code ^/text} that text, an exact path all
 * of it, a regular expression what it finds first. {@code prefix} and {@code stripMatched} work on exactly that; where a
 * policy has changed the path before, on what the patterns match of the changed path.
 */
public record Rewrite(
        @Property(value = "Path to remove from the front, on a segment boundary.", example = "/api")
        Optional<String> stripPrefix,

        @Property(
                value =
                        "Whether to remove what the path pattern of match has matched: the prefix, the text behind ^, or what "
                                + "the regular expression has found.",
                defaultValue = "false")
        boolean stripMatched,

        @Property(
                "Text to put in place of what the path pattern of match has matched; for patterns that end in /*, a final slash "
                        + "makes no difference.")
        Optional<String> prefix,

        @Property(
                value = "New path; {name} is a variable of the route's template, or a group of its regular expression.",
                example = "/internal/{userId}")
        Optional<String> path,

        @Property("A substitution by regular expression.") Optional<RegexRewrite> regex,

        @Property(value = "Path to put in front of what is left.", example = "/service")
        Optional<String> base,

        @Property(
                value =
                        "How base is joined with what is left: slash (exactly one slash between them) or text (as they are, "
                                + "without the first slash of a path of which nothing was removed).",
                defaultValue = "slash")
        Join join,

        @Property(
                value =
                        "Host header for the upstream: keep (as the client sent it), target (the target's address), or a name, in which placeholders "
                                + "of the request may stand, as in request-headers. Where nothing comes of them, it is the target's "
                                + "address; where what comes is no host, the request is answered 400.",
                defaultValue = "keep")
        String host) {

    /** Changes nothing. */
    public static final Rewrite NONE =
            new Rewrite(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), "keep");

    /** How a base is joined with what is left of the path. */
    public enum Join {
        /**
         * Exactly one slash stands between them. Where nothing is left, the result ends in a slash if the path did; for the
         * path {@code /} it is the base as it is. Kong's {@code path_handling: v0}.
         */
        SLASH,
        /**
         * What is left is appended as it is, but of two slashes that meet one goes; of a path of which nothing was to be
         * removed, the first slash is left out. Kong's {@code path_handling: v1}.
         */
        TEXT
    }

    /** A rewrite that neither removes what was matched nor puts a base in front. */
    public Rewrite(
            Optional<String> stripPrefix,
            Optional<String> prefix,
            Optional<String> path,
            Optional<RegexRewrite> regex,
            String host) {
        this(stripPrefix, false, prefix, path, regex, Optional.empty(), Join.SLASH, host);
    }
}
