package dev.sekisho.dialect.nginx.guard;

import dev.sekisho.dialect.nginx.config.Location;
import dev.sekisho.dialect.nginx.config.LocationTree;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.upstream.Pass;
import java.util.Optional;

/** What {@code auth_request} and {@code mirror} lead to: a location of the same server, which passes their requests on. */
final class Subrequests {

    private final Guards guards;

    /**
     * A location that was found.
     *
     * @param uri what the directive names
     * @param place the location
     * @param location the location itself
     * @param pass what it passes requests to
     */
    record Target(String uri, Place place, Location location, Pass pass) {}

    Subrequests(Guards guards) {
        this.guards = guards;
    }

    /** What the directive leads to; nothing where that cannot be honoured, which is reported. */
    Optional<Target> find(Place from, Directive use) {
        String uri = use.arg(0);
        if (!uri.startsWith("/") || !uri.chars().allMatch(c -> c > ' ' && c < 0x7F && "?#%\\{}$".indexOf(c) < 0)) {
            return refuse(use, "does not name a path of plain characters");
        }
        LocationTree.Choice choice = from.server().locations().find(uri);
        if (choice.location().isEmpty() || choice.addSlash()) {
            return refuse(use, "leads to no location of this server");
        }
        Location location = choice.location().get();
        Optional<Pass> pass = Pass.of(location.settings());
        if (pass.isEmpty() || pass.get().isGrpc()) {
            return refuse(use, "leads to " + location + ", which passes requests to no service by proxy_pass");
        }
        if (!location.steps().isEmpty()) {
            return refuse(use, "leads to " + location + ", which has steps of the rewrite module");
        }
        if (pass.get().host().indexOf('$') >= 0) {
            return refuse(use, "leads to " + location + ", whose proxy_pass names a service by a variable");
        }
        Place place = new Place(
                from.in(),
                from.server(),
                Optional.of(location),
                location.settings(),
                from.route(),
                location.directive().at());
        return Optional.of(new Target(uri, place, location, pass.get()));
    }

    private Optional<Target> refuse(Directive use, String why) {
        guards.notes()
                .notHonoured(
                        use,
                        why
                                + " (expected: a location with proxy_pass to a named service, and nothing that changes the path)",
                        "write such a location");
        return Optional.empty();
    }
}
