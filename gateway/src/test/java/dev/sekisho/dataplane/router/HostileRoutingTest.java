package dev.sekisho.dataplane.router;

import static dev.sekisho.dataplane.router.Fixtures.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.router.Fixtures.Routes;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Requests and patterns made to cost much. Times are CPU times of this thread, the best of several. */
class HostileRoutingTest {

    private static final int MILLIS = 1_000_000; // nanoseconds

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long nanos(Router router, Exchange x, String expected) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 20; i++) {
            long start = cpu();
            String found = router.match(x).name();
            best = Math.min(best, cpu() - start);
            assertThat(found).isEqualTo(expected);
        }
        return best;
    }

    @Test
    void expressionsThatBlowUpOtherEnginesStayLinear() {
        String as = "a".repeat(100_000);
        Router path = new Routes().route("path ~(a+)+$").build();
        assertThat(nanos(path, get("", "/" + as + "!"), "none")).isLessThan(50 * MILLIS);
        Router header = new Routes().route("header X: ~^(a|aa)+$").build();
        Exchange x = Fixtures.request("GET", "", "/", "", "X: " + as + "!");
        assertThat(nanos(header, x, "none")).isLessThan(50 * MILLIS);
    }

    @Test
    void aPathOfManySegmentsCostsNoMoreThanThePatternsAreDeep() {
        Routes routes = new Routes();
        for (int i = 0; i < 3000; i++) {
            routes.route("path /a/{x}/b" + i + "/{y}");
        }
        Router router = routes.route("path /{p}/*").build();
        assertThat(nanos(router, get("", "/a".repeat(10_000)), "r3000")).isLessThan(MILLIS);
        assertThat(nanos(router, get("", "/".repeat(10_000)), "none")).isLessThan(MILLIS);
        assertThat(nanos(router, get("", "/" + "a".repeat(100_000)), "r3000")).isLessThan(MILLIS);
    }

    /** Text and variable side by side at each of 12 levels: 4,096 templates, and a path that fits all but their ends. */
    @Test
    void templatesThatBranchEverywhereAreEachTriedOnceAtMost() {
        Routes routes = new Routes();
        for (int i = 0; i < 1 << 12; i++) {
            StringBuilder path = new StringBuilder("path ");
            for (int level = 0; level < 12; level++) {
                path.append((i >> level & 1) == 0 ? "/a" : "/{v" + level + "}");
            }
            routes.route(path + "/end");
            routes.route(path + "/*", "header X: 1");
        }
        Router router = routes.build();
        assertThat(nanos(router, get("", "/a".repeat(12) + "/en"), "none")).isLessThan(20 * MILLIS);
        assertThat(nanos(router, get("", "/a".repeat(12) + "/end"), "r0")).isLessThan(MILLIS);
        assertThat(nanos(router, get("", "/b".repeat(12) + "/end"), "r8190")).isLessThan(MILLIS);
        assertThat(nanos(router, get("", "/a".repeat(4000)), "none")).isLessThan(20 * MILLIS);
    }

    /** The same shape where ranks make every pattern count. */
    @Test
    void ranksLookAtEachNodeOnceAndAtOtherHostsAndPathsNever() {
        Routes routes = new Routes();
        for (int i = 0; i < 1 << 10; i++) {
            StringBuilder path = new StringBuilder("path ");
            for (int level = 0; level < 10; level++) {
                path.append((i >> level & 1) == 0 ? "/a" : "/{v" + level + "}");
            }
            routes.route(path + "/end", "rank " + (i % 7 - 9));
            routes.route(path + "/*", "header X: 1", "rank " + i % 5);
        }
        for (int i = 0; i < 5_000; i++) {
            routes.route("host h" + i + ".test", "path /{x}/*", "rank " + i);
            routes.route("path ^/other-" + i, "rank " + i);
        }
        Router router = routes.route("rank -10").build();
        assertThat(nanos(router, get("a.test", "/a".repeat(10) + "/en"), "r12048"))
                .isLessThan(20 * MILLIS);
        assertThat(nanos(router, get("a.test", "/a".repeat(4000)), "r12048")).isLessThan(20 * MILLIS);
        assertThat(nanos(router, get("h4999.test", "/a/b"), "r12046")).isLessThan(MILLIS);
        assertThat(nanos(router, get("a.test", "/other-49999"), "r12047")).isLessThan(MILLIS);
    }

    @Test
    void startsOfManyLengthsCostNoMoreThanThePathIsLong() {
        Routes routes = new Routes();
        for (int i = 1; i <= 2_000; i++) {
            routes.route("path ^/" + "a".repeat(i), "method POST");
        }
        Router router = routes.build();
        assertThat(nanos(router, get("", "/" + "a".repeat(8_000)), "none")).isLessThan(20 * MILLIS);
        assertThat(nanos(router, get("", "/" + "b".repeat(100_000)), "none")).isLessThan(20 * MILLIS);
    }

    @Test
    void hostsOfManyLabelsTryNoMoreWildcardsThanFit() {
        Router router =
                new Routes().route("host *.a.test").route("host *.b.a.test").build();
        assertThat(nanos(router, get("a.".repeat(5000) + "b.a.test", "/"), "r1"))
                .isLessThan(MILLIS);
        assertThat(nanos(router, get(".".repeat(10_000), "/"), "none")).isLessThan(MILLIS);
        Router trailing = new Routes().route("host a.*").route("host a.b.*").build();
        assertThat(nanos(trailing, get("a.b" + ".a".repeat(5000), "/"), "r1")).isLessThan(MILLIS);
        assertThat(nanos(trailing, get(".".repeat(10_000), "/"), "none")).isLessThan(MILLIS);
    }

    @Test
    void aHostIsNeverCutAtASlash() {
        Router router = new Routes().route("host a.test").route("host *.b.test").build();
        assertThat(router.match(get("a.test/x", "/")).name()).isEqualTo("none");
        assertThat(router.match(get("x.b.test/x", "/")).name()).isEqualTo("none");
        assertThat(router.match(get(".b.test", "/")).name()).isEqualTo("none");
    }

    @Test
    void emptySegmentsStayApart() {
        Router router = new Routes()
                .route("path /a//b")
                .route("path /{x}/{y}/b")
                .route("path /*")
                .build();
        assertThat(router.match(get("", "/a//b")).name()).isEqualTo("r0");
        assertThat(router.match(get("", "/c//b")).name()).isEqualTo("r2");
        assertThat(router.match(get("", "//")).name()).isEqualTo("r2");
    }

    @Test
    void keysWithOneHashAreToldApart() {
        KeyTable table = new KeyTable(8, 42);
        Map<Integer, String> byHash = new HashMap<>();
        int collisions = 0;
        for (int i = 0; i < 300_000; i++) {
            String key = "k" + i;
            byte[] bytes = Arrays.copyOf(Ascii.bytes(key), key.length() + 8);
            String other = byHash.put((int) table.scan(bytes, 0, key.length()), key);
            if (other != null) {
                collisions++;
                byte[] others = Arrays.copyOf(Ascii.bytes(other), other.length() + 8);
                int entry = table.intern(7, bytes, 0, key.length());
                assertThat(table.intern(7, others, 0, other.length())).isNotEqualTo(entry);
                assertThat(table.intern(7, bytes, 0, key.length())).isEqualTo(entry);
                assertThat(table.intern(8, bytes, 0, key.length())).isNotEqualTo(entry);
            }
        }
        assertThat(collisions).as("pairs of one hash").isPositive();
    }

    @Test
    void runsOfSlotsStayShort() {
        KeyTable table = new KeyTable(8);
        byte[] bytes = new byte[32];
        for (int i = 0; i < 100_000; i++) {
            int end = Ascii.putDecimal(bytes, 0, i);
            table.intern(i % 3, bytes, 0, end);
        }
        assertThat(table.longestRun()).isLessThan(100);
    }

    @Test
    void allocatesNothing() {
        Routes routes = new Routes();
        for (int i = 0; i < 1000; i++) {
            routes.route(
                    "host *.h" + i % 10 + ".test",
                    "path /s" + i + "/{id}/*",
                    "method GET",
                    "header X: 1",
                    "cookie c: 2");
        }
        Router router = routes.route("query q: 1", "client 10.0.0.0/8").build();
        Exchange hit = Fixtures.request("GET", "a.h7.test", "/s7/1/2", "", "X: 1", "Cookie: a=b; c=2");
        Exchange miss = Fixtures.request("GET", "a.h7.test", "/s7/1/2", "q=%32", "X: 1", "Cookie: a=b; c=3");
        com.sun.management.ThreadMXBean threads = Optional.of(ManagementFactory.getThreadMXBean())
                .map(com.sun.management.ThreadMXBean.class::cast)
                .orElseThrow();
        run(router, hit, miss);
        long before = threads.getCurrentThreadAllocatedBytes();
        run(router, hit, miss);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
    }

    private static void run(Router router, Exchange hit, Exchange miss) {
        for (int i = 0; i < 20_000; i++) {
            assertSame(router.match(hit).name(), "r7");
            assertSame(router.match(miss).name(), "none");
        }
    }

    private static void assertSame(String found, String expected) {
        if (!found.equals(expected)) {
            throw new AssertionError(found + " (expected: " + expected + ")");
        }
    }
}
