package dev.sekisho.telemetry.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.ServedRoute;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.telemetry.Exchanges;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RouteMetricsTest {

    private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final ServedRoute USERS = Exchanges.route(0, "users", "user-service");
    private static final ServedRoute ORDERS = Exchanges.route(1, "orders", "order-service");

    private final AtomicLong clock = new AtomicLong();
    private final MetricsRegistry registry = new MetricsRegistry(3, clock::get, Runnable::run);
    private final MetricsPage page = new MetricsPage(registry);
    private final List<LoopContext> loops = List.of(Exchanges.loop(0), Exchanges.loop(1), Exchanges.loop(2));

    private Exchange exchange(int loop, String method, ServedRoute route, int status) {
        Exchange x = Exchanges.of(loops.get(loop), method, "/", "a", 0);
        x.route(route);
        x.response().status(status);
        return x;
    }

    private void count(RouteMetrics metrics, int loop, String method, ServedRoute route, int status, long millis) {
        Exchange x = exchange(loop, method, route, status);
        metrics.ended(x, millis * MS);
        loops.get(loop).release(x);
    }

    private List<String> scrape() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        page.render("").writeTo(out);
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private List<String> routeLines(String name) throws IOException {
        return scrape().stream().filter(line -> line.startsWith(name)).toList();
    }

    @Test
    void sumsTheLoops() throws IOException {
        RouteMetrics metrics = registry.bind(List.of(USERS, ORDERS));
        count(metrics, 0, "GET", USERS, 200, 5);
        count(metrics, 1, "GET", USERS, 200, 10); // on the bound belongs below it
        count(metrics, 2, "GET", USERS, 200, 11);
        count(metrics, 2, "GET", USERS, 404, 1);
        count(metrics, 0, "POST", USERS, 200, 20_000);
        count(metrics, 1, "GET", ORDERS, 200, 700);
        assertThat(routeLines("api_gateway_http_requests_total"))
                .containsExactlyInAnyOrder(
                        total("GET", "users", "200", "user-service", 3),
                        total("GET", "users", "404", "user-service", 1),
                        total("POST", "users", "200", "user-service", 1),
                        total("GET", "orders", "200", "order-service", 1));
        String labels = "{method=\"GET\",route=\"users\",service=\"user-service\",status_code=\"200\"";
        String name = "api_gateway_http_request_duration_seconds";
        assertThat(scrape())
                .contains(
                        name + "_bucket" + labels + ",le=\"0.01\"} 2",
                        name + "_bucket" + labels + ",le=\"0.05\"} 3",
                        name + "_bucket" + labels + ",le=\"10.0\"} 3",
                        name + "_bucket" + labels + ",le=\"+Inf\"} 3",
                        name + "_count" + labels + "} 3",
                        name + "_sum" + labels + "} 0.026");
    }

    private static String total(String method, String route, String status, String service, int count) {
        return "api_gateway_http_requests_total{method=\"" + method + "\",route=\"" + route + "\",service=\"" + service
                + "\",status_code=\"" + status + "\"} " + count + ".0";
    }

    @Test
    void hasTheBucketsOfTheSpecification() throws IOException {
        RouteMetrics metrics = registry.bind(List.of(USERS));
        Exchange x = exchange(0, "GET", USERS, 200);
        x.upstreamTries().ask(Ascii.bytes("10.0.0.1:80"), 0);
        x.upstreamTries().over(20_000 * MS);
        metrics.ended(x, 20_001 * MS);
        assertThat(bounds("api_gateway_http_request_duration_seconds"))
                .containsExactly("0.01", "0.05", "0.1", "0.25", "0.5", "1.0", "2.5", "5.0", "10.0", "+Inf");
        assertThat(bounds("api_gateway_upstream_response_time_seconds"))
                .containsExactly("0.01", "0.05", "0.1", "0.25", "0.5", "1.0", "2.5", "5.0", "10.0", "30.0", "+Inf");
        assertThat(scrape())
                .contains(
                        "api_gateway_upstream_response_time_seconds_bucket{service=\"user-service\",le=\"10.0\"} 0",
                        "api_gateway_upstream_response_time_seconds_bucket{service=\"user-service\",le=\"30.0\"} 1",
                        "api_gateway_upstream_response_time_seconds_sum{service=\"user-service\"} 20.0",
                        "api_gateway_processing_time_seconds_bucket{le=\"5.0E-4\"} 0",
                        "api_gateway_processing_time_seconds_bucket{le=\"0.001\"} 1",
                        "api_gateway_processing_time_seconds_sum 0.001");
    }

    private List<String> bounds(String name) throws IOException {
        return routeLines(name + "_bucket").stream()
                .map(line -> line.replaceAll(".*le=\"([^\"]*)\".*", "$1"))
                .toList();
    }

    @Test
    void showsNothingOfRoutesWithoutTraffic() throws IOException {
        registry.bind(List.of(USERS, ORDERS));
        assertThat(routeLines("api_gateway_http_requests_total")).isEmpty();
    }

    @Test
    void takesUnknownMethodsAndStatusTogether() throws IOException {
        RouteMetrics metrics = registry.bind(List.of(USERS));
        count(metrics, 0, "BREW", USERS, 200, 1);
        count(metrics, 0, "get", USERS, 200, 1);
        count(metrics, 0, "GET", USERS, 0, 1);
        count(metrics, 0, "GET", USERS, 1000, 1);
        assertThat(routeLines("api_gateway_http_requests_total"))
                .containsExactlyInAnyOrder(
                        total("OTHER", "users", "200", "user-service", 2),
                        total("GET", "users", "other", "user-service", 2));
    }

    @Test
    void boundsTheSeriesOfARoute() throws IOException {
        RouteMetrics metrics = registry.bind(List.of(USERS));
        for (int status = 100; status < 600; status++) {
            count(metrics, 0, "GET", USERS, status, 1);
        }
        List<String> lines = routeLines("api_gateway_http_requests_total");
        assertThat(lines)
                .hasSize(LoopCells.MOST + 1)
                .contains(total("OTHER", "users", "other", "user-service", 500 - LoopCells.MOST));
    }

    @Test
    void countsWhatWasRefusedBeforeARoute() throws IOException {
        RouteMetrics metrics = registry.bind(List.of(USERS));
        Exchange x = Exchanges.of(loops.get(0), "", "", "", 0);
        x.reason(Reason.HEAD_MALFORMED);
        metrics.ended(x, MS);
        assertThat(routeLines("api_gateway_http_requests_total"))
                .containsExactly(total("OTHER", "(none)", "400", "(none)", 1));
    }

    private void ended(RouteMetrics metrics, int loop, ServedRoute route, Principal who, Reason reason) {
        Exchange x = exchange(loop, "GET", route, 200);
        x.principal(who);
        x.reason(reason);
        metrics.ended(x, MS);
        loops.get(loop).release(x);
    }

    @Test
    void countsKnownClientsAndRefusals() throws IOException {
        RouteMetrics metrics = registry.bind(List.of(USERS, ORDERS));
        Principal ann = Principal.of("jwt", "ann");
        ended(metrics, 0, USERS, Principal.NOBODY, Reason.NONE);
        ended(metrics, 0, USERS, Principal.NOBODY, Reason.AUTH_MISSING);
        ended(metrics, 1, USERS, Principal.NOBODY, Reason.AUTH_MISSING);
        ended(metrics, 1, USERS, ann, Reason.INSUFFICIENT_SCOPE);
        ended(metrics, 0, USERS, ann, Reason.NONE);
        ended(metrics, 2, USERS, ann, Reason.UPSTREAM_TIMEOUT);
        ended(metrics, 0, USERS, Principal.of("key-auth", "shop"), Reason.NONE);
        ended(metrics, 0, ORDERS, Principal.NOBODY, Reason.ADDRESS);
        String users = ",route=\"users\",service=\"user-service\"} ";
        assertThat(routeLines("api_gateway_auth_requests_total"))
                .containsExactly(
                        "api_gateway_auth_requests_total{auth_method=\"jwt\"" + users + "2.0",
                        "api_gateway_auth_requests_total{auth_method=\"key-auth\"" + users + "1.0");
        assertThat(routeLines("api_gateway_auth_refusals_total"))
                .containsExactlyInAnyOrder(
                        refusals("auth.missing", "users", "user-service", 2),
                        refusals("auth.scope", "users", "user-service", 1),
                        refusals("auth.address", "orders", "order-service", 1));
    }

    private static String refusals(String reason, String route, String service, int count) {
        return "api_gateway_auth_refusals_total{reason=\"" + reason + "\",route=\"" + route + "\",service=\"" + service
                + "\"} " + count + ".0";
    }

    @Test
    void boundsTheMethodsOfARoute() throws IOException {
        RouteMetrics metrics = registry.bind(List.of(USERS));
        for (int i = 0; i < 40; i++) {
            ended(metrics, 0, USERS, Principal.of("m" + i, "ann"), Reason.NONE);
        }
        assertThat(routeLines("api_gateway_auth_requests_total"))
                .hasSize(16)
                .anyMatch(line -> line.contains("\"other\"") && line.endsWith(" 25.0"));
    }

    @Test
    void goesOnOverReloads() throws IOException {
        RouteMetrics first = registry.bind(List.of(USERS, ORDERS));
        count(first, 0, "GET", USERS, 200, 1);
        // the same routes with other numbers, as after an insertion
        ServedRoute moved = Exchanges.route(7, "users", "user-service");
        RouteMetrics second = registry.bind(List.of(Exchanges.route(0, "new", "n"), moved));
        count(first, 0, "GET", USERS, 200, 1); // an exchange that began before the reload
        count(second, 0, "GET", moved, 200, 1);
        count(second, 1, "GET", moved, 200, 1);
        assertThat(routeLines("api_gateway_http_requests_total"))
                .containsExactly(total("GET", "users", "200", "user-service", 4));
    }

    @Test
    void dropsRemovedRoutesAfterAnHour() throws IOException {
        RouteMetrics first = registry.bind(List.of(USERS, ORDERS));
        count(first, 0, "GET", USERS, 200, 1);
        count(first, 0, "GET", ORDERS, 200, 1);
        count(registry.bind(List.of(USERS)), 0, "GET", USERS, 200, 1);
        assertThat(routeLines("api_gateway_http_requests_total")).hasSize(2);
        clock.addAndGet(MetricsRegistry.KEEP_REMOVED - 1);
        assertThat(routeLines("api_gateway_http_requests_total")).hasSize(2);
        clock.addAndGet(1);
        assertThat(routeLines("api_gateway_http_requests_total"))
                .containsExactly(total("GET", "users", "200", "user-service", 2));
        assertThat(registry.services()).containsOnlyKeys("user-service");
    }

    @Test
    void keepsARouteThatCameBack() throws IOException {
        count(registry.bind(List.of(USERS)), 0, "GET", USERS, 200, 1);
        count(registry.bind(List.of(ORDERS)), 0, "GET", ORDERS, 200, 1);
        registry.expire();
        clock.addAndGet(MetricsRegistry.KEEP_REMOVED / 2);
        count(registry.bind(List.of(USERS, ORDERS)), 0, "GET", ORDERS, 200, 1);
        registry.expire();
        clock.addAndGet(MetricsRegistry.KEEP_REMOVED * 2);
        assertThat(routeLines("api_gateway_http_requests_total")).hasSize(2);
    }

    /** A generation may be built and given up: the routes of the one that serves must not be taken for removed. */
    @Test
    void forgetsNothingForAGenerationThatNeverServed() throws IOException {
        RouteMetrics serving = registry.bind(List.of(USERS));
        count(serving, 0, "GET", USERS, 200, 1);
        registry.bind(List.of(ORDERS));
        registry.expire();
        clock.addAndGet(MetricsRegistry.KEEP_REMOVED * 2);
        count(serving, 0, "GET", USERS, 200, 1);
        assertThat(routeLines("api_gateway_http_requests_total"))
                .containsExactly(total("GET", "users", "200", "user-service", 2));
    }

    /** Scrapes beside loops that count: every count must be there at the end, and none may go back meanwhile. */
    @Test
    void neverGoesBackUnderLoad() throws Exception {
        RouteMetrics metrics = registry.bind(List.of(USERS));
        int each = 200_000;
        List<Thread> threads = new ArrayList<>();
        for (int loop = 0; loop < 3; loop++) {
            Exchange ok = exchange(loop, "GET", USERS, 200);
            Exchange bad = exchange(loop, "GET", USERS, 500);
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < each; i++) {
                    metrics.ended(i % 2 == 0 ? ok : bad, i % 20 * MS);
                }
            }));
        }
        double last = 0;
        while (threads.stream().anyMatch(Thread::isAlive)) {
            double sum = requests();
            assertThat(sum).isGreaterThanOrEqualTo(last);
            last = sum;
        }
        assertThat(requests()).isEqualTo(3 * each);
    }

    private double requests() throws IOException {
        return routeLines("api_gateway_http_requests_total").stream()
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    @Test
    void allocatesNothingOnceARouteIsKnown() {
        RouteMetrics metrics = registry.bind(List.of(USERS, ORDERS));
        List<Exchange> all = List.of(
                exchange(0, "GET", USERS, 200),
                exchange(0, "POST", USERS, 201),
                exchange(0, "GET", ORDERS, 200),
                exchange(0, "GET", ORDERS, 503));
        all.get(2).principal(Principal.of("jwt", "ann"));
        all.get(3).reason(Reason.AUTH_MISSING);
        for (int i = 0; i < 20_000; i++) {
            metrics.ended(all.get(i & 3), MS);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100_000; i++) {
            metrics.ended(all.get(i & 3), MS);
        }
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(bytes).as("bytes allocated for 100,000 exchanges").isLessThan(16_000);
    }

    @Test
    void bindsManyRoutesWithoutMemoryForThem() {
        List<ServedRoute> many = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            many.add(Exchanges.route(i, "r" + i, "s"));
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        registry.bind(many);
        long before = threads.getCurrentThreadAllocatedBytes();
        RouteMetrics metrics = registry.bind(many);
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(bytes).as("bytes for 100,000 routes without traffic").isLessThan(200_000);
        count(metrics, 0, "GET", many.get(99_999), 200, 1);
        assertThat(registry.series()).hasSize(2); // the route, and what has none
    }
}
