package dev.sekisho.policy.log;

import dev.sekisho.model.Property;
import java.util.Optional;

/** Settings of a further record of {@code also} of the {@code log} policy; one of the first two says where it goes. */
public record AlsoLogConfig(
        @Property("It goes to a file.") Optional<FileLogConfig> file,

        @Property("It goes to syslog.") Optional<SyslogConfig> syslog,

        @Property(
                value = "The line of text, with placeholders.",
                example = "from {clientAddress}: {method} {target}, {status}")
        String line,

        @Property(value = "How values stand in it.", defaultValue = "{}")
        LineFormConfig form,

        @Property(
                value = "Text with placeholders; there is a record where it is neither empty nor 0.",
                example = "\"{var.loggable}\"")
        Optional<String> when) {}
