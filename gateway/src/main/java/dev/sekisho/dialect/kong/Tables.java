package dev.sekisho.dialect.kong;

import dev.sekisho.dialect.kong.entity.Schema;
import dev.sekisho.dialect.kong.entity.Type;

/**
 * The fields of services, routes and what stands around them, with their types and defaults: those of the schemas of Kong 3.x and of
 * deck's files. Constants of one class, since entities hold each other.
 */
final class Tables {

    static final long MAX_TIMEOUT = Integer.MAX_VALUE - 1L; // milliseconds
    static final long MAX_INT = Integer.MAX_VALUE;
    static final Type TEXT = new Type.Text();

    private static final String[] PROTOCOLS = {
        "http", "https", "grpc", "grpcs", "tcp", "tls", "tls_passthrough", "udp", "ws", "wss"
    };

    private static final String BUFFERING = "bodies are passed on piece by piece whatever it says";

    static final Schema SERVICE = entity("service")
            .text("name")
            .text("url")
            .choice("protocol", PROTOCOLS)
            .text("host")
            .whole("port", 80, 0, 65_535)
            .text("path")
            .whole("retries", 5, 0, 32_767)
            .whole("connect_timeout", 60_000, 1, MAX_TIMEOUT)
            .whole("write_timeout", 60_000, 1, MAX_TIMEOUT)
            .whole("read_timeout", 60_000, 1, MAX_TIMEOUT)
            .reference("client_certificate")
            .truth("tls_verify")
            .whole("tls_verify_depth", 0, 64)
            .excused(
                    Kinds.NO_EFFECT, "chains are verified to their authority whatever their length", "remove the field")
            .list("ca_certificates", new Type.Reference())
            .truth("enabled", true)
            .entities("routes", () -> Tables.ROUTE)
            .entities("plugins", () -> Tables.PLUGIN);

    static final Schema ENDPOINT =
            Schema.of("an address of sources or destinations").text("ip").whole("port", 0, 65_535);

    static final Schema ROUTE = entity("route")
            .text("name")
            .reference("service")
            .list("protocols", new Type.Choice(java.util.List.of(PROTOCOLS)), "http", "https")
            .texts("methods")
            .texts("hosts")
            .texts("paths")
            .map("headers", new Type.ListOf(TEXT))
            .texts("snis")
            .entities("sources", () -> ENDPOINT)
            .entities("destinations", () -> ENDPOINT)
            .whole("regex_priority", 0, -MAX_INT, MAX_INT)
            .truth("strip_path", true)
            .choice("path_handling", "v0", "v1")
            .truth("preserve_host", false)
            .truth("request_buffering", true)
            .excused(Kinds.NO_EFFECT, BUFFERING, "remove the field", "true", "false")
            .truth("response_buffering", true)
            .excused(Kinds.NO_EFFECT, BUFFERING, "remove the field", "true", "false")
            .whole("https_redirect_status_code", 426, 301, 426)
            .text("expression")
            .whole("priority", 0, 0, (1L << 46) - 1)
            .entities("plugins", () -> Tables.PLUGIN);

    static final Schema ORDERING =
            Schema.of("the ordering of a plugin").raw("before").raw("after");

    static final Schema PLUGIN = entity("plugin")
            .text("name")
            .required()
            .text("instance_name")
            .truth("enabled", true)
            .raw("config")
            .text("_config")
            .reference("service")
            .reference("route")
            .reference("consumer")
            .reference("consumer_group")
            .list("protocols", new Type.Choice(java.util.List.of(PROTOCOLS)))
            .text("run_on")
            .excused(Kinds.NO_EFFECT, "plugins run in this gateway alone", "remove it", "first", "all")
            .fields("ordering", () -> ORDERING)
            .excused(
                    Kinds.REFUSED,
                    "the order of plugins cannot be changed: policies run in the order of docs/policies.md",
                    "remove ordering where that order serves, else change the plugins")
            .raw("partials")
            .excused(
                    Kinds.REFUSED,
                    "partials are a feature of Kong's enterprise edition",
                    "write the settings into config")
            .raw("condition")
            .excused(Kinds.REFUSED, "conditions of plugins are not honoured", "bind the plugin to a route of its own");

    static final Schema TARGET = entity("target")
            .text("target")
            .whole("weight", 100, 0, 65_535)
            .reference("upstream")
            .raw("failover");

    static final Schema UPSTREAM = entity("upstream")
            .text("name")
            .required()
            .choice("algorithm", "round-robin", "consistent-hashing", "least-connections", "latency", "sticky-sessions")
            .choice("hash_on", Hashing.KINDS)
            .choice("hash_fallback", Hashing.KINDS)
            .text("hash_on_header")
            .text("hash_fallback_header")
            .text("hash_on_cookie")
            .text("hash_on_cookie_path", "/")
            .text("hash_on_query_arg")
            .text("hash_fallback_query_arg")
            .text("hash_on_uri_capture")
            .text("hash_fallback_uri_capture")
            .text("sticky_sessions_cookie")
            .text("sticky_sessions_cookie_path", "/")
            .whole("slots", 10_000, 10, 65_536)
            .excused(
                    Kinds.NO_EFFECT,
                    "the ring has a size of its own; equal keys still go to the same target",
                    "remove it")
            .text("host_header")
            .reference("client_certificate")
            .fields("healthchecks", () -> HealthTables.HEALTHCHECKS)
            .truth("use_srv_name", false)
            .excused(
                    Kinds.DIFFERS,
                    "the Host that is sent is the name of the target, not that of its SRV record",
                    "set host_header",
                    "false")
            .entities("targets", () -> TARGET);

    static final Schema VAULT = entity("vault")
            .text("name")
            .required()
            .text("prefix")
            .text("description")
            .raw("config");

    private Tables() {}

    /** A table with the fields that every entity has. */
    static Schema entity(String label) {
        return Schema.of(label)
                .text("id")
                .texts("tags")
                .meta("created_at", "updated_at", "ws_id", "_comment", "_ignore");
    }
}
