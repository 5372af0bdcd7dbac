package dev.sekisho.telemetry.accesslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.TlsConnection;
import dev.sekisho.dataplane.identity.KnownConsumer;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.model.AccessLog;
import dev.sekisho.model.Size;
import dev.sekisho.telemetry.Exchanges;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.ObjectMapper;

class AccessLogWriterTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    private static AccessLog settings(Path file) {
        return new AccessLog(true, Optional.of(file.toString()), new Size(64 << 10), true);
    }

    private static Exchange exchange(LoopContext loop, String target) {
        Exchange x = Exchanges.of(loop, "GET", target, "agent", System.nanoTime());
        x.route(Exchanges.route(0, "r", "s"));
        x.response().status(200);
        return x;
    }

    private static void await(String what, Check check) throws Exception {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!check.holds()) {
            assertThat(System.nanoTime()).as(what).isLessThan(until);
            Thread.sleep(5);
        }
    }

    @FunctionalInterface
    private interface Check {
        boolean holds() throws IOException;
    }

    @Test
    void appendsToAFileThatOnlyOwnerAndGroupRead() throws Exception {
        Path file = folder.resolve("access.log");
        try (AccessLogWriter log = new AccessLogWriter(settings(file), 1)) {
            log.ended(exchange(Exchanges.loop(0), "/one"));
            await("line", () -> Files.readString(file).contains("/one"));
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .startsWith("rw-")
                .endsWith("---");
        try (AccessLogWriter log = new AccessLogWriter(settings(file), 1)) {
            log.ended(exchange(Exchanges.loop(0), "/two"));
        }
        assertThat(Files.readAllLines(file)).hasSize(2).last().asString().contains("/two");
    }

    @Test
    void writesEveryLineOfAllLoopsOrCountsIt() throws Exception {
        Path file = folder.resolve("all.log");
        int loops = 3;
        int each = 30_000;
        AccessLogWriter log = new AccessLogWriter(settings(file), loops);
        List<Thread> threads = new ArrayList<>();
        for (int loop = 0; loop < loops; loop++) {
            Exchange x = exchange(Exchanges.loop(loop), "/loop" + loop);
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < each; i++) {
                    log.ended(x);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        log.close();
        List<String> lines = Files.readAllLines(file);
        assertThat(lines.size() + log.droppedLines()).isEqualTo(loops * each);
        assertThat(lines).allMatch(line -> line.startsWith("{\"time\"") && line.endsWith("\"reason\":\"\"}"));
        ObjectMapper mapper = new ObjectMapper();
        for (int i = 0; i < lines.size(); i += 97) {
            assertThat(mapper.readTree(lines.get(i)).size()).isEqualTo(14);
        }
    }

    @Test
    void changesOverToANewFile() throws Exception {
        Path file = folder.resolve("rotated.log");
        Path old = folder.resolve("rotated.log.1");
        LoopContext loop = Exchanges.loop(0);
        try (AccessLogWriter log = new AccessLogWriter(settings(file), 1)) {
            log.ended(exchange(loop, "/before"));
            await("first line", () -> Files.readString(file).contains("/before"));
            Files.move(file, old);
            log.reopen();
            await("new file", () -> Files.exists(file));
            Thread.sleep(100); // the writing thread looks every 20 ms
            log.ended(exchange(loop, "/after"));
            await("second line", () -> Files.readString(file).contains("/after"));
        }
        assertThat(Files.readAllLines(old)).hasSize(1);
        assertThat(Files.readAllLines(file)).hasSize(1);
    }

    @Test
    void keepsTheOldFileWhereTheNewOneCannotBeOpened() throws Exception {
        Path place = Files.createDirectory(folder.resolve("place"));
        Path file = place.resolve("access.log");
        try (AccessLogWriter log = new AccessLogWriter(settings(file), 1)) {
            Path moved = folder.resolve("elsewhere");
            Files.move(place, moved);
            assertThatThrownBy(log::reopen).isInstanceOf(IOException.class);
            log.ended(exchange(Exchanges.loop(0), "/kept"));
            await("line", () -> Files.readString(moved.resolve("access.log")).contains("/kept"));
        }
    }

    @Test
    void refusesAFileThatCannotBeOpened() {
        assertThatThrownBy(() -> new AccessLogWriter(settings(folder.resolve("no/such/folder.log")), 1))
                .isInstanceOf(IOException.class);
    }

    @Test
    void goesOnWhenTheDiskIsFull() throws Exception {
        Path full = Path.of("/dev/full");
        assumeThat(Files.exists(full)).as("/dev/full is there").isTrue();
        AccessLogWriter log = new AccessLogWriter(settings(full), 1);
        Exchange x = exchange(Exchanges.loop(0), "/lost");
        int lines = 5000;
        for (int i = 0; i < lines; i++) {
            log.ended(x);
        }
        assertThat(log.droppedLines()).as("the ring is full, the loop went on").isPositive();
        log.close();
        assertThat(log.droppedLines()).isEqualTo(lines);
    }

    /** A request must cost no garbage: measured over so many lines that a single object a line would show. */
    @Test
    void allocatesNothingALine() throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (AccessLogWriter log = new AccessLogWriter(settings(folder.resolve("alloc.log")), 1)) {
            Exchange x = exchange(Exchanges.loop(0), "/path?page=1&token=abc&x=\u00e9");
            Exchange encrypted = exchange(Exchanges.loop(0), "/path");
            encrypted
                    .caller()
                    .tls(new TlsConnection("TLSv1.3", "TLS_AES_128_GCM_SHA256", "a.test", "CN=a", "0f", "spiffe://a"));
            encrypted.principal(Principal.of(
                    "key-auth", "shop", new KnownConsumer("shop", Optional.of("gold"), Set.of()), "shop/1"));
            for (int i = 0; i < 20_000; i++) {
                log.ended(x, System.nanoTime());
                log.ended(encrypted, System.nanoTime());
            }
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 50_000; i++) {
                log.ended(x, System.nanoTime());
                log.ended(encrypted, System.nanoTime());
            }
            long bytes = threads.getCurrentThreadAllocatedBytes() - before;
            assertThat(bytes).as("bytes allocated for 100,000 lines").isLessThan(16_000);
        }
    }
}
