package dev.sekisho.dataplane;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the route of an exchange: of one that begins, and of one whose policies send it elsewhere. On the exchange's loop.
 *
 * <p>What becomes of an exchange that changes its route follows nginx's rewrites and internal redirects (documentation of its modules
 * rewrite and core, error_page).
 */
public final class Routing {

    /** How often an exchange may change its route; as many as nginx allows. */
    static final int MOST = 10;

    private static final Logger LOG = LoggerFactory.getLogger(Routing.class);
    private static final int NO_ROUTE = 0; // number of what answers where no route matches

    /** Fields that ask for less than a whole answer (RFC 9110 sections 13.1 and 14.2), which is to stand in another one's place. */
    private static final List<HeaderName> CONDITIONS = Stream.of(
                    "If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "If-Range", "Range")
            .map(HeaderName::of)
            .toList();

    private Routing() {}

    /** Finds the route of an exchange that begins, and starts its chain. */
    public static void begin(Exchange x) {
        x.route(x.generation().route(x));
        Reason refused = refused(x);
        if (refused == Reason.NONE) {
            ChainRunner.start(x);
        } else {
            ChainRunner.fail(x, refused);
        }
    }

    /** Why the route cannot serve the request; {@link Reason#NONE} where it can. */
    private static Reason refused(Exchange x) {
        if (x.request().hasEncodedSeparators() && !x.route().encodedSeparators()) {
            return Reason.PATH_SEPARATOR;
        }
        boolean connects = x.request().method() == Method.CONNECT && x.route().id() == NO_ROUTE;
        return connects ? Reason.CONNECT : Reason.NONE; // of a host or port that no route asks for
    }

    /**
     * Sends the exchange to another route, whose request half is to go on with the outcome; or, where a response was there and it has changed
     * its route too often, leaves it as it was, with an error for an outcome.
     */
    static Outcome elsewhere(Exchange x, Outcome.Reroute to) {
        if (x.detour.reroutes >= MOST) {
            return error(x, Reason.ROUTE_CYCLE);
        }
        boolean answered = x.responding;
        leave(x);
        if (answered) {
            becomeAnother(x, to.route().isEmpty());
        }
        Optional<ServedRoute> next = find(x, to);
        if (next.isEmpty()) { // configurations that name a route that is not there are not loaded
            LOG.error("route {}: not there; answered 500", to.route().orElse(""));
            return error(x, Reason.INTERNAL);
        }
        x.route(next.get());
        Reason refused = refused(x);
        return refused == Reason.NONE ? Outcome.CONTINUE : error(x, refused);
    }

    /** The route that an exchange is sent to; empty where there is none of that name. */
    public static Optional<ServedRoute> find(Exchange x, Outcome.Reroute to) {
        x.detour.reroutes++;
        return to.route().isEmpty()
                ? Optional.of(x.generation().route(x))
                : x.generation().route(x, to.route().get());
    }

    private static Outcome error(Exchange x, Reason reason) {
        return new Outcome.Reply(ErrorTemplate.answer(x, reason, reason.status()));
    }

    /** Ends all that the present route has under way: its call, its policies, the response that there may be. */
    private static void leave(Exchange x) {
        ChainRunner.giveUp(x);
        x.renewBodies();
        x.detour.leaving = true;
        ChainRunner.endPolicies(x);
        x.detour.leaving = false;
        x.newChain();
        x.response().clear();
        x.request().forwardAsAsked();
    }

    /** An answer was there: the request is asked once more, or another one in its place. */
    private static void becomeAnother(Exchange x, boolean byPath) {
        if (byPath || !x.isBodyWhole()) {
            x.discardBody();
        }
        if (byPath) {
            x.request().becomeGet();
        }
        if (byPath || x.detour.kept != 0) {
            CONDITIONS.forEach(x.request().headers()::remove);
        }
    }

    /**
     * Gives an answer in place of an error the status of that error, or another one that was wanted, and its challenge, without which a
     * client could not authenticate (RFC 9110 section 15.5.2).
     */
    static void dress(Exchange x) {
        int status = x.detour.kept;
        x.detour.kept = 0;
        ResponseHead head = x.response();
        List<String> challenges = x.detour.keptChallenges;
        x.detour.keptChallenges = List.of();
        if (!head.headers().contains(HeaderName.WWW_AUTHENTICATE)) {
            challenges.forEach(challenge -> head.headers().add(HeaderName.WWW_AUTHENTICATE, challenge));
        }
        if (status == 0) {
            return;
        }
        boolean meant = x.reason().side() == Reason.Side.NONE && x.reason() != Reason.REDIRECT;
        if (meant && !head.isBodiless(Method.GET)) { // with another status it would promise a body
            head.status(status);
            x.reason(x.detour.keptReason);
            x.detour.dressed = true;
        }
    }
}
