package dev.sekisho.dialect.nginx.guard;

import dev.sekisho.dialect.nginx.config.Settings;
import dev.sekisho.dialect.nginx.draft.Aspect;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.draft.RouteDraft;
import dev.sekisho.dialect.nginx.syntax.Directive;
import java.util.List;
import java.util.Optional;

/** Limits that there are none of here, and tuning of them. */
final class Unlimited implements Aspect {

    private static final List<String> BUFFERS = List.of(
            "client_body_buffer_size", "client_body_in_single_buffer", "client_body_temp_path", "auth_jwt_key_cache");

    private final Guards guards;

    Unlimited(Guards guards) {
        this.guards = guards;
    }

    @Override
    public void apply(Place place, RouteDraft route) {
        Settings settings = place.settings();
        Notes notes = guards.notes();
        given(settings, "limit_rate", "0")
                .ifPresent(each -> notes.notHonoured(
                        each,
                        "is not honoured: answers are sent as fast as clients take them",
                        "remove it; limit_req and limit_conn bound what a client takes"));
        given(settings, "limit_rate_after", "0")
                .ifPresent(each -> notes.noEffect(each, "has no effect without limit_rate"));
        settings.one("auth_delay")
                .filter(each -> settings.milliseconds("auth_delay").orElse(0) > 0)
                .ifPresent(each -> notes.notHonoured(
                        each,
                        "is not honoured: a refusal is sent at once; a wrong password takes as long as that of the slowest"
                                + " hash, whoever it is for",
                        "remove it, and limit guesses by limit_req, which counts them too"));
        for (String name : BUFFERS) {
            settings.one(name)
                    .ifPresent(each ->
                            notes.noEffect(each, "has no effect: bodies pass on piece by piece, keys are kept"));
        }
        given(settings, "client_body_in_file_only", "off")
                .ifPresent(each ->
                        notes.notHonoured(each, "is not honoured: bodies are never written to files", "remove it"));
    }

    private static Optional<Directive> given(Settings settings, String name, String none) {
        return settings.one(name).filter(each -> !each.arg(0).equals(none));
    }
}
