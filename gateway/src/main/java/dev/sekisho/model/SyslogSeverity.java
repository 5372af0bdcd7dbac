package dev.sekisho.model;

/** Severities of syslog (RFC 5424 section 6.2.1), in the order of their codes. */
public enum SyslogSeverity {
    /** The system cannot be used. */
    EMERG,
    /** Something must be done at once. */
    ALERT,
    /** Critical. */
    CRIT,
    /** An error. */
    ERR,
    /** A warning. */
    WARNING,
    /** Normal, but worth a look. */
    NOTICE,
    /** For information. */
    INFO,
    /** For debugging. */
    DEBUG
}
