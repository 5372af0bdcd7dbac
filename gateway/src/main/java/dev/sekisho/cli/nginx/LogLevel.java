package dev.sekisho.cli.nginx;

import dev.sekisho.model.SyslogSeverity;
import java.util.Locale;

/** Levels of nginx's error log, the gravest first (nginx.org/en/docs/ngx_core_module.html#error_log). */
enum LogLevel {
    /** Nothing can be served. */
    EMERG,
    /** Something must be done at once. */
    ALERT,
    /** Critical. */
    CRIT,
    /** An error. */
    ERROR,
    /** A warning. */
    WARN,
    /** Normal, but worth a look. */
    NOTICE,
    /** For information. */
    INFO,
    /** For debugging. */
    DEBUG;

    /** The level of this name. */
    static LogLevel of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** The same for syslog. */
    SyslogSeverity severity() {
        return SyslogSeverity.values()[ordinal()];
    }

    /** Its name, as it stands in lines. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
