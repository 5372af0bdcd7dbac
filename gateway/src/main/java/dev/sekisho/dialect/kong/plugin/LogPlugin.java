package dev.sekisho.dialect.kong.plugin;

import dev.sekisho.model.Address;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The plugins that write a record of each request somewhere: tcp-log, udp-log, file-log, http-log and syslog, by the policy {@code log}.
 *
 * @param name its name in Kong
 * @param schema its settings
 * @param by what it is done by
 * @param destination makes the settings of the policy
 */
record LogPlugin(String name, Schema schema, String by, Destination destination) implements Plugin {

    /** Makes settings of the policy {@code log}, all but what a record holds. */
    @FunctionalInterface
    interface Destination {
        Map<String, Object> of(Settings settings, Translation into);
    }

    private static final String POLICY = "policy `log`, with the members of Kong's record that are known here";

    private static final Field CUSTOM = Field.map("custom_fields_by_lua")
            .refused("code in Lua is not run", "have the reader of the log add the fields");

    static final LogPlugin TCP = new LogPlugin(
            "tcp-log",
            Schema.of(
                    Field.text("host"),
                    Field.whole("port").between(0, 65_535),
                    timeout(),
                    keepalive(),
                    Field.flag("tls", false),
                    Field.text("tls_sni"),
                    CUSTOM),
            POLICY,
            LogPlugin::tcp);

    static final LogPlugin UDP = new LogPlugin(
            "udp-log",
            Schema.of(Field.text("host"), Field.whole("port").between(0, 65_535), timeout(), CUSTOM),
            POLICY,
            (settings, into) -> Map.of(
                    "udp",
                    Optional.of(Map.of("address", address(settings, into), "timeout", millis(settings, "timeout")))));

    static final LogPlugin FILE = new LogPlugin(
            "file-log", Schema.of(Field.text("path"), Field.flag("reopen", false), CUSTOM), POLICY, LogPlugin::file);

    private static Field timeout() {
        return Field.number("timeout", 10_000).between(10, 300_000);
    }

    static Field keepalive() {
        return Field.number("keepalive", 60_000).between(1000, 86_400_000);
    }

    /** For destinations that are configured elsewhere. */
    static Field customFields() {
        return CUSTOM;
    }

    @Override
    public void translate(Settings settings, Translation into) {
        Map<String, Object> values = new LinkedHashMap<>(destination.of(settings, into));
        values.put("fields", LogRecord.FIELDS);
        into.policy("log", values);
    }

    private static Map<String, Object> tcp(Settings settings, Translation into) {
        Map<String, Object> tcp = new LinkedHashMap<>();
        tcp.put("address", address(settings, into));
        tcp.put("timeout", millis(settings, "timeout"));
        tcp.put("keepalive", millis(settings, "keepalive"));
        if (settings.flag("tls")) {
            tcp.put("tls", Optional.of(unverified(settings.text("tls_sni"))));
        }
        return Map.of("tcp", Optional.of(tcp));
    }

    /** Kong's plugins for logs do not verify certificates. */
    static Map<String, Object> unverified(Optional<String> serverName) {
        return Map.of("verify", false, "serverName", serverName.filter(name -> !name.isEmpty()));
    }

    private static Map<String, Object> file(Settings settings, Translation into) {
        String path = settings.text("path").orElse("");
        if (path.isEmpty()) {
            into.wrong(settings, "path", "none", "the path of a file");
        }
        if (settings.flag("reopen")) {
            into.differs(
                    settings, "reopen", "the file is opened anew by SIGHUP, where Kong opens it for each request", "");
        }
        return Map.of("file", Optional.of(Map.of("path", path)));
    }

    private static Address address(Settings settings, Translation into) {
        String host = settings.text("host").orElse("");
        long port = settings.whole("port").orElse(-1L);
        if (host.isEmpty()) {
            into.wrong(settings, "host", "none", "the host that records go to");
        }
        if (port < 0) {
            into.wrong(settings, "port", "none", "the port that records go to");
        }
        return new Address(host, (int) Math.max(0, port));
    }

    /** A time in milliseconds. */
    static Duration millis(Settings settings, String field) {
        return Duration.ofMillis(Math.round(settings.number(field).orElse(0.0)));
    }
}
