package dev.sekisho.dialect.kinds;

import static dev.sekisho.dialect.DiagnosticKind.error;
import static dev.sekisho.dialect.DiagnosticKind.warning;

import dev.sekisho.dialect.DiagnosticKind;
import java.util.List;

/** Routes. */
final class RouteKinds {

    static final List<DiagnosticKind> ALL = List.of(
            error(
                    "model.method",
                    "a method that is none, or not in capitals",
                    "Methods are tokens whose case counts (RFC 9110 section 9.1): get is not GET, and would match nothing.",
                    "Write the method in capitals."),
            error(
                    "model.header",
                    "a header name or value that cannot be sent",
                    "Names are tokens (RFC 9110 section 5.1), told apart without regard to case; a line break in a value "
                            + "would end the field and begin another one.",
                    "Correct the name, or remove control characters from the value."),
            error(
                    "model.pointer",
                    "a JSON pointer that is none",
                    "ignoreJson names members by JSON pointers (RFC 6901), which begin with a slash; * stands for every "
                            + "item.",
                    "Write it as /items/*/updatedAt."),
            error(
                    "model.regex",
                    "a regular expression that costs too much",
                    "Expressions run in time linear in the text, but counted repetitions inside each other multiply the "
                            + "size of the automaton: a few characters could fill the memory.",
                    "Use fewer or smaller repetitions inside each other."),
            error(
                    "model.rewrite",
                    "a rewrite that cannot be done",
                    "One way of rewriting is used at a time; a path begins with a slash; a prefix can be replaced only "
                            + "where every path of the match has one; a host is a name, keep or target.",
                    "Keep one of stripPrefix, prefix, path and regex, and correct its value."),
            error(
                    "model.variable",
                    "a path variable that not every path of the route has",
                    "A variable such as {userId} takes its value from the template in match.path. On a path without it, the "
                            + "new path would have a hole.",
                    "Add the variable to each path of the match, or make two routes."),
            error(
                    "model.status",
                    "a status that is out of range",
                    "Pages of errors are for statuses from 400 to 599, and are sent with one from 200 to 599.",
                    "Correct the status."),
            error(
                    "model.redirect",
                    "a redirect that leads nowhere",
                    "Scheme, host and path become the Location field (RFC 9110 section 10.2.2); 304, 305 and 306 are no "
                            + "redirects to a location.",
                    "Correct what the message names; leave scheme, host or path out to keep those of the request."),
            error(
                    "model.files",
                    "settings of files that cannot work",
                    "Files are looked for below a root, at paths that start with / or {path}; an index is the name of a file.",
                    "Correct what the message names."),
            error(
                    "model.within",
                    "a text of within that no path starts with",
                    "within tells how paths start that a route takes part in; paths start with / and are in normal form "
                            + "(docs/routing.md).",
                    "Write how the path starts."),
            error(
                    "model.sni",
                    "a name in match.sni with a port",
                    "A client asks for a name alone in its TLS handshake (RFC 6066 section 3).",
                    "Write the name without its port."),
            error(
                    "model.variables",
                    "more variables than a route may have",
                    "Variables of templates and groups of expressions are noted for each request, 32 at most; a named group "
                            + "counts twice, since it has a number too.",
                    "Write (?:...) for a group whose text is not needed."),
            error(
                    "model.no-shares",
                    "a split whose shares all weigh 0",
                    "Requests are divided by weight; with no weight there is nobody to send them to.",
                    "Give at least one share a weight above 0."),
            warning(
                    "model.no-call",
                    "timeout, retry, fallback or mirror where no upstream is called",
                    "The route answers by itself; these settings do nothing.",
                    "They are about calls of upstreams, and a redirect or fixed response makes none.",
                    "Remove them, or send the route to an upstream."),
            warning(
                    "model.no-such-labels",
                    "labels that no target of the upstream has",
                    "Every request of the route, or of the share, is answered 503 for want of a target.",
                    "Labels choose among the targets of an upstream: all that the route names must be on the target.",
                    "Correct the labels, or add them to the targets that are meant."),
            warning(
                    "model.same-cookie",
                    "one cookie for a split and for an upstream of it",
                    "Clients do not stay where they were: the split and the upstream overwrite each other's cookie.",
                    "Each of the two keeps a number of its own in its cookie, by which it knows its choice again.",
                    "Give one of the two cookies another name."));

    private RouteKinds() {}
}
