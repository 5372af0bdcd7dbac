package dev.sekisho.policy.log;

import dev.sekisho.model.Address;
import dev.sekisho.model.Property;
import dev.sekisho.model.Secret;
import dev.sekisho.model.SyslogFacility;
import dev.sekisho.model.SyslogSeverity;
import dev.sekisho.model.SyslogTransport;
import dev.sekisho.model.UpstreamTls;
import java.time.Duration;
import java.util.Optional;

/** Settings of {@code syslog} of the {@code log} policy. */
public record SyslogConfig(
        @Property(value = "Where messages go.", example = "syslog.internal:514")
        Address address,

        @Property(
                value = "How they travel: one datagram each, or over a connection, each behind its length.",
                defaultValue = "udp")
        SyslogTransport transport,

        @Property("How the connection is encrypted; of transport tcp alone.")
        Optional<UpstreamTls> tls,

        @Property(
                value = "Longest time for connecting, and for each writing.",
                defaultValue = "10s",
                min = "10ms",
                max = "5m")
        Duration timeout,

        @Property(
                value = "How long a connection without messages is kept.",
                defaultValue = "60s",
                min = "1s",
                max = "1d")
        Duration keepalive,

        @Property(value = "Facility of the messages.", defaultValue = "local7")
        SyslogFacility facility,

        @Property(value = "Severity where the status is below 400.", defaultValue = "info")
        SyslogSeverity severity,

        @Property(value = "Severity where it is 4xx.", defaultValue = "warning")
        SyslogSeverity clientErrorSeverity,

        @Property(value = "Severity where it is 5xx.", defaultValue = "err")
        SyslogSeverity serverErrorSeverity,

        @Property(value = "Name of the program.", defaultValue = "sekisho")
        String appName,

        @Property("Name of this machine; left out, - for not known.")
        Optional<String> hostname,

        @Property(
                "Structured data of every message (RFC 5424 section 6.3), such as the token of an intake; left out, none.")
        Optional<Secret> structuredData) {}
