package dev.sekisho.dialect.kong.plugin;

import dev.sekisho.model.Address;
import dev.sekisho.model.Secret;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code loggly}: records go to Loggly as messages of syslog, with its token as structured data. */
final class LogglyPlugin {

    private static final String NUMBER = "41058"; // of Loggly among private enterprises

    private static final Schema SCHEMA = Schema.of(
                    Field.text("host", "logs-01.loggly.com"),
                    Field.whole("port", 514).between(0, 65_535),
                    Field.text("key"),
                    Field.texts("tags", "kong"),
                    Field.number("timeout", 10_000).between(10, 300_000),
                    LogPlugin.customFields())
            .and(SyslogPlugin.severities());

    static final LogPlugin PLUGIN = new LogPlugin(
            "loggly", SCHEMA, "policy `log`, with the members of Kong's record that are known here", LogglyPlugin::of);

    private LogglyPlugin() {}

    private static Map<String, Object> of(Settings settings, Translation into) {
        String key = settings.text("key").orElse("");
        if (!key.matches("[!-~&&[^\\]\"=]]{1,100}")) {
            into.wrong(settings, "key", key.isEmpty() ? "none" : "that value", "the token of an intake of Loggly");
        }
        String tags = settings.texts("tags").stream()
                .map(tag -> " tag=\"" + tag.replaceAll("[\\\\\"\\]]", "\\\\$0") + "\"")
                .collect(Collectors.joining());
        String reference = into.secret(settings, "key").map(Secret::reference).orElse("");
        Map<String, Object> syslog = SyslogPlugin.graded(settings, into);
        syslog.put(
                "address",
                new Address(
                        settings.text("host").orElse("logs-01.loggly.com"),
                        settings.whole("port").orElse(514L).intValue()));
        syslog.put("timeout", LogPlugin.millis(settings, "timeout"));
        syslog.put("facility", "user");
        syslog.put(
                "structuredData",
                Optional.of(new Secret("[" + key + "@" + NUMBER + tags + "]", composed(reference, tags))));
        return Map.of("syslog", Optional.of(syslog));
    }

    /** How the native language writes it, where the key came from the environment. */
    private static String composed(String reference, String tags) {
        return reference.isEmpty() ? "" : "[" + reference + "@" + NUMBER + tags + "]";
    }
}
