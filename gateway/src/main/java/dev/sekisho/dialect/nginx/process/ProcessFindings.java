package dev.sekisho.dialect.nginx.process;

import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.nginx.config.NginxConfig;
import dev.sekisho.dialect.nginx.config.Settings;
import dev.sekisho.dialect.nginx.draft.DraftKinds;
import dev.sekisho.dialect.nginx.syntax.Directive;
import java.util.LinkedHashMap;
import java.util.Map;

/** What directives outside http and stream do not do here, each with its reason. */
public final class ProcessFindings {

    private static final Map<String, String> MAIN = reasons(
            "master_process", "there is one process that serves, with an event loop for each worker",
            "lock_file", "event loops need no lock to accept connections",
            "worker_cpu_affinity", "the system places the threads of event loops",
            "worker_priority", "all threads have the priority of the process; nice(1) or the service unit sets it",
            "worker_rlimit_core", "the service unit sets it (LimitCORE)",
            "working_directory", "the process stays in the folder that it was started in",
            "env", "the process keeps the whole environment that it was started with",
            "timer_resolution", "each event loop keeps its own time",
            "debug_points", "there are no such points",
            "ssl_engine", "TLS is done in software",
            "thread_pool", "files are read by threads that grow with what there is to do",
            "pcre_jit", "expressions are matched by another engine");
    private static final Map<String, String> EVENTS = reasons(
            "use", "the best method of the system is found at the start",
            "multi_accept", "an event loop takes what waits, fairly beside other events",
            "accept_mutex", "each event loop has a listening socket of its own",
            "accept_mutex_delay", "each event loop has a listening socket of its own",
            "worker_aio_requests", "files are read by threads",
            "debug_connection", "the log has one level for all connections");

    private ProcessFindings() {}

    private static Map<String, String> reasons(String... pairs) {
        Map<String, String> reasons = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            reasons.put(pairs[i], pairs[i + 1]);
        }
        return reasons;
    }

    /** Reports them, in the order of this list. */
    public static void report(NginxConfig config, Report report) {
        MAIN.forEach((name, why) -> noEffect(config.main(), name, why, report));
        EVENTS.forEach((name, why) -> {
            if (config.events().isOwn(name)) {
                noEffect(config.events(), name, why, report);
            }
        });
        for (Directive each : config.main().all("error_log")) {
            target(each, report);
        }
    }

    private static void noEffect(Settings settings, String name, String why, Report report) {
        settings.all(name).forEach(each -> report.add(DraftKinds.NO_EFFECT, each.at(), each + " " + why, ""));
    }

    private static void target(Directive log, Report report) {
        String name = log.arg(0);
        if (name.startsWith("memory:")) {
            report.add(DraftKinds.NO_EFFECT, log.at(), log + " no log is kept in memory for a debugger", "");
        } else if (name.startsWith("syslog:") && name.contains("server=unix:")) {
            report.add(
                    DraftKinds.DIFFERS,
                    log.at(),
                    log + " goes to standard error, since datagrams to a socket in the file system cannot be sent",
                    "name an address, such as syslog:server=127.0.0.1");
        }
    }
}
