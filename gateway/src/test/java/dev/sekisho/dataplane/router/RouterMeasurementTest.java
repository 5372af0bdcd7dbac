package dev.sekisho.dataplane.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Prints what look-ups and building cost; asserts only that the right routes were found. Runs with
 * {@code -Dsekisho.measure=true}.
 */
@EnabledIfSystemProperty(named = "sekisho.measure", matches = "true")
class RouterMeasurementTest {

    private static final int LOOKUPS = 200_000;
    private static final int REQUESTS = 20_000; // different ones, so that a large table is not in the cache as a whole

    @Test
    void lookups() {
        measure(List.of(10, 1_000, 100_000), "/service-%d/orders/*", "/service-%d/orders/17", "");
        measure(List.of(10, 100_000), "/api/{v}/service-%d/*", "/api/v1/service-%d/orders", "");
        measure(List.of(10, 100_000), "/api/*", "/api/v1/orders", "host-%d.test");
    }

    @Test
    void rebuildingExplainingAndLookingForOverlaps() {
        for (int turn = 0; turn < 3; turn++) {
            List<RouteEntry> entries = entries(100_000, "/service-%d/orders/*", "");
            List<RouteEntry> again = entries(100_000, "/service-%d/orders/*", "");
            Router router = Router.build(entries, Fixtures.NO_ROUTE);
            long start = cpu();
            router = Router.rebuild(router, again, Fixtures.NO_ROUTE);
            long rebuilt = cpu();
            int findings = Overlaps.find(again).size();
            long searched = cpu();
            Explanation explanation = router.explain(Fixtures.get("", "/service-77/orders/1"));
            long explained = cpu();
            System.out.printf(
                    Locale.ROOT,
                    "100000 routes: rebuild with equal matches %.1f ms, overlaps %.1f ms, explanation %.1f ms%n",
                    (rebuilt - start) / 1e6,
                    (searched - rebuilt) / 1e6,
                    (explained - searched) / 1e6);
            assertThat(findings).isZero();
            assertThat(explanation.answer().name()).isEqualTo("r77");
        }
    }

    private static void measure(List<Integer> sizes, String pattern, String path, String host) {
        for (int size : sizes) {
            List<RouteEntry> entries = entries(size, pattern, host);
            long start = cpu();
            Router router = Router.build(entries, Fixtures.NO_ROUTE);
            long cold = cpu() - start;
            long warm = Long.MAX_VALUE;
            for (int i = 0; i < 12; i++) {
                start = cpu();
                router = Router.build(entries, Fixtures.NO_ROUTE);
                warm = Math.min(warm, cpu() - start);
            }
            double lookup = lookup(router, requests(size, path, host));
            System.out.printf(
                    Locale.ROOT,
                    "%-28s %-12s %7d routes: %6.1f ns a look-up, first build %.1f ms, best of twelve later ones %.1f ms%n",
                    pattern,
                    host,
                    size,
                    lookup,
                    cold / 1e6,
                    warm / 1e6);
        }
    }

    private static List<RouteEntry> entries(int size, String pattern, String host) {
        List<RouteEntry> entries = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            String path = "path " + pattern.formatted(i);
            entries.add(
                    host.isEmpty()
                            ? Fixtures.entry("r" + i, i, path)
                            : Fixtures.entry("r" + i, i, path, "host " + host.formatted(i)));
        }
        return entries;
    }

    /** Host and path of each request, as bytes. */
    private static byte[][][] requests(int size, String path, String host) {
        byte[][][] requests = new byte[REQUESTS][][];
        for (int i = 0; i < REQUESTS; i++) {
            int route = (int) (i * 7919L % size);
            requests[i] = new byte[][] {Ascii.bytes(host.formatted(route)), Ascii.bytes(path.formatted(route))};
        }
        return requests;
    }

    private static double lookup(Router router, byte[][][] requests) {
        Exchange x = Fixtures.get("", "/");
        x.request().headers().reserve(200);
        long best = Long.MAX_VALUE;
        for (int turn = 0; turn < 4; turn++) {
            int found = 0;
            long start = cpu();
            for (int i = 0; i < LOOKUPS; i++) {
                byte[][] request = requests[i % REQUESTS];
                x.request().host(100, put(x, request[0], 100));
                x.request().path(20, put(x, request[1], 20));
                found += router.match(x) == Fixtures.NO_ROUTE ? 0 : 1;
            }
            best = Math.min(best, cpu() - start);
            assertThat(found).isEqualTo(LOOKUPS);
        }
        return (double) best / LOOKUPS;
    }

    /** CPU time of this thread, which does not count what other processes take. */
    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static int put(Exchange x, byte[] text, int at) {
        System.arraycopy(text, 0, x.request().headers().bytes(), at, text.length);
        return at + text.length;
    }
}
