package dev.sekisho.dialect.nginx.guard;

import dev.sekisho.dialect.nginx.config.Settings;
import dev.sekisho.dialect.nginx.draft.Aspect;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.draft.RouteDraft;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.upstream.Pass;
import dev.sekisho.model.Mirror;
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
            subrequests
                    .find(place, use)
                    .filter(target -> isSameTarget(use, target))
                    .flatMap(target -> guards.naming().named(target.place(), target.pass()))
                    .ifPresent(
                            name -> route.mirror(new Mirror(name, 100, body(place.settings(), use), Optional.empty())));
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

    private boolean isSameTarget(Directive use, Subrequests.Target target) {
        boolean same = target.pass().uri().map(SAME_TARGET::equals).orElse(false);
        if (!same) {
            guards.notes()
                    .notHonoured(
                            use,
                            "leads to " + target.location()
                                    + ", which does not pass on the target that the client asked for",
                            "write " + SAME_TARGET + " at the end of its proxy_pass");
        }
        return same;
    }

    private Size body(Settings settings, Directive use) {
        long most = settings.bytes("client_max_body_size").orElse(0);
        boolean whole = most > 0 && most <= LARGEST;
        guards.notes()
                .differs(
                        use,
                        "copies what the service of its place gets, fields and Host included"
                                + (whole ? "" : ", and nothing of requests with more than 16m of a body"),
                        whole ? "" : "write a smaller client_max_body_size where all are to be copied");
        return new Size(whole ? most : LARGEST);
    }
}
