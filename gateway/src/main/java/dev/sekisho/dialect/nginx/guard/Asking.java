package dev.sekisho.dialect.nginx.guard;

import dev.sekisho.dialect.nginx.config.Settings;
import dev.sekisho.dialect.nginx.syntax.Directive;
import java.util.List;
import java.util.Optional;

/** Who is asked who he is. */
final class Asking {

    private Asking() {}

    /** The directive where it is there and not {@code off}. */
    static Optional<Directive> one(Settings settings, String name) {
        return settings.one(name).filter(each -> !each.args().isEmpty() && !each.arg(0).equals("off"));
    }

    /** Whether a place looks at who asks. */
    static boolean isGuarded(Settings settings) {
        return !settings.all("allow").isEmpty()
                || List.of("auth_basic", "auth_request", "auth_jwt").stream()
                        .anyMatch(name -> one(settings, name).isPresent());
    }

    /**
     * The policy type of a limit: nginx looks at limits before it looks at who asks (phases {@code PREACCESS} and {@code ACCESS} of
     * nginx.org/en/docs/dev/development_guide.html#http_phases), so where somebody does, it is the early one.
     */
    static String type(Settings settings, String type) {
        return isGuarded(settings) ? "early-" + type : type;
    }
}
