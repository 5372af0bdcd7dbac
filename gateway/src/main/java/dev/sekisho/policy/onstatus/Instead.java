package dev.sekisho.policy.onstatus;

import dev.sekisho.model.Property;

/** What comes in place of an error. */
public sealed interface Instead {

    /** A route by its name. */
    record RouteInstead(
            @Property(
                    value =
                            "Name of the route, which may be one that no request matches. It gets the request as it is, with its method and body; where a backend has had some of the body already, the error stays.",
                    example = "fallback")
            String route)
            implements Instead {}

    /** The route of a path. */
    record PathInstead(
            @Property(
                    value =
                            "Path, with a query behind a question mark where wanted, and with placeholders, {status} among them. The route that fits it is asked by GET (HEAD for HEAD) without a body.",
                    example = "\"/errors/{status}.html\"")
            String path)
            implements Instead {}

    /** A redirect. */
    record LocationInstead(
            @Property(
                    value = "Location that the client is sent to, with placeholders, {status} among them.",
                    example = "\"https://status.example.com/?code={status}\"")
            String location)
            implements Instead {}
}
