package dev.sekisho.model;

/** How syslog messages travel. */
public enum SyslogTransport {
    /** One datagram a message (RFC 5426). */
    UDP,
    /** Over a connection, each message behind its length (RFC 6587 section 3.4.1; over TLS RFC 5425). */
    TCP
}
