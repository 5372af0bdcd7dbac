package dev.sekisho.dialect.nginx.log;

import dev.sekisho.dialect.nginx.draft.Translation;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.model.Address;
import dev.sekisho.model.Origin;
import dev.sekisho.model.SyslogFacility;
import dev.sekisho.model.SyslogSeverity;
import dev.sekisho.model.SyslogTransport;
import dev.sekisho.policy.log.AlsoLogConfig;
import dev.sekisho.policy.log.FileLogConfig;
import dev.sekisho.policy.log.LineFormConfig;
import dev.sekisho.policy.log.SyslogConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Where the lines of an {@code access_log} go (nginx.org/en/docs/syslog.html).
 *
 * @param in the translation
 * @param differs takes what is not as with nginx
 */
record LogTargets(Translation in, BiConsumer<Origin, String> differs) {

    private static final String SYSLOG = "syslog:";

    /** nginx's names of facilities, by their codes. */
    private static final List<String> FACILITIES = List.of(
            "kern",
            "user",
            "mail",
            "daemon",
            "auth",
            "intern",
            "lpr",
            "news",
            "uucp",
            "clock",
            "authpriv",
            "ftp",
            "ntp",
            "audit",
            "alert",
            "cron",
            "local0",
            "local1",
            "local2",
            "local3",
            "local4",
            "local5",
            "local6",
            "local7");

    private static final List<String> SEVERITIES =
            List.of("emerg", "alert", "crit", "error", "warn", "notice", "info", "debug");

    /** The record that goes there; nothing where it goes nowhere, which is told. */
    Optional<AlsoLogConfig> log(Directive log, String line, LineFormConfig form, Optional<String> when) {
        String target = log.arg(0);
        if (target.startsWith(SYSLOG)) {
            return syslog(log, target.substring(SYSLOG.length()))
                    .map(each -> new AlsoLogConfig(Optional.empty(), Optional.of(each), line, form, when));
        }
        if (target.indexOf('$') >= 0) {
            differs.accept(log.at(), log + " a name of a file with variables; its lines are written nowhere");
            return Optional.empty();
        }
        if (!target.startsWith("/")) {
            differs.accept(
                    log.at(),
                    log + " the file is " + in.file(target)
                            + ", beside the configuration; that of nginx is below the folder that it was built for");
        }
        FileLogConfig file = new FileLogConfig(in.file(target));
        return Optional.of(new AlsoLogConfig(Optional.of(file), Optional.empty(), line, form, when));
    }

    private Optional<SyslogConfig> syslog(Directive log, String text) {
        Map<String, String> values = new HashMap<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            values.put(equals < 0 ? part : part.substring(0, equals), equals < 0 ? "" : part.substring(equals + 1));
        }
        String server = values.getOrDefault("server", "");
        Optional<Address> address = address(server);
        int facility = FACILITIES.indexOf(values.getOrDefault("facility", "local7"));
        int severity = SEVERITIES.indexOf(values.getOrDefault("severity", "info"));
        if (address.isEmpty() || facility < 0 || severity < 0) {
            String what = server.startsWith("unix:") ? "a socket of this machine" : "an address that cannot be read";
            differs.accept(log.at(), log + " " + what + "; its lines are written nowhere (expected: server=HOST:PORT)");
            return Optional.empty();
        }
        differs.accept(log.at(), log + " messages have the form of RFC 5424, not that of BSD's syslog");
        SyslogSeverity level = SyslogSeverity.values()[severity];
        return Optional.of(new SyslogConfig(
                address.get(),
                SyslogTransport.UDP,
                Optional.empty(),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                SyslogFacility.values()[facility],
                level,
                level,
                level,
                values.getOrDefault("tag", "nginx"),
                Optional.empty(),
                Optional.empty()));
    }

    /** Host and port; port 514 where none is written. */
    private static Optional<Address> address(String server) {
        if (server.isEmpty() || server.startsWith("unix:")) {
            return Optional.empty();
        }
        int colon = server.lastIndexOf(':');
        boolean port = colon > 0 && server.indexOf(']', colon) < 0;
        try {
            return Optional.of(Address.parse(port ? server : server + ":514"));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
