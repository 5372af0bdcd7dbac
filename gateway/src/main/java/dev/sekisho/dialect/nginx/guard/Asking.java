package dev.sekisho.dialect.nginx.guard;

import dev.sekisho.dialect.nginx.config.Settings;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.model.PrincipalUser;
import java.util.List;
import java.util.Optional;

/** Who is asked who he is. */
final class Asking {

    private Asking() {}

    /** The directive where it is there and not {@code off}. */
    static Optional<Directive> one(Settings settings, String name) {
        return settings.one(name)
                .filter(each -> !each.args().isEmpty() && !each.arg(0).equals("off"));
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

    /** Whether a limit counts by who the client is, which nginx takes from what clients say, true or not; reported. */
    static boolean isByClient(PrincipalUser limit, Directive use, Notes notes) {
        if (limit.withoutPrincipal().isEmpty()) {
            return false;
        }
        notes.notHonoured(
                use,
                "counts by who the client says that it is, true or not; here nobody is known where it counts",
                "count by $binary_remote_addr, or by a field such as $http_authorization");
        return true;
    }
}
