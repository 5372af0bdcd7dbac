package dev.sekisho.policy.onstatus;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.ForwardPath;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.Response;
import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.FieldNames.Head;
import dev.sekisho.policy.FieldValue;
import java.util.Optional;

/** What a rule does with an error. Immutable, thread-safe. */
sealed interface Replacing {

    /** Keeps the status of the error; no status of HTTP. */
    int KEEP = -1;

    /** Puts something in the place of the answer of the exchange. */
    Outcome apply(Exchange x);

    /** A route by its name. */
    record ByRoute(Outcome reroute, int status) implements Replacing {
        @Override
        public Outcome apply(Exchange x) {
            if (!x.isBodyWhole()) {
                return Outcome.CONTINUE; // another backend would get a request that the client has not sent
            }
            x.replaceError(of(status, x));
            return reroute;
        }
    }

    /** The route of a path. */
    record ByPath(FieldValue path, Optional<FieldValue> query, int status) implements Replacing {
        @Override
        public Outcome apply(Exchange x) {
            RequestHead head = x.request();
            String asked = query.map(part -> part.query(x)).orElse("");
            if (ForwardPath.replace(head, path.path(x)) != Reason.NONE
                    || ForwardPath.replaceQuery(head, asked) != Reason.NONE) {
                return Outcome.CONTINUE;
            }
            x.replaceError(of(status, x));
            return Outcome.Reroute.MATCHING;
        }
    }

    /** A redirect, which stays the error that it was for the access log. */
    record ByLocation(FieldValue location, int status) implements Replacing {
        @Override
        public Outcome apply(Exchange x) {
            return new Outcome.Reply(Response.of(status)
                    .with(HeaderName.LOCATION, location.location(x))
                    .because(x.reason()));
        }
    }

    private static int of(int status, Exchange x) {
        return status == KEEP ? x.response().status() : status;
    }

    /**
     * As a rule says.
     *
     * @param setting where it stands, for messages
     * @throws IllegalArgumentException where it cannot work
     */
    static Replacing of(String setting, OnStatusRule rule) {
        int status = status(setting + "status", rule.status());
        return switch (rule.to()) {
            case Instead.RouteInstead(String route) -> new ByRoute(new Outcome.Reroute(Optional.of(route)), status);
            case Instead.PathInstead(String path) -> path(setting + "to.path", path, status);
            case Instead.LocationInstead(String location) -> {
                FieldValue.plain(setting + "to.location", location);
                FieldValue text = FieldValue.template(setting + "to.location", location, Head.RESPONSE);
                yield new ByLocation(text, isRedirect(status) ? status : 302);
            }
        };
    }

    private static boolean isRedirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    private static Replacing path(String setting, String text, int status) {
        if (!text.startsWith("/") || text.chars().anyMatch(c -> c <= ' ' || c >= 0x7F || c == '#' || c == '\\')) {
            throw new IllegalArgumentException(setting + ": " + FieldNames.printable(text)
                    + " (expected: a path that begins with /, in ASCII without blanks)");
        }
        int mark = text.indexOf('?');
        String path = mark < 0 ? text : text.substring(0, mark);
        Optional<FieldValue> query = mark < 0
                ? Optional.empty()
                : Optional.of(FieldValue.template(setting, text.substring(mark + 1), Head.RESPONSE));
        return new ByPath(FieldValue.template(setting, path, Head.RESPONSE), query, status);
    }

    private static int status(String setting, String text) {
        if (text.equals("keep")) {
            return KEEP;
        }
        if (text.equals("own")) {
            return 0;
        }
        int number = text.matches("[2-5][0-9]{2}") ? Integer.parseInt(text) : 0;
        if (number == 0 || number == 204 || number == 304) { // these have no body, unlike what is to come
            throw new IllegalArgumentException(setting + ": " + FieldNames.printable(text)
                    + " (expected: keep, own, or a status from 200 to 599 other than 204 and 304)");
        }
        return number;
    }

    /** What comes in place of an error, in words. */
    static String describe(Instead to) {
        return switch (to) {
            case Instead.RouteInstead(String route) -> "route " + route;
            case Instead.PathInstead(String path) -> "path " + path;
            case Instead.LocationInstead(String location) -> "a redirect to " + location;
        };
    }
}
