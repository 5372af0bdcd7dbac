package dev.sekisho.dialect.kong.plugin;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The least that each plugin needs to be configured, as YAML in flow style. */
final class Samples {

    static final Map<String, String> LEAST = least();

    private Samples() {}

    private static Map<String, String> least() {
        Map<String, String> least = new LinkedHashMap<>();
        Bundle.plugins().keySet().forEach(name -> least.put(name, ""));
        least.put("acl", "allow: [ staff ]");
        least.put("file-log", "path: /tmp/kong.log");
        least.put("http-log", "http_endpoint: \"http://127.0.0.1:9/log\"");
        least.put("ip-restriction", "deny: [ 192.0.2.0/24 ]");
        least.put("loggly", "key: some-token");
        least.put("rate-limiting", "minute: 5");
        least.put("redirect", "location: \"https://example.com/new\"");
        least.put("request-transformer", "add: { headers: [ \"X-A:b\" ] }");
        least.put("response-transformer", "add: { headers: [ \"X-A:b\" ] }");
        least.put("response-ratelimiting", "limits: { videos: { minute: 5 } }");
        least.put("tcp-log", "host: 127.0.0.1, port: 9");
        least.put("udp-log", "host: 127.0.0.1, port: 9");
        return least;
    }

    /** A plugin with these settings, and consumers that it may name. */
    static KongPlugins plugin(String name, String config) {
        return KongPlugins.of(
                "{ consumers: [ guest ], plugins: [ { name: \"" + name + "\", config: { " + config + " } } ] }");
    }

    /** The least settings of a plugin. */
    static String least(String name) {
        return LEAST.getOrDefault(name, "");
    }

    /** Its schema. */
    static Schema schema(String name) {
        return Optional.ofNullable(Bundle.plugins().get(name)).orElseThrow().schema();
    }
}
