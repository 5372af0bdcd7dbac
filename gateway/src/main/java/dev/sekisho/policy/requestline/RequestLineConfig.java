package dev.sekisho.policy.requestline;

import dev.sekisho.model.Property;
import dev.sekisho.model.RegexRewrite;
import dev.sekisho.policy.ParameterEdits;
import java.util.Optional;

/** Settings of the {@code request-line} policy. At most one of path and regex. */
public record RequestLineConfig(
        @Property(value = "Method for the backend; not HEAD, CONNECT or TRACE.", example = "POST")
        Optional<String> method,

        @Property(
                value = "Path for the backend, with placeholders, such as {path.NAME} for a variable of the route's"
                        + " path. The route's rewrite runs after it, on this path.",
                example = "/internal/{path.userId}/orders")
        Optional<String> path,

        @Property("A substitution in the path by regular expression.")
        Optional<RegexRewrite> regex,

        @Property(value = "Changes of the query.", defaultValue = "{}")
        ParameterEdits query) {

    /** Another method alone. */
    public static RequestLineConfig ofMethod(String method) {
        return new RequestLineConfig(Optional.of(method), Optional.empty(), Optional.empty(), ParameterEdits.NONE);
    }
}
