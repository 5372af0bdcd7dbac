package dev.sekisho.dialect.kong.plugin;

import dev.sekisho.dialect.kong.plugin.Schema.Alias;
import dev.sekisho.model.Secret;
import dev.sekisho.model.Store;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/** The record {@code redis} of plugins, with the fields of both of Kong's editions, and the names of earlier releases. */
final class Redis {

    private static final String CERTIFICATE = "certificates are always verified";
    private static final int MOST = 5000; // milliseconds that the gateway waits for one command at most

    private Redis() {}

    /** The field. */
    static Field field() {
        return Field.record(
                "redis",
                Field.text("host"),
                Field.whole("port", 6379).between(0, 65_535),
                Field.number("timeout", 2000).between(1, MOST),
                Field.text("username"),
                Field.text("password"),
                Field.whole("database", 0).between(0, 65_535),
                Field.flag("ssl", false),
                Field.flag("ssl_verify", false).idle(CERTIFICATE + " where ssl is true"),
                Field.text("server_name")
                        .refused("the name that is verified is that of the host", "use that name as config.redis.host"),
                Field.number("connect_timeout", 2000).idle("timeout bounds each command, connecting included"),
                Field.number("send_timeout", 2000).idle("timeout bounds each command"),
                Field.number("read_timeout", 2000).idle("timeout bounds each command"),
                Field.whole("keepalive_pool_size", 256).idle("one connection bears all commands"),
                Field.whole("keepalive_backlog").idle("one connection bears all commands"),
                Field.text("sentinel_master"),
                Field.text("sentinel_role", "master")
                        .oneOf("master", "slave", "any")
                        .refused("counters can be written at the master alone", "use master"),
                nodes("sentinel_nodes", 26_379),
                Field.text("sentinel_username")
                        .refused("Sentinels are asked without a user name", "use the default user"),
                Field.text("sentinel_password"),
                nodes("cluster_nodes", 6379),
                Field.whole("cluster_max_redirections", 5).idle("the client follows redirections by itself"),
                Field.flag("connection_is_proxied", false)
                        .refused(
                                "a proxy before Redis cannot be told from Redis",
                                "name it as host, and leave this out"));
    }

    /** Kong has a list of records here. */
    private static Field nodes(String name, long port) {
        return Field.recordList(
                name,
                Field.text("host", "127.0.0.1"),
                Field.text("ip", ""),
                Field.whole("port", port).between(0, 65_535));
    }

    /** Earlier names, each {@code redis_NAME} for a part of the record. */
    static List<Alias> aliases() {
        List<Alias> aliases = new ArrayList<>();
        for (String name : List.of(
                "host", "port", "timeout", "username", "password", "database", "ssl", "ssl_verify", "server_name")) {
            aliases.add(new Alias("redis_" + name, "redis." + name));
        }
        return aliases;
    }

    /** The store that they name, where they name one. */
    static Optional<String> store(Settings plugin, Translation into) {
        Settings redis = plugin.part("redis");
        boolean tls = redis.flag("ssl");
        String scheme = tls ? "rediss://" : "redis://";
        long database = redis.whole("database").orElse(0L);
        List<String> sentinels = urls(scheme, redis.list("sentinel_nodes"), "/" + database);
        List<String> nodes = urls(scheme, redis.list("cluster_nodes"), "");
        Optional<String> url = redis.text("host")
                .filter(host -> !host.isEmpty())
                .map(host ->
                        scheme + bracketed(host) + ":" + redis.whole("port").orElse(6379L) + "/" + database);
        boolean several = !sentinels.isEmpty() || !nodes.isEmpty();
        if (url.isEmpty() && !several) {
            into.wrong(redis, "host", "none", "the host of Redis, for policy: redis");
            return Optional.empty();
        }
        if (tls && redis.isWritten("ssl_verify") && !redis.flag("ssl_verify")) {
            into.differs(redis, "ssl_verify", CERTIFICATE + ", where Kong does not verify them", "");
        }
        Duration timeout = Duration.ofMillis(Math.round(redis.number("timeout").orElse(2000.0)));
        Optional<Secret> password = into.secret(redis, "password");
        Optional<Secret> sentinelPassword = into.secret(redis, "sentinel_password");
        Store store = new Store(
                "",
                Store.Kind.REDIS,
                several ? Optional.empty() : url,
                sentinels,
                sentinels.isEmpty() ? Optional.empty() : redis.text("sentinel_master"),
                sentinelPassword,
                nodes,
                redis.text("username").filter(name -> !name.isEmpty()),
                password,
                Optional.empty(),
                timeout,
                into.origin());
        return Optional.of(into.store(named(store)));
    }

    private static List<String> urls(String scheme, List<Settings> nodes, String path) {
        return nodes.stream()
                .map(node -> scheme
                        + bracketed(node.text("ip")
                                .filter(ip -> !ip.isEmpty())
                                .or(() -> node.text("host"))
                                .orElse(""))
                        + ":" + node.whole("port").orElse(0L) + path)
                .toList();
    }

    private static String bracketed(String host) {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }

    /** Stores that are reached in the same way have the same name, so that plugins share them; secrets are no part of it. */
    private static Store named(Store store) {
        CRC32 sum = new CRC32();
        sum.update(store.unnamed().toString().getBytes(StandardCharsets.UTF_8));
        return new Store(
                "kong-redis-" + Long.toHexString(sum.getValue()),
                store.kind(),
                store.url(),
                store.sentinels(),
                store.master(),
                store.sentinelPassword(),
                store.nodes(),
                store.username(),
                store.password(),
                store.ca(),
                store.timeout(),
                store.origin());
    }
}
