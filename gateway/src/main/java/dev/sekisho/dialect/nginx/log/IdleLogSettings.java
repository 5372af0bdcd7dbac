package dev.sekisho.dialect.nginx.log;

import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.nginx.draft.Aspect;
import dev.sekisho.dialect.nginx.draft.DraftKinds;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.draft.RouteDraft;
import dev.sekisho.dialect.nginx.syntax.Directive;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Settings of logs that mean nothing here; each directive is told once. Belongs to one translation. */
final class IdleLogSettings implements Aspect {

    private static final Map<String, String> REASONS = Map.of(
            "open_log_file_cache", "log files stay open as long as the configuration names them",
            "log_not_found", "a file that is not there is told by the status in the access log alone",
            "log_subrequest", "subrequests are logged by no access log",
            "rewrite_log", "sekisho explain tells what steps do to a request");

    private final Report report;
    private final Set<String> told = new HashSet<>();

    IdleLogSettings(Report report) {
        this.report = report;
    }

    @Override
    public void apply(Place place, RouteDraft route) {
        REASONS.forEach((name, reason) -> place.settings().one(name).ifPresent(each -> tell(each, reason)));
        boolean ofServer =
                place.settings().isOwn("error_log") || place.server().settings().isOwn("error_log");
        if (ofServer) {
            place.settings()
                    .one("error_log")
                    .ifPresent(each -> tell(each, "the gateway writes one error log, that of the main level"));
        }
    }

    private void tell(Directive directive, String reason) {
        if (told.add(directive.at().toString())) {
            report.add(DraftKinds.NO_EFFECT, directive.at(), directive + " " + reason, "");
        }
    }
}
