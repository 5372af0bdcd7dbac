package dev.sekisho.admin;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.JsonText;
import dev.sekisho.snapshot.Snapshot;
import dev.sekisho.telemetry.metrics.MetricsPage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the requests of the admin interface. Thread-safe. */
final class AdminHandler implements HttpHandler {

    private static final Logger LOG = LoggerFactory.getLogger(AdminHandler.class);

    private final Control control;
    private final MetricsPage metrics;
    private final Map<String, Endpoint> endpoints;

    /** What answers a path, and how it may be asked. */
    private record Endpoint(boolean changes, Action action) {}

    @FunctionalInterface
    private interface Action {
        void run(HttpExchange http) throws IOException;
    }

    AdminHandler(Control control, MetricsPage metrics, Supplier<Object> shadows) {
        this.control = control;
        this.metrics = metrics;
        Map<String, Endpoint> all = new HashMap<>(Map.of(
                "/healthz", new Endpoint(false, http -> answer(http, 200, JsonText.object("status", "ok"))),
                "/readyz", new Endpoint(false, this::ready),
                "/metrics", new Endpoint(false, this::metrics),
                "/metrics/circuit-breakers", show(snapshot -> SnapshotViews.breakers(snapshot, System.nanoTime())),
                "/upstreams", show(snapshot -> SnapshotViews.upstreams(snapshot, System.nanoTime())),
                "/routes", show(SnapshotViews::routes),
                "/shadow", new Endpoint(false, http -> answer(http, 200, JsonText.object("routes", shadows.get()))),
                "/reload", new Endpoint(true, this::reload),
                "/reopen", new Endpoint(true, this::reopen)));
        all.put("/caches", show(Caches::figures));
        all.put("/caches/purge", new Endpoint(true, this::purge));
        this.endpoints = Map.copyOf(all);
    }

    private void purge(HttpExchange http) throws IOException {
        String query = http.getRequestURI().getRawQuery();
        Optional<Caches.Wish> wish = query == null ? Optional.empty() : Caches.wish(query);
        if (wish.isEmpty()) {
            error(
                    http,
                    400,
                    "bad_query",
                    "One of url=URL, prefix=URL, key=KEY and all is needed; see docs/caching.md.");
            return;
        }
        answer(http, 200, JsonText.object("purged", Caches.purge(control.snapshot(), wish.get())));
    }

    private Endpoint show(Function<Snapshot, Object> view) {
        return new Endpoint(false, http -> answer(http, 200, view.apply(control.snapshot())));
    }

    @Override
    public void handle(HttpExchange http) throws IOException {
        try (http) {
            dispatch(http);
        } catch (RuntimeException e) {
            LOG.error("admin request failed", e);
            if (http.getResponseCode() < 0) {
                error(http, 500, "internal", "The request failed; see the log.");
            }
        }
    }

    private void dispatch(HttpExchange http) throws IOException {
        String refusal = Caller.refusal(http.getRequestHeaders());
        if (!refusal.isEmpty()) {
            error(http, 403, "forbidden", refusal);
            return;
        }
        Endpoint endpoint = endpoints.get(http.getRequestURI().getPath());
        if (endpoint == null) {
            error(http, 404, "not_found", "There is no such path; see docs/telemetry.md.");
            return;
        }
        String method = http.getRequestMethod();
        boolean allowed = endpoint.changes() ? method.equals("POST") : method.equals("GET") || method.equals("HEAD");
        if (!allowed) {
            String allow = endpoint.changes() ? "POST" : "GET, HEAD";
            http.getResponseHeaders().set("Allow", allow);
            error(http, 405, "method_not_allowed", "This path takes " + allow + ".");
            return;
        }
        endpoint.action().run(http);
    }

    private void ready(HttpExchange http) throws IOException {
        boolean ready = control.isReady();
        answer(http, ready ? 200 : 503, JsonText.object("status", ready ? "ready" : "not_ready"));
    }

    private void reopen(HttpExchange http) throws IOException {
        try {
            control.reopenLogs();
        } catch (IOException e) {
            error(http, 500, "reopen_failed", "The log could not be opened: " + e);
            return;
        }
        answer(http, 200, JsonText.object("status", "reopened"));
    }

    private void reload(HttpExchange http) throws IOException {
        ReloadResult result = control.reload();
        int status = result.outcome() == ReloadResult.Outcome.REFUSED ? 422 : 200;
        List<Object> diagnostics =
                result.diagnostics().stream().map(AdminHandler::json).toList();
        answer(
                http,
                status,
                JsonText.object(
                        "result", lower(result.outcome()),
                        "routes", result.routes(),
                        "took_ms", result.took().toMillis(),
                        "diagnostics", diagnostics));
    }

    private static Object json(Diagnostic diagnostic) {
        return JsonText.object(
                "severity", lower(diagnostic.severity()),
                "code", diagnostic.code(),
                "source", diagnostic.at().source(),
                "line", diagnostic.at().line(),
                "column", diagnostic.at().column(),
                "message", diagnostic.message(),
                "fix", diagnostic.fix());
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private void metrics(HttpExchange http) throws IOException {
        String accept = String.join(",", http.getRequestHeaders().getOrDefault("Accept", List.of()));
        MetricsPage.Rendering page = metrics.render(accept);
        head(http, page.contentType());
        if (isHead(http)) {
            http.sendResponseHeaders(200, -1);
            return;
        }
        http.sendResponseHeaders(200, 0); // chunked: the page may be large
        try (OutputStream out = new BufferedOutputStream(http.getResponseBody(), 16 << 10)) {
            page.writeTo(out);
        }
    }

    private static void error(HttpExchange http, int status, String code, String message) throws IOException {
        answer(http, status, JsonText.object("error", code, "message", message));
    }

    private static void answer(HttpExchange http, int status, Object body) throws IOException {
        byte[] bytes = (JsonText.of(body) + "\n").getBytes(StandardCharsets.UTF_8);
        head(http, "application/json");
        http.sendResponseHeaders(status, isHead(http) ? -1 : bytes.length);
        if (!isHead(http)) {
            http.getResponseBody().write(bytes);
        }
    }

    private static boolean isHead(HttpExchange http) {
        return http.getRequestMethod().equals("HEAD");
    }

    private static void head(HttpExchange http, String type) {
        Headers headers = http.getResponseHeaders();
        headers.set("Content-Type", type);
        headers.set("Cache-Control", "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
    }
}
