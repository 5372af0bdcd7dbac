package dev.sekisho.telemetry.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.ServedRoute;
import dev.sekisho.telemetry.Exchanges;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MetricsPageTest {

    /** A line of the text format 0.0.4: name, labels, number. */
    private static final Pattern LINE = Pattern.compile("[a-z_][a-z0-9_]*"
            + "(\\{([a-z_]+=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\",?)+})? (-?[0-9.]+(E-?[0-9]+)?|NaN|\\+Inf)");

    private final MetricsRegistry registry = new MetricsRegistry(1);
    private final MetricsPage page = new MetricsPage(registry);

    private String render(String accept) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        page.render(accept).writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private void traffic(String route) {
        var served = Exchanges.route(0, route, "s");
        Exchange x = Exchanges.of(Exchanges.loop(0), "GET", "/", "a", 0);
        x.route(served);
        x.response().status(200);
        x.upstreamTries().ask(Ascii.bytes("10.0.0.1:80"), 100);
        x.upstreamTries().over(900);
        registry.bind(List.of(served)).ended(x, 1000);
    }

    @Test
    void isWellFormed() throws IOException {
        traffic("a \"b\" \\ \n c 道");
        new ReloadMetrics(registry).applied();
        Set<String> families = new HashSet<>();
        String text = render("text/plain");
        for (String line : text.lines().toList()) {
            if (line.startsWith("# TYPE ")) {
                assertThat(families.add(line.split(" ")[2])).as(line).isTrue();
            } else if (!line.startsWith("# HELP ")) {
                assertThat(line).matches(LINE);
            }
            assertThat(line).matches("(# (HELP|TYPE) )?api_gateway_.*");
        }
        assertThat(text).contains("route=\"a \\\"b\\\" \\\\ \\n c 道\"").endsWith("\n");
        assertThat(families)
                .contains(
                        "api_gateway_http_requests_total",
                        "api_gateway_http_request_duration_seconds",
                        "api_gateway_upstream_response_time_seconds",
                        "api_gateway_processing_time_seconds",
                        "api_gateway_config_reloads_total",
                        "api_gateway_config_last_good_timestamp_seconds",
                        "api_gateway_process_cpu_seconds_total",
                        "api_gateway_process_open_fds",
                        "api_gateway_process_start_time_seconds",
                        "api_gateway_jvm_memory_used_bytes",
                        "api_gateway_jvm_gc_collections_total",
                        "api_gateway_jvm_gc_seconds_total",
                        "api_gateway_jvm_threads",
                        "api_gateway_jvm_buffer_pool_used_bytes");
    }

    @Test
    void speaksOpenMetricsToThoseWhoAcceptIt() throws IOException {
        traffic("r");
        String accept = "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3";
        assertThat(page.render(accept).contentType()).startsWith("application/openmetrics-text; version=1.0.0");
        assertThat(render(accept))
                .contains("# TYPE api_gateway_http_requests counter\n")
                .contains("api_gateway_http_requests_total{")
                .endsWith("# EOF\n");
        assertThat(page.render("").contentType()).startsWith("text/plain; version=0.0.4");
    }

    /** Routes are written in pieces of 500: each family must still stand together, with one head. */
    @Test
    void writesManyRoutesAsOneFamily() throws IOException {
        var routes = new ArrayList<ServedRoute>();
        for (int i = 0; i < 1201; i++) {
            routes.add(Exchanges.route(i, "r" + i, "s"));
        }
        RouteMetrics metrics = registry.bind(routes);
        Exchange x = Exchanges.of(Exchanges.loop(0), "GET", "/", "a", 0);
        x.response().status(200);
        for (ServedRoute route : routes) {
            x.route(route);
            metrics.ended(x, 1000);
        }
        for (String accept : List.of("", "application/openmetrics-text")) {
            List<String> lines = render(accept).lines().toList();
            assertThat(lines)
                    .filteredOn(line -> line.startsWith("# TYPE api_gateway_http_"))
                    .hasSize(2);
            assertThat(lines)
                    .filteredOn(line -> line.startsWith("# HELP api_gateway_http_"))
                    .hasSize(2);
            assertThat(lines.stream().filter(line -> line.equals("# EOF")).count())
                    .isEqualTo(accept.isEmpty() ? 0 : 1);
            assertThat(lines)
                    .filteredOn(line -> line.startsWith("api_gateway_http_requests_total{"))
                    .hasSize(1201);
            assertThat(lines)
                    .filteredOn(line -> line.startsWith("api_gateway_http_request_duration_seconds_count{"))
                    .hasSize(1201);
            int type = lines.indexOf(lines.stream()
                    .filter(line -> line.startsWith("# TYPE api_gateway_http_requests"))
                    .findFirst()
                    .orElseThrow());
            assertThat(lines.subList(0, type)).noneMatch(line -> line.startsWith("api_gateway_http_requests_total"));
        }
    }

    @Test
    void showsNumbersOfOthers() throws IOException {
        registry.add(
                Family.Head.gauge("api_gateway_active_connections", "Client connections open"),
                () -> List.of(new Sample(17)));
        registry.add(
                Family.Head.gauge("api_gateway_upstream_connections", "Connections", "service", "state"),
                () -> List.of(new Sample(3, "users", "idle"), new Sample(4, "users", "busy")));
        registry.add(
                Family.Head.counter("api_gateway_access_log_dropped_lines_total", "Lines dropped"),
                () -> List.of(new Sample(5)));
        assertThat(render("").lines())
                .contains(
                        "api_gateway_active_connections 17.0",
                        "api_gateway_upstream_connections{service=\"users\",state=\"idle\"} 3.0",
                        "api_gateway_upstream_connections{service=\"users\",state=\"busy\"} 4.0",
                        "api_gateway_access_log_dropped_lines_total 5.0",
                        "# TYPE api_gateway_access_log_dropped_lines_total counter");
    }

    @Test
    void leavesOutWhatFails() throws IOException {
        registry.add(Family.Head.gauge("api_gateway_broken", "Broken"), () -> {
            throw new IllegalStateException("not now");
        });
        assertThat(render("")).doesNotContain("api_gateway_broken").contains("api_gateway_jvm_threads");
    }

    @Test
    void refusesNamesOutsideTheGatewaysOwn() {
        assertThatThrownBy(() -> Family.Head.gauge("connections", "x")).hasMessageContaining("connections");
        assertThatThrownBy(() -> Family.Head.counter("api_gateway_x", "x")).hasMessageContaining("_total");
    }
}
