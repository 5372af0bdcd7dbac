package dev.sekisho.dialect.nginx.log;

import dev.sekisho.dialect.nginx.config.NginxConfig;
import dev.sekisho.dialect.nginx.draft.Aspect;
import dev.sekisho.dialect.nginx.draft.DraftKinds;
import dev.sekisho.dialect.nginx.draft.Translation;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.model.AccessLog;
import dev.sekisho.model.Telemetry;
import java.util.List;

/** What a configuration says of logs of requests. */
public final class LogAspects {

    static final String ACCESS_LOG = "access_log";

    private LogAspects() {}

    /** Logs of places: policy {@code log}. */
    public static List<Aspect> of(Translation in) {
        return List.of(new AccessLogs(in, hasLogs(in.config().http())), new IdleLogSettings(in.report()));
    }

    /**
     * What the gateway tells by itself: no access log of its own where the configuration says anything of one; else that, in
     * place of the file that nginx was built for.
     */
    public static Telemetry telemetry(Translation in) {
        NginxConfig.Part http = in.config().http();
        if (hasLogs(http)) {
            return new Telemetry(AccessLog.OFF, true, List.of());
        }
        http.servers().servers().stream()
                .findFirst()
                .ifPresent(server -> in.report()
                        .add(
                                DraftKinds.DIFFERS,
                                server.directive().at(),
                                "no access_log: nginx logs requests to the file that it was built for; the gateway logs"
                                        + " them to standard output, as JSON (write access_log with the name of a file,"
                                        + " or off)",
                                ""));
        return Telemetry.DEFAULT;
    }

    private static boolean hasLogs(NginxConfig.Part http) {
        return !http.settings().all(ACCESS_LOG).isEmpty()
                || http.servers().servers().stream().anyMatch(server -> hasLogs(server.directive()));
    }

    private static boolean hasLogs(Directive block) {
        return block.inside().stream().anyMatch(each -> each.name().equals(ACCESS_LOG) || hasLogs(each));
    }
}
