package dev.sekisho.model;

/** Facilities of syslog (RFC 5424 section 6.2.1), in the order of their codes. */
public enum SyslogFacility {
    /** The kernel. */
    KERN,
    /** Programs of users. */
    USER,
    /** Mail. */
    MAIL,
    /** Services of the system. */
    DAEMON,
    /** Security. */
    AUTH,
    /** Syslog itself. */
    SYSLOG,
    /** Printers. */
    LPR,
    /** News. */
    NEWS,
    /** UUCP. */
    UUCP,
    /** Clocks. */
    CRON,
    /** Security, private. */
    AUTHPRIV,
    /** FTP. */
    FTP,
    /** NTP. */
    NTP,
    /** Audits. */
    AUDIT,
    /** Alerts. */
    ALERT,
    /** Clocks, the second one. */
    CLOCK,
    /** For local use. */
    LOCAL0,
    /** For local use. */
    LOCAL1,
    /** For local use. */
    LOCAL2,
    /** For local use. */
    LOCAL3,
    /** For local use. */
    LOCAL4,
    /** For local use. */
    LOCAL5,
    /** For local use. */
    LOCAL6,
    /** For local use. */
    LOCAL7;

    /** The number that stands before a message of that severity. */
    public int priority(SyslogSeverity severity) {
        return ordinal() * 8 + severity.ordinal();
    }
}
