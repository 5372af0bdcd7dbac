package dev.sekisho.policy.log;

import dev.sekisho.model.JsonValue;
import dev.sekisho.model.Property;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings of the {@code log} policy; one of the first five says where records go. */
public record LogConfig(
        @Property("Records go over a connection, one JSON line each.")
        Optional<TcpLogConfig> tcp,

        @Property("Records go as datagrams.") Optional<UdpLogConfig> udp,

        @Property("Records go as requests.") Optional<HttpLogConfig> http,

        @Property("Records go to a file, one JSON line each.")
        Optional<FileLogConfig> file,

        @Property("Records go to syslog.") Optional<SyslogConfig> syslog,

        @Property(
                value = "What a record holds: JSON of any depth, with placeholders in its texts. None given: the fields"
                        + " of the access log.",
                example = "{ path: \"{path}\", status: \"{status}\" }")
        Map<String, JsonValue> fields,

        @Property(
                value = "A line of text in place of JSON, with placeholders; what is not known is a hyphen.",
                example = "from {clientAddress}: {method} {target}, {status}")
        Optional<String> line,

        @Property(
                value = "Fields of heads whose values no record tells, beside those whose names tell of a secret.",
                example = "[X-Customer]")
        List<String> redact,

        @Property(value = "How records wait.", defaultValue = "{}")
        LogQueueConfig queue,

        @Property(value = "How values stand in a line.", defaultValue = "{}")
        LineFormConfig form,

        @Property(
                value =
                        "Text with placeholders; there is a record where it is neither empty nor 0. Left out, of every request.",
                example = "\"{var.loggable}\"")
        Optional<String> when,

        @Property("Further records of the same requests.") List<AlsoLogConfig> also) {

    /** Takes copies. */
    public LogConfig {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        redact = List.copyOf(redact);
        also = List.copyOf(also);
    }
}
