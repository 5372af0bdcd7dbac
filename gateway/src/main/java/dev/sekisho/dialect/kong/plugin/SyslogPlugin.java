package dev.sekisho.dialect.kong.plugin;

import dev.sekisho.model.Address;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code syslog}: records go to the syslog of the machine. */
final class SyslogPlugin {

    /** From grave to slight, as Kong names them. */
    private static final List<String> SEVERITIES =
            List.of("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug");

    private static final String[] FACILITIES = {
        "auth",
        "authpriv",
        "cron",
        "daemon",
        "ftp",
        "kern",
        "lpr",
        "mail",
        "news",
        "syslog",
        "user",
        "uucp",
        "local0",
        "local1",
        "local2",
        "local3",
        "local4",
        "local5",
        "local6",
        "local7"
    };

    private static final Schema SCHEMA = Schema.of(
                    Field.text("facility", "user").oneOf(FACILITIES), LogPlugin.customFields())
            .and(severities());

    static final LogPlugin PLUGIN = new LogPlugin(
            "syslog",
            SCHEMA,
            "policy `log`, with the members of Kong's record that are known here; messages go to 127.0.0.1:514 by UDP,"
                    + " where Kong uses the socket of the machine",
            SyslogPlugin::of);

    private SyslogPlugin() {}

    /** Fields with a severity. */
    static List<Field> severities() {
        return Stream.of("log_level", "successful_severity", "client_errors_severity", "server_errors_severity")
                .map(SyslogPlugin::severity)
                .toList();
    }

    private static Field severity(String name) {
        return Field.text(name, "info").oneOf(SEVERITIES.toArray(String[]::new));
    }

    private static Map<String, Object> of(Settings settings, Translation into) {
        into.tell(
                PluginKinds.DIFFERS,
                "messages go to 127.0.0.1:514 by UDP, where Kong uses the socket of the machine",
                "have the syslog daemon listen there");
        Map<String, Object> syslog = graded(settings, into);
        syslog.put("address", new Address("127.0.0.1", 514));
        syslog.put("facility", settings.text("facility").orElse("user"));
        return Map.of("syslog", Optional.of(syslog));
    }

    /** Messages of kong with the severities of the settings. */
    static Map<String, Object> graded(Settings settings, Translation into) {
        int least = SEVERITIES.indexOf(settings.text("log_level").orElse("info"));
        Map<String, Object> syslog = new LinkedHashMap<>();
        syslog.put("severity", severity("successful_severity", settings, least, into));
        syslog.put("clientErrorSeverity", severity("client_errors_severity", settings, least, into));
        syslog.put("serverErrorSeverity", severity("server_errors_severity", settings, least, into));
        syslog.put("appName", "kong");
        return syslog;
    }

    /** What is slighter than log_level, Kong does not write at all. */
    private static String severity(String field, Settings settings, int least, Translation into) {
        String severity = settings.text(field).orElse("info");
        if (SEVERITIES.indexOf(severity) > least) {
            into.refuse(
                    settings,
                    "log_level",
                    "records of " + field + ": " + severity + " would be left out; every request is written",
                    "have who reads them leave them out");
        }
        return severity;
    }
}
