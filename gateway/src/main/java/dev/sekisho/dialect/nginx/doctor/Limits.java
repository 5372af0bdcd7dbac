package dev.sekisho.dialect.nginx.doctor;

import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.nginx.config.NginxConfig;
import dev.sekisho.dialect.nginx.config.Zone;
import dev.sekisho.dialect.nginx.variables.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Limits whose key is empty for some requests. */
final class Limits {

    private static final List<String> PREFIXES =
            List.of("http_", "arg_", "cookie_", "ssl_client_", "upstream_", "sent_http_", "jwt_");
    private static final Set<String> NAMES =
            Set.of("remote_user", "args", "query_string", "content_type", "content_length");
    private static final Set<String> ALWAYS = Set.of("http_host"); // requests without it are refused, but for HTTP/1.0

    private Limits() {}

    static List<Diagnostic> examine(NginxConfig.Part http) {
        List<Diagnostic> found = new ArrayList<>();
        for (Zone zone : http.zones()) {
            if (!zone.key().isEmpty() && mayBeEmpty(zone.key())) {
                found.add(Doctor.diagnostic(
                        NginxKinds.EMPTY_KEY,
                        zone.directive().at(),
                        zone.directive().name() + " " + zone.key() + " zone=" + zone.name()
                                + ": does not count requests without " + zone.key()));
            }
        }
        return found;
    }

    /** Whether it has nothing but variables that the client may leave out. */
    private static boolean mayBeEmpty(String key) {
        try {
            return Template.parse(key).parts().stream().allMatch(Limits::mayBeEmpty);
        } catch (Template.InvalidTemplateException e) {
            return false;
        }
    }

    private static boolean mayBeEmpty(Template.Part part) {
        return part instanceof Template.Variable variable
                && !ALWAYS.contains(variable.name())
                && (NAMES.contains(variable.name()) || PREFIXES.stream().anyMatch(variable.name()::startsWith));
    }
}
