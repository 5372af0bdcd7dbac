package dev.sekisho.dialect.nginx.log;

import dev.sekisho.dialect.nginx.draft.Aspect;
import dev.sekisho.dialect.nginx.draft.DraftKinds;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.draft.RouteDraft;
import dev.sekisho.dialect.nginx.draft.Translation;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.model.Origin;
import dev.sekisho.policy.log.AlsoLogConfig;
import dev.sekisho.policy.log.LogConfig;
import dev.sekisho.policy.log.LogQueueConfig;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code access_log} (nginx.org/en/docs/http/ngx_http_log_module.html) as the policy {@code log}. Belongs to one translation. */
final class AccessLogs implements Aspect {

    private static final String TYPE = "log";

    private final Translation in;
    private final boolean hasLogs;
    private final LogFormats formats;
    private final Set<String> told = new HashSet<>();

    /**
     * Those of a translation.
     *
     * @param hasLogs whether the configuration says anything of them at all
     */
    AccessLogs(Translation in, boolean hasLogs) {
        this.in = in;
        this.hasLogs = hasLogs;
        this.formats = new LogFormats(in.config().http().settings().all("log_format"), this::tell);
    }

    @Override
    public void apply(Place place, RouteDraft route) {
        List<Directive> logs = place.settings().all(LogAspects.ACCESS_LOG);
        if (logs.isEmpty() && hasLogs) {
            Origin at = place.server().directive().at();
            tell(
                    at,
                    "server: no access_log counts in it, so that its requests stand in no log; nginx logs them to the file"
                            + " that it was built for (write access_log with the name of a file, or off)");
        }
        boolean off = logs.stream().anyMatch(each -> each.arg(0).equals("off"));
        if (off) {
            return;
        }
        List<AlsoLogConfig> all =
                logs.stream().flatMap(each -> log(place, each).stream()).toList();
        if (!all.isEmpty()) {
            route.policy(TYPE, config(all), logs.getFirst().at());
        }
    }

    /** A difference, each once. */
    private void tell(Origin at, String message) {
        if (told.add(at + message)) {
            in.report().add(DraftKinds.DIFFERS, at, message, "");
        }
    }

    private static LogConfig config(List<AlsoLogConfig> all) {
        AlsoLogConfig first = all.getFirst();
        return new LogConfig(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                first.file(),
                first.syslog(),
                Map.of(),
                Optional.of(first.line()),
                List.of(),
                LogQueueConfig.DEFAULT,
                first.form(),
                first.when(),
                all.subList(1, all.size()));
    }

    private Optional<AlsoLogConfig> log(Place place, Directive log) {
        if (log.arg(0).equals("/dev/null")) {
            return Optional.empty();
        }
        LogFormats.Format format = formats.named(log.args().size() > 1 ? log.arg(1) : "combined", log.at());
        buffering(log);
        String line = format.line(place.in().texts().in(place.server(), place.settings()));
        Optional<String> when = log.texts().stream()
                .filter(each -> each.startsWith("if="))
                .map(each -> place.text(each.substring(3), log.at()))
                .findFirst();
        LogTargets targets = new LogTargets(in, this::tell);
        return line.isEmpty() ? Optional.empty() : targets.log(log, line, format.form(), when);
    }

    private void buffering(Directive log) {
        for (String text : log.texts()) {
            if (text.startsWith("gzip") && (text.length() == 4 || text.charAt(4) == '=')) {
                tell(log.at(), log + " gzip: lines are written as they are, not compressed");
            } else if (text.startsWith("buffer=") || text.startsWith("flush=")) {
                tell(log.at(), log + " " + text + ": lines are written together as they come, within moments");
            }
        }
    }
}
