package dev.sekisho.dialect.nginx.guard;

import dev.sekisho.dialect.nginx.config.Settings;
import dev.sekisho.dialect.nginx.draft.Aspect;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.draft.RouteDraft;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.upstream.Pass;
import dev.sekisho.model.Mirror;
import dev.sekisho.model.Rewrite;
import dev.sekisho.model.Size;
import java.util.List;
import java.util.Optional;

/** {@code mirror}: copies of requests for a service whose answers nobody waits for. */
final class Mirrors implements Aspect {

    private static final long LARGEST = 16L << 20; // bytes, of the model
    private static final String SAME_TARGET = "$request_uri";

    private final Guards guards;
    private final Subrequests subrequests;

    Mirrors(Guards guards) {
        this.guards = guards;
        this.subrequests = new Subrequests(guards);
    }

    @Override
    public void apply(Place place, RouteDraft route) {
        List<Directive> uses = place.settings().all("mirror").stream()
                .filter(each -> !each.arg(0).equals("off"))
                .toList();
        if (uses.isEmpty()) {
            return;
        }
        for (Directive more : uses.subList(1, uses.size())) {
            guards.notes().notHonoured(more, "is a second mirror: copies go to one service", "remove it");
        }
        Directive use = uses.getFirst();
        if (isAlike(place, use)) {
            subrequests.find(place, use).ifPresent(target -> copyTo(target, place, use, route));
        }
    }

    /** Whether the place's own service gets what the client asked for, since the copy is one of what that service gets. */
    private boolean isAlike(Place place, Directive use) {
        Optional<Pass> pass = Pass.of(place.settings());
        boolean alike = pass.filter(each -> each.uri().map(SAME_TARGET::equals).orElse(true))
                        .isPresent()
                && place.location().stream()
                        .allMatch(location -> location.steps().isEmpty());
        if (!alike) {
            guards.notes()
                    .notHonoured(
                            use,
                            "stands where path or query are changed, or where no service is asked: a copy is one of what the"
                                    + " service gets",
                            "mirror where proxy_pass has no URI");
        }
        if (!place.settings().isOn("mirror_request_body")) {
            guards.notes()
                    .notHonoured(
                            place.settings().one("mirror_request_body").orElse(use),
                            "is not honoured: copies bear the body",
                            "remove it");
            return false;
        }
        return alike;
    }

    private void copyTo(Subrequests.Target target, Place place, Directive use, RouteDraft route) {
        Optional<Rewrite> rewrite = new CopyTarget(target).rewrite();
        if (rewrite.isEmpty()) {
            guards.notes()
                    .notHonoured(
                            use,
                            "leads to " + target.location() + ", whose proxy_pass has a URI with variables or a query",
                            "write " + SAME_TARGET + " at the end of its proxy_pass, or a fixed path");
            return;
        }
        guards.naming()
                .named(target.place(), target.pass())
                .ifPresent(name ->
                        route.mirror(new Mirror(name, 100, body(place.settings(), use), Optional.empty(), rewrite)));
    }

    private Size body(Settings settings, Directive use) {
        long most = settings.bytes("client_max_body_size").orElse(0);
        boolean whole = most > 0 && most <= LARGEST;
        guards.notes()
                .differs(
                        use,
                        "copies the fields that the service of its place gets, and Host where proxy_set_header makes it of variables"
                                + (whole ? "" : ", and nothing of requests with more than 16m of a body"),
                        whole ? "" : "write a smaller client_max_body_size where all are to be copied");
        return new Size(whole ? most : LARGEST);
    }
}
