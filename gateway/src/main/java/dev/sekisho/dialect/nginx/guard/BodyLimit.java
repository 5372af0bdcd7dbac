package dev.sekisho.dialect.nginx.guard;

import dev.sekisho.dialect.nginx.config.Settings;
import dev.sekisho.dialect.nginx.draft.Aspect;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.draft.RouteDraft;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.model.Origin;
import dev.sekisho.model.Size;
import dev.sekisho.policy.sizelimit.SizeLimitConfig;
import java.util.Optional;

/** {@code client_max_body_size}: 1 MiB where nothing is said; 0 for no limit. */
final class BodyLimit implements Aspect {

    private final Notes notes;

    BodyLimit(Notes notes) {
        this.notes = notes;
    }

    private static final long LARGEST = 1L << 40; // of the policy; nobody sends that much

    @Override
    public void apply(Place place, RouteDraft route) {
        Settings settings = place.settings();
        long bytes = settings.bytes("client_max_body_size").orElse(0);
        if (bytes == 0 || bytes > LARGEST) {
            return;
        }
        boolean answers = place.location().stream()
                .flatMap(location -> location.steps().stream())
                .anyMatch(step -> step.directive().name().equals("return"));
        if (answers) {
            settings.one("client_max_body_size")
                    .ifPresent(each -> notes.differs(
                            each,
                            "a location that answers by return does so whatever the size of the body, which nobody reads.",
                            ""));
        }
        Origin at = settings.one("client_max_body_size").map(Directive::at).orElse(place.at());
        route.policy(
                Asking.type(settings, "size-limit"),
                new SizeLimitConfig(
                        Optional.of(new Size(bytes)),
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                at);
    }
}
