package dev.sekisho.dialect.nginx.process;

import dev.sekisho.dialect.nginx.config.NginxConfig;
import dev.sekisho.dialect.nginx.config.Settings;
import dev.sekisho.dialect.nginx.directive.Values;
import dev.sekisho.dialect.nginx.syntax.Directive;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a configuration says of the process, by nginx.org/en/docs/ngx_core_module.html. Immutable.
 *
 * @param pid the pid file as it is written; empty where it is left to the program
 * @param isDaemon whether it serves in the background
 * @param workers event loops; empty for one on each processor
 * @param connections connections of one worker
 * @param descriptors files that a worker may have open; empty where that is left to the system
 * @param user who workers are to run as, where it is written
 * @param shutdownTimeout how long what is under way may take after QUIT; empty for as long as it takes
 * @param errorLogs where the program's own log goes; empty where it is left to the program
 */
public record ProcessSettings(
        Optional<String> pid,
        boolean isDaemon,
        OptionalInt workers,
        int connections,
        OptionalLong descriptors,
        Optional<Directive> user,
        Optional<Duration> shutdownTimeout,
        List<LogTarget> errorLogs) {

    private static final int MOST_WORKERS = 1024;

    /** Copies the list. */
    public ProcessSettings {
        errorLogs = List.copyOf(errorLogs);
    }

    /**
     * A place that the program's log goes to.
     *
     * @param directive where it is written
     * @param name a file, {@code stderr}, or {@code syslog:} or {@code memory:} with what follows
     * @param level the lowest level that goes there, such as {@code warn}
     */
    public record LogTarget(Directive directive, String name, String level) {

        private static LogTarget of(Directive directive) {
            List<String> texts = directive.texts();
            String level = texts.size() < 2 ? "error" : texts.get(1).startsWith("debug") ? "debug" : texts.get(1);
            return new LogTarget(directive, texts.getFirst(), level);
        }
    }

    /** What a configuration says. */
    public static ProcessSettings of(NginxConfig config) {
        Settings main = config.main();
        return new ProcessSettings(
                main.one("pid").map(each -> each.arg(0)),
                main.isOn("daemon"),
                workers(main.text("worker_processes")),
                Math.clamp(number(config.events().text("worker_connections")).orElse(512), 1, Integer.MAX_VALUE),
                main.one("worker_rlimit_nofile")
                        .map(each -> number(each.arg(0)))
                        .orElse(OptionalLong.empty()),
                main.one("user"),
                main.one("worker_shutdown_timeout")
                        .flatMap(each -> Values.milliseconds(each.arg(0)).stream()
                                .mapToObj(Duration::ofMillis)
                                .findFirst()),
                errorLogs(config).stream().map(LogTarget::of).toList());
    }

    private static OptionalLong number(String text) {
        return Values.number(text);
    }

    private static OptionalInt workers(String text) {
        return text.equals("auto")
                ? OptionalInt.empty()
                : OptionalInt.of(Math.clamp(number(text).orElse(1), 1, MOST_WORKERS));
    }

    /** The log is one for the whole program: that outside all blocks, else that of http, else that of stream. */
    private static List<Directive> errorLogs(NginxConfig config) {
        for (Settings level :
                List.of(config.main(), config.http().settings(), config.stream().settings())) {
            List<Directive> written = level.all("error_log");
            if (!written.isEmpty()) {
                return written;
            }
        }
        return List.of();
    }
}
