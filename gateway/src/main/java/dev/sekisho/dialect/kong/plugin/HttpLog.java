package dev.sekisho.dialect.kong.plugin;

import dev.sekisho.model.Secret;
import dev.sekisho.model.Size;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@code http-log}: records go to a server, alone or in batches. */
final class HttpLog {

    private static final Schema SCHEMA = Schema.of(
                    Field.text("http_endpoint"),
                    Field.text("method", "POST").oneOf("POST", "PUT", "PATCH"),
                    Field.text("content_type", "application/json")
                            .oneOf("application/json", "application/json; charset=utf-8"),
                    Field.number("timeout", 10_000).between(10, 300_000),
                    LogPlugin.keepalive(),
                    Field.whole("retry_count").idle("records are tried for queue.max_retry_time, as in Kong since 3.3"),
                    Field.map("headers"),
                    Field.record(
                            "queue",
                            Field.whole("max_batch_size", 1).between(1, 10_000),
                            Field.number("max_coalescing_delay", 1).between(0, 3600),
                            Field.whole("max_entries", 10_000).between(1, 1_000_000),
                            Field.whole("max_bytes").between(131_072, 4_294_967_296.0),
                            Field.number("initial_retry_delay", 0.01).between(0.001, 3600),
                            Field.number("max_retry_time", 60).between(0, 86_400),
                            Field.number("max_retry_delay", 60).between(0.001, 3600),
                            Field.whole("concurrency_limit", 1)
                                    .between(-1, 1)
                                    .idle("one request is under way at a time")),
                    LogPlugin.customFields())
            .alias("queue_size", "queue.max_batch_size")
            .alias("flush_timeout", "queue.max_coalescing_delay");

    static final LogPlugin PLUGIN = new LogPlugin(
            "http-log", SCHEMA, "policy `log`, with the members of Kong's record that are known here", HttpLog::of);

    private HttpLog() {}

    private static Map<String, Object> of(Settings settings, Translation into) {
        Map<String, Object> http = new LinkedHashMap<>();
        http.put("url", url(settings, into));
        http.put("method", settings.text("method").orElse("POST"));
        http.put("contentType", settings.text("content_type").orElse("application/json"));
        Map<String, Secret> headers = new LinkedHashMap<>();
        settings.map("headers")
                .keySet()
                .forEach(name -> into.secret(settings, "headers", name).ifPresent(secret -> headers.put(name, secret)));
        http.put("headers", headers);
        http.put("tls", LogPlugin.unverified(Optional.empty()));
        http.put("timeout", LogPlugin.millis(settings, "timeout"));
        http.put("keepalive", LogPlugin.millis(settings, "keepalive"));
        return Map.of("http", Optional.of(http), "queue", queue(settings.part("queue")));
    }

    private static Map<String, Object> queue(Settings queue) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("maxBatch", queue.whole("max_batch_size").orElse(1L).intValue());
        values.put("maxDelay", seconds(queue, "max_coalescing_delay"));
        values.put("maxEntries", queue.whole("max_entries").orElse(10_000L).intValue());
        queue.whole("max_bytes").ifPresent(bytes -> values.put("maxBytes", new Size(bytes)));
        values.put("initialRetryDelay", seconds(queue, "initial_retry_delay"));
        values.put("maxRetryTime", seconds(queue, "max_retry_time"));
        values.put("maxRetryDelay", seconds(queue, "max_retry_delay"));
        return values;
    }

    private static Duration seconds(Settings settings, String field) {
        return Duration.ofMillis(Math.round(settings.number(field).orElse(0.0) * 1000));
    }

    private static String url(Settings settings, Translation into) {
        String url = settings.text("http_endpoint").orElse("");
        try {
            URI uri = new URI(url);
            if (uri.getHost() != null && String.valueOf(uri.getScheme()).matches("(?i)https?")) {
                return url;
            }
        } catch (URISyntaxException e) {
            // told below, with all that are no URL
        }
        into.wrong(settings, "http_endpoint", url.isEmpty() ? "none" : url, "a URL of http or https");
        return "http://localhost/";
    }
}
